import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { IdleLock } from '../../src/background/host/sign-in/idle-lock.ts';
import { bareJidOf } from '../../src/model/jid.ts';
import type { LockState } from '../../src/storage/lock-state.ts';

const ANNA = bareJidOf('anna@support.example');
const MINUTE = 60_000;
/** The interval at which the lock reads the clock and asks the browser. */
const LOOK_MS = 15_000;

describe('the idle lock', () => {
  const at = { now: 0, afterMinutes: 5, isOnCall: false, isActive: false, watchedMs: 0, changes: 0 };
  let stored: LockState | undefined;
  let onIdle = (): void => undefined;
  let lock: IdleLock;

  beforeEach((context) => {
    if (!('mock' in context)) throw new Error('No mock of timers.');
    context.mock.timers.enable({ apis: ['setTimeout'] });
    Object.assign(at, { now: 1_000_000, afterMinutes: 5, isOnCall: false, isActive: false, watchedMs: 0, changes: 0 });
    stored = undefined;
    lock = new IdleLock({
      now: () => at.now,
      lockAfterMs: () => at.afterMinutes * MINUTE,
      isOnCall: () => at.isOnCall,
      detector: {
        isActive: () => Promise.resolve(at.isActive),
        watch: (ms) => (at.watchedMs = ms),
        onIdle: (listener) => (onIdle = listener),
      },
      store: (_jid, state) => (stored = state),
      onChange: () => (at.changes += 1),
    });
  });

  afterEach(() => lock.end());

  /** Lets the time pass, with all of the lock's looks at the clock. */
  async function pass(context: { readonly mock: { readonly timers: { tick(ms: number): void } } }, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += LOOK_MS) {
      at.now += LOOK_MS;
      context.mock.timers.tick(LOOK_MS);
      await Promise.resolve();
      await Promise.resolve();
    }
  }

  it('locks by itself when the time has passed, and tells it once', async (context) => {
    lock.begin(ANNA, undefined);
    await pass(context, 5 * MINUTE - LOOK_MS);
    assert.equal(at.changes, 0);
    await pass(context, MINUTE);
    assert.equal(at.changes, 1);
    assert.equal(stored?.isLocked, true);
  });

  it('does not lock while there is input on the computer, or a call', async (context) => {
    lock.begin(ANNA, undefined);
    at.isActive = true;
    await pass(context, 20 * MINUTE);
    at.isActive = false;
    at.isOnCall = true;
    await pass(context, 20 * MINUTE);
    onIdle();
    assert.equal(lock.isLocked, false);
    at.isOnCall = false;
    await pass(context, 4 * MINUTE);
    assert.equal(lock.isLocked, false);
    await pass(context, 2 * MINUTE);
    assert.equal(lock.isLocked, true);
  });

  it('locks after the computer has slept for long, even if somebody has just woken it', async (context) => {
    lock.begin(ANNA, undefined);
    at.isActive = true;
    at.now += 60 * MINUTE;
    await pass(context, LOOK_MS);
    assert.equal(lock.isLocked, true);
  });

  it('locks at once when the browser says that nobody is there; never if it is set to never', () => {
    lock.begin(ANNA, undefined);
    assert.equal(at.watchedMs, 5 * MINUTE);
    at.afterMinutes = 0;
    onIdle();
    at.now += 1_000 * MINUTE;
    assert.equal(lock.isLocked, false);
  });

  it('begins to count when the minutes are set', () => {
    at.afterMinutes = 0;
    lock.begin(ANNA, undefined);
    at.now += 1_000 * MINUTE;
    at.afterMinutes = 10;
    lock.follow();
    at.now += 10 * MINUTE - 1;
    assert.equal(lock.isLocked, false);
    at.now += 1;
    assert.equal(lock.isLocked, true);
  });

  it('locks the desk if its host was started by the report that nobody is there', () => {
    onIdle();
    lock.begin(ANNA, undefined);
    assert.equal(lock.isLocked, true);
  });

  it('keeps no desk open for longer, and makes nobody wait for longer, because a clock was turned back', () => {
    lock.begin(ANNA, { isLocked: false, activeAt: at.now + 1_000 * MINUTE, wrongTries: 20, nextTryAt: at.now + 1_000 * MINUTE });
    assert.equal(lock.nextTryAt, at.now + 5 * MINUTE);
    at.now += 5 * MINUTE;
    assert.equal(lock.isLocked, true);
  });

  it('nor where the clock is set back while the desk is open', async (context) => {
    lock.begin(ANNA, undefined);
    for (let tries = 0; tries < 3; tries += 1) lock.beginTry();
    at.now -= 1_000 * MINUTE;
    assert.equal(lock.nextTryAt, at.now + 5 * MINUTE);
    await pass(context, 6 * MINUTE);
    assert.equal(lock.beginTry(), true);
    assert.equal(lock.isLocked, true);
  });
});
