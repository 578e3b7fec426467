import { expect } from '@open-wc/testing';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';

const COUNT = 1_000;

/** Stores past sessions with three messages each, as if they had been held one a minute. The oldest is number 0. */
async function storePastSessions(jid: string, peer: string): Promise<void> {
  const database = await openAccountDatabase(jid, () => undefined);
  const startedAt = Date.now() - COUNT * 60_000;
  await database.commit(['sessions', 'transcript'], async (transaction) => {
    const [sessions, transcript] = [transaction.objectStore('sessions'), transaction.objectStore('transcript')];
    let last: Promise<unknown> | undefined;
    for (let number = 0; number < COUNT; number += 1) {
      const sessionId = `s${number}`;
      const createdAt = startedAt + number * 60_000;
      void sessions.put({
        id: sessionId,
        peer,
        direction: number % 2 ? 'incoming' : 'outgoing',
        isPlain: false,
        isInvitedFromHere: number % 2 === 0,
        state: { status: 'ended', reason: 'ended-here', at: createdAt + 42_000, since: createdAt + 2_000 },
        createdAt,
        isDisplayed: true,
        unread: 0,
        lastPosition: 3,
        isDone: true,
        done: 1,
      });
      for (let position = 1; position <= 3; position += 1) {
        const isOwn = position % 2 === 1;
        const from = isOwn ? jid : peer;
        const body = `Message ${position} about case ${number}.`;
        const at = createdAt + position * 1_000;
        last = transcript.put({ kind: 'message', sessionId, id: `m${position}`, position, at, from, isOwn, body });
      }
    }
    await last;
  });
  database.close();
}

describe('a thousand past sessions', () => {
  let server: ServerEnd;
  let anna: Desk;

  before(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    anna = await new Desk(server, 'anna').signIn();
    // They are read when a view first asks.
    await storePastSessions(anna.jid, `ben@${server.domain}`);
  });

  after(async () => {
    await anna.leave();
    server.close();
  });

  const query = { kind: 'history', search: '', filter: 'all', first: 0, count: 10 } as const;
  const idsOf = ({ rows }: { readonly rows: readonly { readonly id: string }[] }) => rows.map(({ id }) => id);

  it('are given by windows, newest first', async () => {
    const newest = await anna.untilSlice(query, ({ total }) => total === COUNT, 'the newest');
    expect(idsOf(newest)[0]).to.equal('s999');
    const oldest = await anna.untilSlice({ ...query, first: COUNT - 3 }, ({ total }) => total === COUNT, 'the oldest');
    expect(idsOf(oldest)).to.deep.equal(['s2', 's1', 's0']);
  });

  it('are found by what was said, and read', async () => {
    const found = await anna.untilSlice({ ...query, search: 'case 17' }, ({ isComplete }) => isComplete, 'searched');
    // 17, and 170 to 179.
    expect([found.total, idsOf(found)[0]]).to.deep.equal([11, 's179']);
    expect(await anna.messages('s179', 3)).to.include('Message 1 about case 179.');
  });

  it('hold up no command while they are searched', async () => {
    const happened: string[] = [];
    await new Promise<void>((resolve) => {
      anna.workspace.subscribe({ ...query, search: 'case 2' }, ({ isComplete }) => {
        happened.push(isComplete ? 'searched' : 'searching');
        if (isComplete) resolve();
        else if (happened.length === 1)
          void anna.workspace.commands.changeSettings({ isSoundOn: false }).then(() => happened.push('commanded'));
      });
    });
    expect(happened[0]).to.equal('searching');
    expect(happened).to.include('commanded');
    expect(happened.indexOf('commanded')).to.be.below(happened.indexOf('searched'));
  });
});
