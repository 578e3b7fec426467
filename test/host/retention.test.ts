import { expect } from '@open-wc/testing';
import { ChangingPolicy } from './changing-policy.ts';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { HostMemory } from '../../src/background/host/sign-in/session-memory.ts';
import { NO_POLICY } from '../../src/model/policy.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { getLog, putLog } from '../../src/storage/log-store.ts';

const DAY_MS = 24 * 3600 * 1000;
const HISTORY = { kind: 'history', search: '', filter: 'all', first: 0, count: 10 } as const;

/** Stores a session that has ended so many days ago, with a message and a draft. */
async function storeEnded(
  anna: Desk,
  id: string,
  { daysAgo, isDone }: { readonly daysAgo: number; readonly isDone: boolean },
): Promise<void> {
  const database = await openAccountDatabase(anna.jid, () => undefined);
  const peer = `ben@${anna.server.domain}`;
  const at = Date.now() - daysAgo * DAY_MS;
  await database.commit(['sessions', 'transcript', 'drafts'], (transaction) =>
    Promise.all([
      transaction
        .objectStore('sessions')
        .put({
          id,
          peer,
          direction: 'incoming',
          isPlain: false,
          isInvitedFromHere: false,
          state: { status: 'ended', reason: 'ended-here', at },
          createdAt: at - 60_000,
          isDisplayed: true,
          unread: 0,
          lastPosition: 1,
          isDone,
          done: isDone ? 1 : 0,
        }),
      transaction
        .objectStore('transcript')
        .put({ kind: 'message', sessionId: id, id: 'm1', position: 1, at, from: peer, isOwn: false, body: id }),
      transaction.objectStore('drafts').put(`draft of ${id}`, id),
    ]),
  );
  database.close();
}

/** Stores what was read of a contact, and the details of an interaction with it. */
async function storeContact(anna: Desk, id: string, daysAgo: number): Promise<void> {
  const database = await openAccountDatabase(anna.jid, () => undefined);
  const at = Date.now() - daysAgo * DAY_MS;
  await database.commit(['contacts', 'contactHistory', 'pastInteractions'], (transaction) =>
    Promise.all([
      transaction.objectStore('contacts').put({ version: 1, id, usedAt: at, bytes: 0 }),
      transaction.objectStore('contactHistory').put({ contactId: id, number: 0, rows: [], texts: [id] }),
    ]),
  );
  database.close();
}

/** Everything that the account's databases have, as text. */
async function storedText(anna: Desk): Promise<string> {
  const database = await openAccountDatabase(anna.jid, () => undefined);
  const records = await Promise.all(
    (['sessions', 'transcript', 'drafts', 'contacts', 'contactHistory'] as const).map((store) => database.getAll(store)),
  );
  database.close();
  return JSON.stringify(records);
}

describe('the days for which a policy has things kept', () => {
  let server: ServerEnd;
  let policy: ChangingPolicy;
  let anna: Desk;
  let memory: HostMemory;

  beforeEach(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    policy = new ChangingPolicy({});
    memory = new HostMemory();
    anna = await new Desk(server, 'anna', { policy, memory }).signIn('password', { isKept: true });
  });

  afterEach(async () => {
    await anna.leave();
    server.close();
  });

  it('over, ended sessions, contacts and diagnostics are deleted from the disk, and the newer ones stay', async () => {
    const profile = `test ${anna.jid}`;
    await storeEnded(anna, 'old-done', { daysAgo: 31, isDone: true });
    await storeEnded(anna, 'new-done', { daysAgo: 29, isDone: true });
    await storeContact(anna, 'old-contact', 31);
    await putLog(profile, [{ at: Date.now() - 31 * DAY_MS, code: 'old-code', count: 1 }]);
    // The history is in memory, too.
    await anna.untilSlice(HISTORY, ({ total }) => total === 2, 'both are listed');
    policy.change({ retentionDays: 30 });
    await anna.untilSlice(HISTORY, ({ total }) => total === 1, 'the older one is gone');
    // Diagnostics are deleted last, and no view is told of it: what is in memory was never so old.
    await waitUntil(async () => !JSON.stringify(await getLog(profile)).includes('old-code'), 'the old entry is gone');
    const stored = await storedText(anna);
    // The id of a session stays, so that the archive doesn't bring it back.
    expect(stored)
      .to.include('{"id":"old-done"}')
      .and.not.include('"body":"old-done"')
      .and.not.include('draft of old-done')
      .and.not.include('old-contact');
    expect(stored).to.include('"body":"new-done"');
  });

  it('over, a session is deleted whose tab nobody has closed, and one that goes on is kept', async () => {
    const ben = await new Desk(server, 'ben').signIn();
    const goingOn = await anna.talkWith(ben);
    await ben.workspace.commands.send({ sessionId: goingOn, messageId: 'm1', body: 'still here' });
    await anna.messages(goingOn, 1);
    await storeEnded(anna, 'ended', { daysAgo: 2, isDone: false });
    expect(await storedText(anna)).to.include('"body":"ended"');
    // The next host finds its tab, and closes it.
    const again = new Desk(server, 'anna', { policy: new ChangingPolicy({ retentionDays: 1 }), memory });
    await waitUntil(async () => !(await storedText(anna)).includes('"body":"ended"'), 'it is deleted');
    await again.until(({ sessions }) => sessions.length === 1 && sessions[0]?.id === goingOn, 'the other one’s tab is there');
    expect(await storedText(anna))
      .to.include('still here')
      .and.to.include('{"id":"ended"}');
    again.workspace.close();
    await ben.leave();
  });

  it('don’t let an agent delete what is to be kept, without the privilege', async () => {
    policy.change({ privileges: { ...NO_POLICY.privileges, canWipe: false } });
    await storeEnded(anna, 'kept', { daysAgo: 1, isDone: true });
    await anna.until(({ policy: { privileges } }) => !privileges.canWipe, 'the privilege is gone');
    expect(await anna.workspace.commands.wipeHistory({})).to.deep.equal({ refused: 'set-by-policy' });
    expect(await storedText(anna)).to.include('"body":"kept"');
  });

  it('are those of the page that embeds the widget, where there is no policy; what it gives wrongly deletes the most and allows the least', async () => {
    const ben = await new Desk(server, 'ben').signIn();
    const { commands } = ben.workspace;
    await storeEnded(ben, 'old', { daysAgo: 31, isDone: true });
    await storeEnded(ben, 'new', { daysAgo: 29, isDone: true });
    await commands.setWipingAllowed({ isAllowed: false });
    expect(await commands.wipeHistory({})).to.deep.equal({ refused: 'set-by-policy' });
    await commands.setRetentionDays({ days: 30 });
    await waitUntil(async () => !(await storedText(ben)).includes('"body":"old"'), 'the older one is gone');
    expect(await storedText(ben)).to.include('"body":"new"');
    await commands.setRetentionDays(JSON.parse('{"days": "thirty"}') as { days: number });
    await waitUntil(async () => !(await storedText(ben)).includes('"body":"new"'), 'all that is over is gone');
    await commands.setWipingAllowed(JSON.parse('{"isAllowed": "yes"}') as { isAllowed: boolean });
    expect(await commands.wipeHistory({})).to.deep.equal({ refused: 'set-by-policy' });
    await commands.setWipingAllowed({ isAllowed: true });
    expect(await commands.wipeHistory({})).to.deep.equal({});
    await ben.leave();
  });
});
