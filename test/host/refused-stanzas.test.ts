import { expect } from '@open-wc/testing';
import type { TranscriptEntry, TranscriptMessage } from '../../src/model/session/im-session.ts';
import { type Desk, openDesks } from './desk.ts';

const LIMIT = 65_536;
const LONG = '請求書'.repeat(10_000);

describe('a stanza that the server doesn’t take', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;
  let sessionId: string;
  let hurry: ReturnType<typeof setInterval>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
    sessionId = await anna.talkWith(ben);
    // A lost connection comes back at once.
    hurry = setInterval(() => dispatchEvent(new Event('online')), 20);
  });

  afterEach(async () => {
    clearInterval(hurry);
    at.server.endAt = () => undefined;
    await at.close();
  });

  const send = (desk: Desk, messageId: string, body: string) => desk.workspace.commands.send({ sessionId, messageId, body });

  const isMessage = (entry: TranscriptEntry): entry is TranscriptMessage => entry.kind === 'message';

  /** Anna's message, once it has come so far. */
  const annas = async (id: string, delivery: TranscriptMessage['delivery']) => {
    const { entries } = await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 50 },
      (slice) => slice.entries.some((entry) => isMessage(entry) && entry.id === id && entry.delivery === delivery),
      `${id} is ${delivery}`,
    );
    return entries.filter(isMessage).find((entry) => entry.id === id);
  };

  for (const [what, end] of [
    ['a relay cuts the connection', {}],
    ['a relay closes it, because it is too big', { closeCode: 1009 }],
    ['the server ends the stream by an error', { condition: 'policy-violation' }],
  ] as const) {
    it(`is set aside where ${what}: the message is marked, everything else arrives, and the stream goes on`, async () => {
      at.server.endAt = (frame) => (new Blob([frame]).size > LIMIT ? end : undefined);
      await send(anna, 'before', 'Here it comes.');
      await send(anna, 'long', LONG);
      await send(anna, 'after', 'Did you get it?');
      expect(await annas('long', 'failed')).to.include({ failure: 'too-large' });
      expect(await ben.messages(sessionId, 2)).to.deep.equal(['Here it comes.', 'Did you get it?']);
      await annas('after', 'delivered');
      const stream = at.server.streamOf('anna');
      await send(anna, 'last', 'Never mind.');
      await annas('last', 'delivered');
      expect(at.server.streamOf('anna')).to.equal(stream);
    });
  }

  it('isn’t even tried where the server says how large stanzas may be, and its parts arrive in order', async () => {
    at.server.maxBytes = LIMIT;
    let streams = 0;
    at.server.onStream = (stream) => void (stream.account.jid === anna.jid && (streams += 1));
    const { line } = at.server.streamOf('anna');
    at.server.streamOf('anna').end();
    line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
    at.server.endAt = (frame) => (new Blob([frame]).size > LIMIT ? { closeCode: 1009 } : undefined);
    await send(anna, 'long', LONG);
    expect(await annas('long', 'failed')).to.include({ failure: 'too-large' });
    await anna.workspace.commands.sendAgain({ sessionId, messageId: 'long', isSplit: true });
    await anna.workspace.commands.sendAgain({ sessionId, messageId: 'long', isSplit: true });
    await annas('long-12', 'delivered');
    expect((await ben.messages(sessionId, 12)).join('')).to.equal(LONG);
    expect((await anna.messages(sessionId, 12)).join('')).to.equal(LONG);
    expect(streams).to.equal(1);
  });

  it('is sent again as it is when the agent wants that, and stands last', async () => {
    at.server.endAt = (frame) => (frame.includes('Lunch?') ? { condition: 'policy-violation' } : undefined);
    await send(anna, 'lunch', 'Lunch?');
    expect(await annas('lunch', 'failed')).to.include({ failure: 'not-taken' });
    await send(anna, 'more', 'Or coffee?');
    await annas('more', 'delivered');
    at.server.endAt = () => undefined;
    await anna.workspace.commands.sendAgain({ sessionId, messageId: 'lunch', isSplit: false });
    await annas('lunch', 'delivered');
    expect(await ben.messages(sessionId, 2)).to.deep.equal(['Or coffee?', 'Lunch?']);
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['Or coffee?', 'Lunch?']);
  });

  it('ends an invitation, if it is one', async () => {
    at.server.endAt = (frame) => (frame.includes('<propose') ? {} : undefined);
    await anna.workspace.commands.endSession({ sessionId });
    await ben.session('anna', 'ended');
    const another = crypto.randomUUID();
    await anna.workspace.commands.invite({ sessionId: another, target: ben.jid });
    const { sessions } = await anna.until(
      (overview) => overview.sessions.some(({ id, state }) => id === another && state.status === 'ended'),
      'the invitation is over',
    );
    expect(sessions.find(({ id }) => id === another)?.state).to.include({ reason: 'unreachable' });
  });

  it('costs a status its reason, and no other message', async () => {
    at.server.endAt = (frame) => (/<presence.*lunch/.test(frame) ? {} : undefined);
    await anna.workspace.commands.setStatus({ availability: 'not-ready', reason: 'lunch' });
    await send(anna, 'm1', 'Back in an hour.');
    await annas('m1', 'delivered');
    await ben.untilSlice(
      { kind: 'targets', search: 'anna', filter: 'all', first: 0, count: 5 },
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.status.availability === 'not-ready'),
      'Anna is not ready',
    );
  });

  it('answers a request that can’t be sent, and everything else goes on', async () => {
    at.server.endAt = (frame) => (frame.includes('<vCard') ? {} : undefined);
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    await send(anna, 'm1', 'Still here.');
    await annas('m1', 'delivered');
    await anna.untilSlice(
      { kind: 'diagnostics' },
      ({ counts }) => counts.some(({ reason }) => reason === 'stanza-refused not-taken'),
      'the request is set aside',
    );
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
    const { line } = at.server.streamOf('anna');
    await send(anna, 'm2', 'And now?');
    await annas('m2', 'delivered');
    expect(at.server.streamOf('anna').line).to.equal(line);
  });
});
