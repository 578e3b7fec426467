import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { takeAccountLock } from '../../src/background/stream/account-lock.ts';
import { beginLife, watchLife } from '../../src/channel/host-life.ts';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';

/* What a page that was loaded without encryption lacks: browsers give it no Web Locks. */

const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

beforeEach(() => void Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true }));

afterEach(() => {
  if (before) Object.defineProperty(globalThis, 'navigator', before);
  else Reflect.deleteProperty(globalThis, 'navigator');
  mock.timers.reset();
});

test('without Web Locks a host connects at once', async () => {
  const onWaiting = () => assert.fail('nobody is waited for');
  const release = await takeAccountLock('backchannel stream anna@support.example', new AbortController().signal, {
    isPatient: false,
    onWaiting,
  });
  release();
});

test('without Web Locks a view is told that its host lives, and hears it', { timeout: 60_000 }, async () => {
  const silentMs = 50;
  mock.timers.enable({ apis: ['setTimeout'] });
  const { port1, port2 } = new MessageChannel();
  const channel = watchLife(channelOfMessagePort(port2), silentMs);
  let isClosed = false;
  channel.onClose(() => (isClosed = true));
  const heard = new Promise((resolve) => channel.onMessage(resolve));
  const told = new Promise((resolve) => port2.addEventListener('message', resolve, { once: true }));
  beginLife()(port1);
  await told;
  mock.timers.tick(silentMs);
  assert.equal(isClosed, false);
  port1.postMessage('hello');
  assert.equal(await heard, 'hello');
  channel.close();
  port1.close();
});
