import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import { type Agent, createClient } from 'stanza';
import type { MessagingEvents } from '../../src/background/stream/messaging-port.ts';
import { manageStream } from '../../src/background/xmpp/stream-management.ts';

/** StanzaJS's own stream management. It records what it sends; the test ends the flushes when it likes. */
function setUp() {
  const { sm } = createClient({});
  sm.removeAllListeners();
  const client = Object.assign(new EventEmitter(), { sm });
  const dropped: string[] = [];
  let hasSentMore = false;
  const sent: unknown[] = [];
  const flushes: { end(): void; fail(): void }[] = [];
  const events: Partial<MessagingEvents> = {
    onStreamState: () => undefined,
    onMoreSent: () => void (hasSentMore = true),
    onDropped: (reason) => dropped.push(reason),
    flush: () => new Promise((resolve, reject) => flushes.push({ end: resolve, fail: () => reject(new Error('The disk is full')) })),
  };
  manageStream(client as unknown as Agent, events as MessagingEvents, undefined, Date.now);
  sm.on('send', (said: unknown) => sent.push(said));
  return { client, sm, sent, dropped, flushes, hasSentMore: () => hasSentMore, settle: () => new Promise(setImmediate) };
}

async function handle(sm: Agent['sm'], count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await sm.handle();
}

test('a stanza is acknowledged when it is stored; the count is that of the time of the request', async () => {
  const { sm, sent, flushes, settle } = setUp();
  await sm.enabled({ type: 'enabled', id: 's1', resume: true });
  await handle(sm, 2);
  sm.ack();
  await handle(sm, 1);
  await settle();
  assert.deepEqual(sent, []);
  flushes[0]?.end();
  await settle();
  assert.deepEqual(sent, [{ type: 'ack', handled: 2 }]);
});

test('a server that asks while nothing can be stored is told what is stored, so that it doesn’t take the stream for dead', async () => {
  const clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { client, sm, sent, flushes, settle } = setUp();
    await sm.enabled({ type: 'enabled', id: 's1', resume: true });
    await handle(sm, 1);
    sm.ack();
    await settle();
    flushes.pop()?.end();
    await settle();
    await handle(sm, 1);
    for (let asked = 0; asked < 2; asked += 1) {
      sm.ack();
      clock.tick(15_000);
    }
    assert.deepEqual(
      sent,
      [1, 1, 1].map((handled) => ({ type: 'ack', handled })),
    );
    await settle();
    flushes.pop()?.end();
    await settle();
    assert.deepEqual(sent.at(-1), { type: 'ack', handled: 2 });
    sm.ack();
    client.emit('disconnected');
    clock.tick(60_000);
    assert.equal(sent.length, 4);
  } finally {
    clock.uninstall();
  }
});

test('the acknowledged count never falls, in whatever order flushes end', async () => {
  const { sm, sent, flushes, settle } = setUp();
  await sm.enabled({ type: 'enabled', id: 's1', resume: true });
  for (let asked = 0; asked < 3; asked += 1) {
    await handle(sm, 1);
    sm.ack();
  }
  for (let ended = 0; ended < 3; ended += 1) {
    await settle();
    // The latest flush ends first, so that its acknowledgement would be sent first if nothing kept the order.
    flushes.pop()?.end();
  }
  await settle();
  assert.deepEqual(
    sent,
    [1, 2, 3].map((handled) => ({ type: 'ack', handled })),
  );
});

test('a stanza that could not be stored is not acknowledged until a later flush stores it', async () => {
  const { sm, sent, flushes, settle } = setUp();
  await sm.enabled({ type: 'enabled', id: 's1', resume: true });
  await handle(sm, 1);
  sm.ack();
  await settle();
  flushes.pop()?.fail();
  await handle(sm, 1);
  sm.ack();
  await settle();
  flushes.pop()?.end();
  await settle();
  assert.deepEqual(sent, [{ type: 'ack', handled: 2 }]);
});

test('a new stream counts from zero, and a resumed one from where it was', async () => {
  const { sm, sent, flushes, settle } = setUp();
  const acknowledgeOne = async () => {
    await handle(sm, 1);
    sm.ack();
    await settle();
    flushes.pop()?.end();
    await settle();
  };
  await sm.enabled({ type: 'enabled', id: 's1', resume: true });
  await handle(sm, 5);
  await sm.resumed({ type: 'resumed', previousSession: 's1', handled: 0 });
  await acknowledgeOne();
  await sm.failed({ type: 'failed' });
  await sm.enabled({ type: 'enabled', id: 's2', resume: true });
  await acknowledgeOne();
  assert.deepEqual(
    sent,
    [6, 1].map((handled) => ({ type: 'ack', handled })),
  );
});

test('a resumed stream on which the server has more than was stored says so', async () => {
  for (const [handled, isMore] of [
    [0, false],
    [1, false],
    [2, true],
  ] as const) {
    const { sm, dropped, hasSentMore } = setUp();
    await sm.enable();
    await sm.track('sm', { type: 'enable' });
    await sm.enabled({ type: 'enabled', id: 's1', resume: true });
    await sm.track('message', { body: 'stored' });
    await sm.resumed({ type: 'resumed', previousSession: 's1', handled });
    assert.equal(hasSentMore(), isMore);
    assert.deepEqual(dropped, []);
  }
});
