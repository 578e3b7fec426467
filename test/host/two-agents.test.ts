import { expect } from '@open-wc/testing';
import { openDesks } from './desk.ts';

describe('two session hosts', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
  });

  afterEach(() => at.close());

  /** Anna invites Ben, and he accepts. */
  const talk = () => at.desks.anna.talkWith(at.desks.ben);

  it('invite, accept and chat', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await talk();
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' });
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['Is it a duplicate?']);
    await ben.workspace.commands.send({ sessionId, messageId: 'm2', body: 'Looking.' });
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['Is it a duplicate?', 'Looking.']);
    await anna.workspace.commands.endSession({ sessionId });
    await ben.session('anna', 'ended');
    for (const logon of ['anna', 'ben'] as const) {
      const stream = at.server.streamOf(logon);
      await stream.settled();
      expect(stream.miscounts).to.deep.equal([]);
      expect(stream.acknowledged).to.equal(stream.sent);
    }
  });

  it('lose nothing when a connection is cut in between', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await talk();
    const stream = at.server.streamOf('ben');
    stream.line.hold();
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'before' });
    await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.delivery === 'sent'),
      'sent',
    );
    stream.line.cut();
    await ben.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    await anna.workspace.commands.send({ sessionId, messageId: 'm2', body: 'after' });
    globalThis.dispatchEvent(new Event('online'));
    expect(await ben.messages(sessionId, 2)).to.deep.equal(['before', 'after']);
    expect(at.server.streamOf('ben')).to.equal(stream);
  });

  it('read in the archive what came while they were away', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await talk();
    const stream = at.server.streamOf('ben');
    stream.end();
    stream.line.cut();
    await ben.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'missed' });
    await ben.workspace.commands.send({ sessionId, messageId: 'm2', body: 'waited' });
    globalThis.dispatchEvent(new Event('online'));
    // On both sides, what is sent only now stands after what was said meanwhile.
    for (const desk of [anna, ben]) {
      await desk.messages(sessionId, 2);
      await desk.untilSlice(
        { kind: 'transcript', sessionId, last: 10 },
        ({ entries }) => entries.flatMap((entry) => (entry.kind === 'message' ? [entry.body] : [])).join() === 'missed,waited',
        'both, in order',
      );
    }
    expect(at.server.streamOf('ben')).not.to.equal(stream);
  });
});
