import { type Desk, openDesks } from './desk.ts';
import { outOfReach } from './memory-socket.ts';
import { expect } from '@open-wc/testing';

describe('a session host that has lost its connection', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let sessionId: string;
  const { random } = Math;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna } = at.desks);
    sessionId = await at.desks.ben.talkWith(anna);
    await at.server.streamOf('anna').settled();
  });

  afterEach(async () => {
    Math.random = random;
    outOfReach.clear();
    await at.close();
  });

  /** When the next attempt is, once there is none before this. */
  async function nextAttempt(from: number): Promise<number> {
    const isLater = ({ connection }: { readonly connection: { readonly status: string; readonly nextAttemptAt?: number } }) =>
      connection.status === 'reconnecting' && (connection.nextAttemptAt ?? 0) >= from;
    const { connection } = await anna.until(isLater, 'the next attempt is later');
    return connection.status === 'reconnecting' ? connection.nextAttemptAt : 0;
  }

  /** Has attempts fail until the next one is seconds away. */
  async function failedOften(): Promise<number> {
    at.server.refusals = Infinity;
    at.server.streamOf('anna').line.cut();
    const hurry = setInterval(() => dispatchEvent(new Event('online')), 10);
    await nextAttempt(Date.now() + 4_000);
    clearInterval(hurry);
    return nextAttempt(Date.now() + 4_000);
  }

  it('takes another resource where the server says that its own was taken, each time, and goes on with its sessions', async () => {
    const resources = new Set<string>();
    for (let time = 0; time < 8; time += 1) {
      const stream = at.server.streamOf('anna');
      resources.add(stream.jid);
      stream.fail('conflict');
      await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
      dispatchEvent(new Event('online'));
      await anna.until(({ connection }) => connection.status === 'connected', 'connected');
    }
    expect(resources.size).to.equal(8);
    await at.desks.ben.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'Still there?' });
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Still there?']);
  });

  for (const [what, act] of [
    ['comes back to a view', (desk: Desk) => desk.workspace.commands.reconnect({})],
    ['types', (desk: Desk) => desk.workspace.commands.setTyping({ sessionId, isTyping: true })],
  ] as const) {
    it(`connects at once when the agent ${what}, however long it would wait`, async () => {
      const nextAttemptAt = await failedOften();
      at.server.refusals = 0;
      await act(anna);
      await anna.until(({ connection }) => connection.status === 'connected', 'connected');
      expect(Date.now()).to.be.below(nextAttemptAt);
    });
  }

  it('gives up an attempt in the void when the network is back', async () => {
    outOfReach.add(at.server.address);
    at.server.streamOf('anna').line.cut();
    await nextAttempt(0);
    dispatchEvent(new Event('online'));
    outOfReach.clear();
    dispatchEvent(new Event('online'));
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
  });

  it('waits for half a second to a whole one where it loses one connection soon after the other', async () => {
    Math.random = () => 0.95;
    const waits: number[] = [];
    for (let lost = 0; lost < 4; lost += 1) {
      const cutAt = Date.now();
      at.server.streamOf('anna').line.cut();
      waits.push((await nextAttempt(0)) - cutAt);
      dispatchEvent(new Event('online'));
      await anna.until(({ connection }) => connection.status === 'connected', `connected after ${lost + 1} losses`);
    }
    expect(Math.min(...waits.slice(1)), 'at least').to.be.above(900);
    expect(Math.max(...waits), 'at most').to.be.below(1_500);
  });

  it('spreads its return only where the server has ended all streams', async () => {
    Math.random = () => 0.95;
    const cutAt = Date.now();
    at.server.streamOf('anna').line.cut();
    expect((await nextAttempt(0)) - cutAt, 'after a cut').to.be.below(2_000);
    dispatchEvent(new Event('online'));
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
    const endedAt = Date.now();
    at.server.streamOf('anna').fail('system-shutdown');
    expect((await nextAttempt(0)) - endedAt, 'after a shutdown').to.be.above(9_000);
  });

  it('spreads its return also when the server, which has ended all streams, stays away for long', async () => {
    const { fetch } = globalThis;
    let isBack = false;
    // In place of the server, which has no HTTP here.
    globalThis.fetch = () => (isBack ? Promise.resolve(new Response()) : Promise.reject(new TypeError('no server')));
    try {
      Math.random = () => 0;
      at.server.refusals = Infinity;
      at.server.streamOf('anna').fail('system-shutdown');
      // The server is away for so long that the next attempt is far.
      const hurry = setInterval(() => dispatchEvent(new Event('online')), 10);
      await nextAttempt(Date.now() + 14_000);
      clearInterval(hurry);
      Math.random = () => 0.4;
      isBack = true;
      const isNear = ({ connection }: { readonly connection: { readonly status: string; readonly nextAttemptAt?: number } }) =>
        connection.status === 'reconnecting' && (connection.nextAttemptAt ?? Infinity) < Date.now() + 5_000;
      const { connection } = await anna.until(isNear, 'it comes back sooner');
      expect(connection.status === 'reconnecting' && connection.nextAttemptAt - Date.now()).to.be.above(3_000);
    } finally {
      globalThis.fetch = fetch;
    }
  });
});
