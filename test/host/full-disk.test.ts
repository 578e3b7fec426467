import { expect } from '@open-wc/testing';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import type { ChannelPort } from '../../src/channel/rpc.ts';
import { isKnown } from '../../src/channel/known-overview.ts';
import { type Filled, fillDisk } from '../fixtures/full-disk.ts';
import { Desk, openDesks } from './desk.ts';

describe('a session host on a full disk', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;
  let sessionId: string;
  let free = (): unknown => undefined;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
    sessionId = await ben.talkWith(anna);
    await at.server.streamOf('anna').settled();
  });

  afterEach(async () => {
    free();
    await at.close();
  });

  const fill = (filled?: Filled) => (free = fillDisk(anna.jid, filled));
  const say = (desk: Desk, body: string) => desk.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body });
  const isFull = (isIt: boolean) =>
    anna.until(
      ({ storageProblem }) => (storageProblem === 'storage-full') === isIt,
      isIt ? 'the disk is said to be full' : 'there is room',
    );
  const delivery = (desk: Desk, body: string, wanted: string) =>
    desk.untilSlice(
      { kind: 'transcript', sessionId, last: 5_000 },
      ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.body === body && entry.delivery === wanted),
      `"${body}" is ${wanted}`,
    );

  it('stays connected, shows what comes and confirms nothing of it until there is room', async () => {
    fill();
    const stream = at.server.streamOf('anna');
    const { acknowledged } = stream;
    await say(ben, 'one');
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['one']);
    const { connection } = await isFull(true);
    expect(connection.status).to.equal('connected');
    await say(ben, 'two');
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['one', 'two']);
    await delivery(ben, 'two', 'sent');
    expect([stream.acknowledged, at.server.streamOf('anna')]).to.deep.equal([acknowledged, stream]);
    free();
    await isFull(false);
    await delivery(ben, 'one', 'delivered');
    await delivery(ben, 'two', 'delivered');
    await stream.settled();
  });

  it('refuses to send while it is full, and says of what it had sent before that it waits, until it is stored', async () => {
    fill();
    const taken = say(anna, 'taken');
    await isFull(true);
    expect(await say(anna, 'refused')).to.deep.equal({ refused: 'storage-failed', problem: 'storage-full' });
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['taken']);
    // The receipt comes before the answer.
    await say(ben, 'answer');
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['taken', 'answer']);
    await delivery(anna, 'taken', 'waiting');
    free();
    expect(await taken).to.deep.equal({});
    await delivery(anna, 'taken', 'delivered');
    expect(await say(anna, 'after')).to.deep.equal({});
    expect(await ben.messages(sessionId, 3)).to.deep.equal(['taken', 'answer', 'after']);
  });

  it('doesn’t refuse a message that another host was given before it died, because that one may have sent it', async () => {
    fill();
    await say(ben, 'one');
    await isFull(true);
    let die = (): void => undefined;
    const ofDeadHost: ChannelPort = {
      post: () => undefined,
      onMessage: () => undefined,
      onClose: (onClose) => (die = onClose),
      close: () => undefined,
    };
    let hosts = 0;
    const view = new RemoteWorkspace(() => {
      hosts += 1;
      if (hosts === 1) return ofDeadHost;
      const { port1, port2 } = new MessageChannel();
      anna.host.connectView(channelOfMessagePort(port1));
      return channelOfMessagePort(port2);
    });
    const given = view.commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'two' });
    die();
    await delivery(anna, 'two', 'waiting');
    free();
    expect(await given).to.deep.equal({});
    await delivery(anna, 'two', 'delivered');
    view.close();
  });

  it('doesn’t say of a message that it wasn’t sent when it was, though it could never be stored', async () => {
    fill('account');
    const taken = say(anna, 'taken');
    await isFull(true);
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['taken']);
    expect(await anna.workspace.commands.signOut({ asksBeforeLoss: true })).to.deep.equal({});
    expect(await taken).to.deep.equal({});
    free();
    await anna.signIn();
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['taken']);
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['taken']);
  });

  it('keeps what is typed in memory for every view, and stores it when there is room', async () => {
    fill();
    const isDraft = (text: string) => anna.untilSlice({ kind: 'draft', sessionId }, (draft) => draft.text === text, `the draft is ${text}`);
    await isDraft('');
    const first = anna.workspace.commands.saveDraft({ sessionId, text: 'typed', writer: 'one' });
    await isFull(true);
    expect(await anna.workspace.commands.saveDraft({ sessionId, text: 'typed on', writer: 'one' })).to.deep.equal({});
    await isDraft('typed on');
    free();
    expect(await first).to.deep.equal({});
    await isDraft('typed on');
  });

  it('has what came meanwhile after its connection was cut', async () => {
    fill();
    await say(ben, 'one');
    await isFull(true);
    const isNew = new Promise<string>((resolve) => (at.server.onStream = (_stream, how) => resolve(how)));
    at.server.streamOf('anna').line.cut();
    const hurry = setInterval(() => dispatchEvent(new Event('online')), 10);
    // A resumption would acknowledge what isn't stored.
    expect(await isNew).to.equal('new');
    clearInterval(hurry);
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
    await say(ben, 'two');
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['one', 'two']);
    free();
    await isFull(false);
    await delivery(ben, 'one', 'delivered');
    await delivery(ben, 'two', 'delivered');
  });

  it('says of a message that is shown and not stored that it is being saved, until it is', async () => {
    fill();
    await say(ben, 'one');
    const savingFrom = (isIt: boolean) =>
      anna.untilSlice(
        { kind: 'transcript', sessionId, last: 10 },
        (slice) => (slice.savingFrom !== undefined) === isIt && slice.entries.some((entry) => entry.kind === 'message'),
        isIt ? 'it is being saved' : 'it is saved',
      );
    const { entries, savingFrom: from } = await savingFrom(true);
    expect(entries.find((entry) => entry.kind === 'message')?.position).to.equal(from);
    free();
    await savingFrom(false);
  });

  it('says so over a locked desk too', async () => {
    fill();
    await say(ben, 'one');
    await isFull(true);
    await anna.workspace.commands.lock({});
    await anna.until(({ lock, storageProblem }) => lock !== undefined && storageProblem === 'storage-full', 'locked, and full');
  });

  it('leaves what is more than it can hold at the server, and reads it when there is room', async () => {
    fill();
    await say(ben, '0');
    await isFull(true);
    const bodies = Array.from({ length: 400 }, (_, index) => `${index}`);
    for (const body of bodies.slice(1)) void say(ben, body);
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'the connection waits');
    await delivery(ben, '399', 'sent');
    free();
    expect(await anna.messages(sessionId, 400)).to.deep.equal(bodies);
    await anna.until(({ connection, storageProblem }) => connection.status === 'connected' && !storageProblem, 'connected');
    await delivery(ben, '399', 'delivered');
  });

  it('begins on it, with what was stored, and signs nobody out', async () => {
    at.server.addAccount('cora');
    const first = await new Desk(at.server, 'cora').signIn('password', { isKept: true });
    free = fillDisk(first.jid);
    first.workspace.close();
    const second = new Desk(at.server, 'cora');
    const { me, connection } = await second.until((overview) => isKnown(overview), 'known');
    expect(connection).to.not.have.property('problem');
    expect(me).to.have.property('jid', first.jid);
    free();
    await second.leave();
  });

  it('refuses a sign-in that it can’t note, and takes the next one when there is room', async () => {
    at.server.addAccount('cora');
    const cora = new Desk(at.server, 'cora');
    await cora.until(({ connection }) => connection.status === 'signed-out', 'nobody is signed in');
    at.server.onStream = () => (free = fillDisk(cora.jid));
    const token = at.server.accounts.get(cora.jid)?.token ?? '';
    const refused = await cora.workspace.commands.signIn({ jid: cora.jid, token, service: at.server.address });
    expect(refused).to.deep.equal({ refused: 'sign-in', problem: 'storage-full' });
    expect(at.server.accounts.get(cora.jid)?.streams.size).to.equal(0);
    at.server.onStream = () => undefined;
    free();
    await cora.signIn();
    await cora.leave();
  });

  it('lets the agent sign out, though what waits can’t be stored', async () => {
    fill('account');
    await say(ben, 'one');
    await isFull(true);
    expect(await anna.workspace.commands.signOut({})).to.deep.equal({});
    const { connection } = await anna.until(({ me }) => me === undefined, 'signed out');
    expect(connection).to.deep.equal({ status: 'signed-out' });
  });

  it('refuses to sign out where it can’t note what is to be deleted, and the agent stays', async () => {
    fill();
    expect(await anna.workspace.commands.signOut({})).to.deep.equal({ refused: 'sign-in', problem: 'storage-full' });
    expect((await anna.until(({ me }) => me !== undefined, 'signed in')).connection.status).to.equal('connected');
  });
});
