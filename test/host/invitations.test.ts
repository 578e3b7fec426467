import { expect } from '@open-wc/testing';
import type { EndReason, SessionEvent } from '../../src/model/session/im-session.ts';
import { type Desk, openDesks } from './desk.ts';

describe('an invitation', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
  });

  afterEach(() => at.close());

  /** Invites without waiting for an answer. @returns the session's id */
  async function invite(from: Desk, to: Desk): Promise<string> {
    const sessionId = crypto.randomUUID();
    const { refused } = await from.workspace.commands.invite({ sessionId, target: to.jid });
    expect(refused).to.equal(undefined);
    return sessionId;
  }

  async function ended(desk: Desk, peer: string): Promise<EndReason | undefined> {
    const { state } = await desk.session(peer, 'ended');
    return state.status === 'ended' ? state.reason : undefined;
  }

  const events = async (desk: Desk, sessionId: string, last: SessionEvent) => {
    const { entries } = await desk.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      (slice) => slice.entries.some((entry) => entry.kind === 'event' && entry.event === last),
      last,
    );
    return entries.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
  };

  const history = (desk: Desk, filter: 'all' | 'missed', count: number) =>
    desk.untilSlice(
      { kind: 'history', search: '', filter, first: 0, count: 10 },
      ({ total, isComplete }) => isComplete && total === count,
      `${count} past sessions`,
    );

  const pendingAt = (desk: Desk) =>
    desk.until(({ sessions }) => sessions.some(({ state }) => state.status === 'invited'), 'an invitation is pending');

  it('that is rejected is over on both sides, and in the history of both', async () => {
    const sessionId = await invite(anna, ben);
    await ben.session('anna', 'invited');
    await ben.workspace.commands.reject({ sessionId });
    expect(await ended(anna, 'ben')).to.equal('rejected');
    expect(await events(anna, sessionId, 'rejected')).to.deep.equal(['invited', 'rejected']);
    await ben.until(({ sessions }) => sessions.length === 0, 'nothing is left of it at the desk of who has rejected');
    expect((await history(ben, 'all', 1)).rows[0]).to.include({ direction: 'incoming', reason: 'rejected' });
    await anna.workspace.commands.markDone({ sessionId });
    expect((await history(anna, 'all', 1)).rows[0]).to.include({ direction: 'outgoing', reason: 'rejected' });
  });

  it('that is rejected with a word says it to the inviter, on one line and without what isn’t seen', async () => {
    const sessionId = await invite(anna, ben);
    await ben.session('anna', 'invited');
    await ben.workspace.commands.reject({ sessionId, text: 'In 2\u202E minutes' });
    expect(await ended(anna, 'ben')).to.equal('rejected');
    const { entries } = await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 5 },
      (slice) => slice.entries.length === 2,
      'the rejection',
    );
    expect(entries.at(-1)).to.include({ event: 'rejected', text: 'In 2 minutes' });
  });

  it('that is written first goes with its first message, which the target sees before answering', async () => {
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.invite({ sessionId, target: ben.jid, isWrittenFirst: true });
    expect((await anna.session('ben', 'not-connected')).id).to.equal(sessionId);
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is 20931 a duplicate?' });
    expect((await ben.session('anna', 'invited')).initialMessage).to.equal('Is 20931 a duplicate?');
    await ben.workspace.commands.accept({ sessionId });
    await anna.session('ben', 'connected');
    for (const desk of [anna, ben]) expect(await desk.messages(sessionId, 1)).to.deep.equal(['Is 20931 a duplicate?']);
    await anna.workspace.commands.endSession({ sessionId });
    for (const desk of [anna, ben]) expect((await history(desk, 'all', 1)).rows[0]).to.include({ subject: 'Is 20931 a duplicate?' });
  });

  it('that is written first waits where the colleague has invited meanwhile', async () => {
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.invite({ sessionId, target: ben.jid, isWrittenFirst: true });
    const theirs = await invite(ben, anna);
    await anna.session('ben', 'invited');
    const send = { sessionId, messageId: 'm1', body: 'Is 20931 a duplicate?' };
    expect((await anna.workspace.commands.send(send)).refused).to.equal('target-has-invited');
    await anna.workspace.commands.reject({ sessionId: theirs });
    expect((await anna.workspace.commands.send(send)).refused).to.equal(undefined);
    await ben.session('anna', 'invited');
  });

  it('to a colleague in Do Not Disturb says so before it is sent', async () => {
    await ben.workspace.commands.setStatus({ availability: 'do-not-disturb' });
    await anna.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: ben.jid, isWrittenFirst: true });
    await anna.until(({ sessions }) => sessions[0]?.isPeerInDoNotDisturb === true, 'Ben is in Do Not Disturb');
  });

  it('that nobody answers is over in time: the target has missed it', async () => {
    await anna.workspace.commands.changeSettings({ invitationTimeoutMs: 1_000 });
    const sessionId = await invite(anna, ben);
    await ben.session('anna', 'invited');
    expect(await ended(anna, 'ben')).to.equal('no-answer');
    expect(await ended(ben, 'anna')).to.equal('missed');
    expect((await history(ben, 'missed', 1)).rows[0]).to.include({ id: sessionId, reason: 'missed' });
    expect(await events(ben, sessionId, 'missed')).to.deep.equal(['was-invited', 'missed']);
  });

  it('that is cancelled is gone at the target', async () => {
    const sessionId = await invite(anna, ben);
    await ben.session('anna', 'invited');
    await anna.workspace.commands.cancelInvitation({ sessionId });
    expect(await ended(anna, 'ben')).to.equal('cancelled');
    expect(await ended(ben, 'anna')).to.equal('missed');
  });

  it('whose notification is not answered in time stays pending, and can be accepted', async () => {
    await ben.workspace.commands.changeSettings({ notificationTimeoutMs: 1_000 });
    const sessionId = await invite(anna, ben);
    await ben.until(
      ({ sessions }) => sessions.some(({ state }) => state.status === 'invited' && state.notification === 'dismissed'),
      'its notification is gone',
    );
    expect((await anna.session('ben', 'inviting')).id).to.equal(sessionId);
    await ben.workspace.commands.accept({ sessionId });
    await anna.session('ben', 'connected');
  });

  it('comes to who is in Do Not Disturb without a notification', async () => {
    await ben.workspace.commands.setStatus({ availability: 'do-not-disturb' });
    const sessionId = await invite(anna, ben);
    const { areNotificationsHeld } = await pendingAt(ben);
    expect(areNotificationsHeld).to.equal(true);
    await ben.workspace.commands.accept({ sessionId });
    await anna.session('ben', 'connected');
  });

  it('goes to nobody who is logged off; every other status is seen by colleagues', async () => {
    const statusOfBen = (availability: string, reason?: string) =>
      anna.untilSlice(
        { kind: 'targets', search: 'ben', filter: 'agents', first: 0, count: 10 },
        ({ rows }) =>
          rows.some(
            (row) =>
              row.kind === 'agent' && row.jid === ben.jid && row.status.availability === availability && row.status.reason === reason,
          ),
        `ben is ${availability}`,
      );
    for (const status of [
      { availability: 'not-ready', reason: 'Lunch' },
      { availability: 'after-call-work' },
      { availability: 'do-not-disturb' },
      { availability: 'ready' },
      { availability: 'logged-off' },
    ] as const) {
      await ben.workspace.commands.setStatus(status);
      await statusOfBen(status.availability, 'reason' in status ? status.reason : undefined);
    }
    expect(await anna.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: ben.jid })).to.include({
      refused: 'target-logged-off',
    });
    await ben.workspace.commands.setStatus({ availability: 'ready' });
    await statusOfBen('ready');
    await invite(anna, ben);
    await ben.session('anna', 'invited');
  });

  it('that crosses one from the other side becomes one session with it', async () => {
    await Promise.all([invite(anna, ben), invite(ben, anna)]);
    const sessions = await Promise.all([anna.session('ben', 'connected'), ben.session('anna', 'connected')]);
    expect(sessions[0].id).to.equal(sessions[1].id);
    for (const desk of [anna, ben]) await desk.until((overview) => overview.sessions.length === 1, 'there is one session');
    await anna.workspace.commands.send({ sessionId: sessions[0].id, messageId: 'm1', body: 'one session' });
    expect(await ben.messages(sessions[0].id, 1)).to.deep.equal(['one session']);
  });

  it('that crosses another loses nothing of what was written into the one that gives way', async () => {
    const begin = async (from: Desk, to: Desk) => {
      const sessionId = crypto.randomUUID();
      await from.workspace.commands.invite({ sessionId, target: to.jid, isWrittenFirst: true });
      return () => from.workspace.commands.send({ sessionId, messageId: `of ${from.jid}`, body: `I am ${from.jid}` });
    };
    const sends = [await begin(anna, ben), await begin(ben, anna)];
    await Promise.all(sends.map((send) => send()));
    const { id } = await anna.session('ben', 'connected');
    expect((await ben.session('anna', 'connected')).id).to.equal(id);
    for (const desk of [anna, ben])
      expect((await desk.messages(id, 2)).toSorted()).to.deep.equal([anna, ben].map(({ jid }) => `I am ${jid}`).toSorted());
  });

  it('to who has already asked accepts', async () => {
    await invite(anna, ben);
    await ben.session('anna', 'invited');
    await invite(ben, anna);
    await Promise.all([anna.session('ben', 'connected'), ben.session('anna', 'connected')]);
  });
});
