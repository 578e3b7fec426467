import { expect } from '@open-wc/testing';
import type { ImSession, TranscriptEntry } from '../../src/model/session/im-session.ts';
import type { Envelope, MessageContent, Signal } from '../../src/model/signal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { DATABASES } from './account-databases.ts';
import { startImHost } from './im-host.ts';

/** What one side sends, in its order. `s` is the session. */
type Sent = readonly Signal[];

const message = (id: string, number: number): Signal => ({
  type: 'message',
  sessionId: 's',
  message: { id, body: `body of ${id}`, order: { device: id.slice(0, 1), number } },
  wantsReceipt: true,
});
const propose = (first?: MessageContent): Signal => ({ type: 'propose', sessionId: 's', ...(first ? { message: first } : {}) });
const proceed: Signal = { type: 'proceed', sessionId: 's' };
const ringing: Signal = { type: 'ringing', sessionId: 's' };
const finish: Signal = { type: 'finish', sessionId: 's' };
const received = (messageId: string): Signal => ({ type: 'received', messageId });
const displayed = (messageId: string): Signal => ({ type: 'displayed', messageId });
const question: MessageContent = { id: 'q0', body: 'Is it a duplicate?', order: { device: 'q', number: 0 } };

/** All ways in which what two sides send can come in, each side's in its order. */
function* interleavings(one: Sent, other: Sent): Generator<readonly (readonly [Signal, 'one' | 'other'])[]> {
  const [first, ...rest] = one;
  const [second, ...others] = other;
  if (first) for (const after of interleavings(rest, other)) yield [[first, 'one'], ...after];
  if (second) for (const after of interleavings(one, others)) yield [[second, 'other'], ...after];
  if (!first && !second) yield [];
}

/** The same signal in a session of another id, whose messages have other ids. */
function moved(signal: Signal, to: string): Signal {
  const content = (given: MessageContent) => ({ ...given, id: `${given.id} ${to}` });
  switch (signal.type) {
    case 'message':
      return { ...signal, sessionId: to, message: content(signal.message) };
    case 'received':
    case 'displayed':
      return { ...signal, messageId: signal.messageId === 'propose-s' ? `propose-${to}` : `${signal.messageId} ${to}` };
    case 'propose':
      return { ...signal, sessionId: to, ...(signal.message ? { message: content(signal.message) } : {}) };
    default:
      return { ...signal, sessionId: to };
  }
}

const shown = (session: ImSession | undefined, entries: readonly TranscriptEntry[]) => ({
  status: session?.state.status,
  reason: session?.state.status === 'ended' ? session.state.reason : undefined,
  direction: session?.direction,
  isPlain: session?.isPlain,
  unread: session?.unread,
  messages: entries
    .flatMap((entry) => (entry.kind === 'message' ? [`${entry.id.split(' ')[0]} ${entry.delivery ?? ''}`.trim()] : []))
    .sort(),
});

describe('a browser that hears what the agent does in another one, and what a colleague does, in any order', () => {
  let database: AccountDatabase;

  beforeEach(async () => {
    database = await DATABASES['in clear'].open('early-test@localhost');
  });

  afterEach(async () => {
    database.close();
    await DATABASES['in clear'].delete('early-test@localhost');
  });

  /** Has every order heard, each in a session of its own, and looks what it came to. */
  async function hearAllOrders(own: Sent, peers: Sent): Promise<readonly string[]> {
    const { im, hear, journal, entries } = await startImHost(database);
    const outcomes = new Set<string>();
    let count = 0;
    for (const order of interleavings(own, peers)) {
      count += 1;
      const id = `s${count}`;
      const peer = `ben${count}@localhost`;
      for (const [signal, by] of order) await hear({ signal: moved(signal, id), peer, isOwn: by === 'one', at: 2_000 } satisfies Envelope);
      const outcome = JSON.stringify(shown(im.get(id), await entries(id)));
      outcomes.add(outcome);
    }
    await journal.flush();
    im.stop();
    return [...outcomes];
  }

  const one = (outcomes: readonly string[]) => {
    expect(outcomes, 'every order comes to the same end').to.have.length(1);
    return JSON.parse(outcomes[0]!) as ReturnType<typeof shown>;
  };

  it('comes to the same where the agent has invited and been answered', async () => {
    const own = [propose(question), message('a1', 2), displayed('b1')];
    const peers = [received('propose-s'), ringing, proceed, message('b1', 2), received('a1'), displayed('a1')];
    expect(one(await hearAllOrders(own, peers))).to.deep.equal({
      status: 'connected',
      direction: 'outgoing',
      isPlain: false,
      unread: 0,
      messages: ['a1 read', 'b1', 'q0 read'],
    });
  });

  it('comes to the same where the agent has invited and been turned down', async () => {
    const outcome = one(
      await hearAllOrders([propose()], [received('propose-s'), ringing, { type: 'reject', sessionId: 's', reason: 'declined' }]),
    );
    expect([outcome.status, outcome.reason]).to.deep.equal(['ended', 'rejected']);
  });

  it('comes to the same where the agent has accepted, and the colleague has ended it', async () => {
    const own = [received('propose-s'), ringing, proceed, received('b1'), message('a1', 2), displayed('b1')];
    const peers = [propose(question), message('b1', 2), received('a1'), finish];
    const outcome = one(await hearAllOrders(own, peers));
    expect(outcome).to.deep.equal({
      status: 'ended',
      reason: 'ended-by-peer',
      direction: 'incoming',
      isPlain: false,
      unread: 0,
      messages: ['a1 delivered', 'b1', 'q0'],
    });
  });

  it('comes to the same where the agent has ended it', async () => {
    const own = [propose(), message('a1', 2), finish];
    const peers = [ringing, proceed, received('a1')];
    const outcome = one(await hearAllOrders(own, peers));
    expect([outcome.status, outcome.messages]).to.deep.equal(['ended', ['a1 delivered']]);
  });

  it('is shown a mark of a message that was not known yet, and forgets what is about nothing when too much of it has come', async () => {
    const { hear, entries } = await startImHost(database);
    const peer = 'ben@localhost';
    await hear({ signal: propose(), peer, isOwn: true, at: 1_000 }, { signal: proceed, peer, isOwn: false, at: 1_000 });
    const mark = (id: string) => hear({ signal: displayed(id), peer, isOwn: false, at: 1_000 });
    await mark('a1');
    for (let index = 0; index < 150; index += 1) await mark(`nothing ${index}`);
    await hear({ signal: message('a1', 2), peer, isOwn: true, at: 1_000 });
    expect(shown(undefined, await entries('s')).messages).to.deep.equal(['a1 read']);
    await mark('a2');
    for (let index = 0; index < 250; index += 1) await mark(`nothing else ${index}`);
    await hear({ signal: message('a2', 3), peer, isOwn: true, at: 1_000 });
    expect(shown(undefined, await entries('s')).messages).to.deep.equal(['a1 read', 'a2 sent']);
  });
});
