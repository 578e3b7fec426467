import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { heldChannel } from '../../src/channel/held-channel.ts';

/** A channel, with its other end in the test's hands. */
function setUp() {
  let come: (message: unknown) => void = () => undefined;
  let answer: (isYes: boolean) => void = () => undefined;
  const state = { isClosed: false, heard: [] as unknown[], isToldClosed: false };
  const channel = heldChannel(
    {
      post: () => undefined,
      onMessage: (handler) => void (come = handler),
      onClose: () => undefined,
      close: () => void (state.isClosed = true),
    },
    () => new Promise((resolve) => (answer = resolve)),
  );
  channel.onMessage((message) => state.heard.push(message));
  channel.onClose(() => (state.isToldClosed = true));
  const answered = async (isYes: boolean) => {
    answer(isYes);
    await new Promise(setImmediate);
  };
  return { state, channel, come: (message: unknown) => come(message), answered };
}

describe('a channel that may turn out to be forbidden', () => {
  it('lets nothing through before it is allowed, and then everything in order', async () => {
    const { state, come, answered } = setUp();
    come(1);
    come(2);
    await new Promise(setImmediate);
    assert.deepEqual(state.heard, []);
    await answered(true);
    await answered(true);
    assert.deepEqual(state.heard, [1, 2]);
  });

  it('runs no request that came before it was withdrawn and wasn’t read yet', async () => {
    const { state, come, answered } = setUp();
    come(1);
    await new Promise(setImmediate);
    await answered(true);
    come(2);
    come(3);
    await new Promise(setImmediate);
    await answered(false);
    await answered(true);
    come(4);
    await answered(true);
    assert.deepEqual([state.heard, state.isClosed, state.isToldClosed], [[1], true, true]);
  });

  it('is closed at once when it is withdrawn, even if nothing comes', async () => {
    const { state, channel, answered } = setUp();
    channel.check();
    await new Promise(setImmediate);
    await answered(false);
    assert.deepEqual([state.isClosed, state.isToldClosed], [true, true]);
  });

  it('is closed if it can’t be told whether it is allowed', async () => {
    const state = { isClosed: false };
    heldChannel(
      { post: () => undefined, onMessage: () => undefined, onClose: () => undefined, close: () => void (state.isClosed = true) },
      () => Promise.reject(new Error('no')),
    ).check();
    await new Promise(setImmediate);
    assert.equal(state.isClosed, true);
  });
});
