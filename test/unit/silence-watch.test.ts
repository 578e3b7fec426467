import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, test } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import type { Agent } from 'stanza';
import { connectClient } from '../../src/background/xmpp/connect-client.ts';
import { watchSilence } from '../../src/background/xmpp/silence-watch.ts';

describe('a server that is silent', () => {
  let clock: ReturnType<typeof FakeTimers.install>;

  beforeEach(() => (clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })));
  afterEach(() => clock.uninstall());

  /** Watches a connection. @param started Whether it has stream management */
  function setUp(started: boolean) {
    const asked: string[] = [];
    const sm = { started, request: () => asked.push('request') };
    const ping = async () => void asked.push('ping');
    const client = Object.assign(new EventEmitter(), { sm, ping });
    let silences = 0;
    const end = watchSilence(client as unknown as Agent, () => (silences += 1));
    return { asked, end, hear: () => client.emit('stream:data'), silences: () => silences };
  }

  for (const [started, how] of [
    [true, 'request'],
    [false, 'ping'],
  ] as const) {
    test(`a server that hangs is asked by a ${how} after 15 s, and is given up after 20 s, once`, () => {
      const { asked, silences } = setUp(started);
      clock.tick(14_999);
      assert.deepEqual(asked, []);
      clock.tick(5_000);
      assert.deepEqual([asked, silences()], [[how], 0]);
      clock.tick(60_000);
      assert.deepEqual([asked, silences()], [[how], 1]);
    });
  }

  test('a server that says nothing while it signs an agent in, as to a resumption, is given up 10 s after what it said last', () => {
    let cuts = 0;
    const transport = { disconnect: () => (cuts += 1) };
    const client = Object.assign(new EventEmitter(), {
      connect: () => undefined,
      transport,
      sm: { started: true, request: () => undefined },
    });
    const ignore = () => undefined;
    const connection = { service: 'ws://127.0.0.1', signInFailure: () => undefined, onOpen: ignore, onGone: ignore, onClosed: ignore };
    void connectClient(client as unknown as Agent, connection);
    client.emit('connected');
    clock.tick(9_000);
    client.emit('stream:data');
    clock.tick(9_000);
    assert.equal(cuts, 0);
    clock.tick(1_000);
    assert.equal(cuts, 1);

    cuts = 0;
    void connectClient(client as unknown as Agent, connection);
    client.emit('connected');
    client.emit('stream:management:resumed');
    clock.tick(14_000);
    assert.equal(cuts, 0, 'one that has signed the agent in may have nothing to say');
  });

  test('a server that says anything, as on a slow line where the answer waits behind much else, is not given up', () => {
    const { asked, hear, silences } = setUp(true);
    for (let seconds = 0; seconds < 300; seconds += 3) {
      hear();
      clock.tick(3_000);
    }
    assert.deepEqual(asked, []);
    for (let times = 1; times <= 5; times += 1) {
      clock.tick(16_000);
      assert.equal(asked.length, times);
      hear();
    }
    assert.equal(silences(), 0);
  });

  test('a connection that is over is not watched any more', () => {
    const { asked, end, silences } = setUp(true);
    end();
    clock.tick(60_000);
    assert.deepEqual([asked, silences()], [[], 0]);
  });
});
