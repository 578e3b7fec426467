// This import comes first, because it puts its WebSocket in place of the browser's before StanzaJS takes that.
import { type Desk, openDesks } from './desk.ts';
import { expect } from '@open-wc/testing';
import type { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import { NewHappenings } from '../../src/model/desk/happening.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

/** What a view is told, in its order. */
interface Follower {
  readonly told: string[];
  /** The life of the host that each answer named: empty while the desk is locked. */
  readonly lives: readonly string[];
  readonly workspace: RemoteWorkspace;
}

/** Follows what happens at a desk. Resolves when it has begun to. */
async function follow(desk: Desk, heard: string[] = []): Promise<Follower> {
  const fresh = new NewHappenings();
  const told: string[] = [];
  const lives: string[] = [];
  const workspace = desk.openView(heard);
  await new Promise<void>((resolve) => {
    workspace.subscribe({ kind: 'happenings' }, (recent) => {
      lives.push(recent.life);
      for (const one of fresh.in(recent)) told.push(`${one.name} ${one.of === 'session' ? one.peerLogon : one.call.peerLogon}`);
      resolve();
    });
  });
  return { told, lives, workspace };
}

describe('what happens to sessions', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben' | 'cleo'>>>;
  let anna: Desk;
  let ben: Desk;
  let cleo: Desk;
  let views: RemoteWorkspace[];

  const following = async (desk: Desk, heard?: string[]) => {
    const follower = await follow(desk, heard);
    views.push(follower.workspace);
    return follower;
  };
  const invite = async () => {
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.invite({ sessionId, target: ben.jid });
    await ben.session('anna', 'invited');
    return sessionId;
  };

  beforeEach(async () => {
    at = await openDesks('anna', 'ben', 'cleo');
    ({ anna, ben, cleo } = at.desks);
    views = [];
  });

  afterEach(async () => {
    for (const view of views) view.close();
    await at.close();
  });

  it('is told in its order, once, to who has begun to follow before', async () => {
    const first = await following(anna);
    const sessionId = await anna.talkWith(ben);
    await waitUntil(() => first.told.includes('session-accepted ben'));
    const second = await following(anna);
    await ben.workspace.commands.endSession({ sessionId });
    await waitUntil(() => second.told.length > 0);
    await anna.workspace.commands.markDone({ sessionId });
    await waitUntil(() => first.told.includes('session-done ben') && second.told.includes('session-done ben'));
    expect(first.told).to.deep.equal(['session-accepted ben', 'session-ended ben', 'session-done ben']);
    expect(second.told).to.deep.equal(['session-ended ben', 'session-done ben']);
  });

  it('is told to a view that was away, once', async () => {
    const away = await following(anna);
    const there = await following(anna);
    const sessionId = await invite();
    away.workspace.suspend();
    await ben.workspace.commands.reject({ sessionId });
    await waitUntil(() => there.told.includes('session-ended ben'));
    away.workspace.resume();
    await waitUntil(() => away.told.includes('session-ended ben'));
    await anna.workspace.commands.markDone({ sessionId });
    await waitUntil(() => away.told.includes('session-done ben'));
    expect(away.told).to.deep.equal(['session-ended ben', 'session-done ben']);
  });

  it('behind the lock is told after it, and nothing of it before', async () => {
    await anna.workspace.commands.signOut({});
    await anna.signIn('password');
    const heard: string[] = [];
    const view = await following(anna, heard);
    const sessionId = await invite();
    await anna.workspace.commands.lock({});
    await anna.until(({ lock }) => lock !== undefined, 'locked');
    heard.length = 0;
    await ben.workspace.commands.accept({ sessionId });
    await ben.session('anna', 'connected');
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' });
    await anna.until(({ lock }) => lock?.unread === 1, 'it has come');
    const late = await following(anna);
    expect([view.told, late.told]).to.deep.equal([[], []]);
    for (const secret of ['session-accepted', 'ben', sessionId]) expect(heard.join(), secret).not.to.contain(secret);
    await anna.workspace.commands.unlock({ password: at.server.accounts.get(anna.jid)?.password ?? '' });
    // Who began to follow behind the lock is told what happens from the first answer after it.
    await waitUntil(() => late.lives.at(-1) !== '');
    await ben.workspace.commands.endSession({ sessionId });
    await waitUntil(() => view.told.includes('session-ended ben') && late.told.includes('session-ended ben'));
    expect(view.told).to.deep.equal(['session-accepted ben', 'session-ended ben']);
    expect(late.told).to.deep.equal(['session-ended ben']);
  });

  it('is no news where it comes out of the archive together with the session; of a session that was known it is', async () => {
    const known = crypto.randomUUID();
    await ben.workspace.commands.invite({ sessionId: known, target: anna.jid });
    await anna.session('ben', 'invited');
    const view = await following(ben);
    const stream = at.server.streamOf('ben');
    stream.end();
    stream.line.cut();
    await ben.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    for (const [name, inside] of [
      ['propose', '<description xmlns="urn:backchannel:im:0"/>'],
      ['retract', ''],
    ] as const) {
      at.server.deliver(
        `<message xmlns="jabber:client" from="${cleo.jid}/1" to="${ben.jid}" type="chat" id="${name}-x"><store xmlns="urn:xmpp:hints"/><${name} xmlns="urn:xmpp:jingle-message:0" id="x">${inside}</${name}></message>`,
      );
    }
    await anna.workspace.commands.accept({ sessionId: known });
    globalThis.dispatchEvent(new Event('online'));
    await ben.session('cleo', 'ended');
    await waitUntil(() => view.told.includes('session-accepted anna'));
    await ben.workspace.commands.markDone({ sessionId: 'x' });
    await waitUntil(() => view.told.includes('session-done cleo'));
    expect(view.told).to.deep.equal(['session-accepted anna', 'session-done cleo']);
  });
});
