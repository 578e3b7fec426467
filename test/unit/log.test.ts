import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Log } from '../../src/background/events/log.ts';
import type { LogEntry } from '../../src/model/log-entry.ts';

test('counts by code, the most frequent first, and no more codes than there are', () => {
  const log = new Log();
  for (let number = 0; number < 1_000; number += 1) log.note(`code-${number}`);
  log.note('code-1');
  assert.equal(log.counts()[0]?.reason, 'other');
  assert.deepEqual(log.counts()[1], { reason: 'code-1', count: 2 });
  assert.equal(log.counts().length, 201);
  assert.equal(
    log.counts().reduce((sum, { count }) => sum + count, 0),
    1_001,
  );
});

test('code that throws ends alone, and the error is counted', () => {
  const log = new Log();
  const given = log.containEach('failed', [1, 2, 3], (number) => {
    if (number === 2) throw new RangeError('Two');
    return number * 10;
  });
  assert.deepEqual(given, [10, 30]);
  assert.deepEqual(log.counts(), [{ reason: 'failed', count: 1 }]);
});

test('the same code again within a minute is one entry, so that a flood displaces nothing', () => {
  let at = 1_000;
  const log = new Log({ now: () => at });
  log.note('stream-lost');
  for (let number = 0; number < 10_000; number += 1) {
    log.note('too-often');
    log.note('unknown-session');
  }
  at += 60_001;
  log.note('too-often');
  assert.deepEqual(log.entries(), [
    { at: 1_000, code: 'stream-lost', count: 1 },
    { at: 1_000, code: 'too-often', count: 10_000 },
    { at: 1_000, code: 'unknown-session', count: 10_000 },
    { at: 61_001, code: 'too-often', count: 1 },
  ]);
});

test('of several durations the longest is kept', () => {
  const log = new Log({ now: () => 0 });
  for (const ms of [120.4, 310.6, 5]) log.note('connected new', ms);
  assert.deepEqual(log.entries(), [{ at: 0, code: 'connected new', count: 3, ms: 311 }]);
});

/** A store whose reading the test ends when it likes, and whose writes it can read. */
class HeldStore {
  readonly written: (readonly LogEntry[])[] = [];
  open: (entries: readonly LogEntry[]) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  read(): Promise<readonly LogEntry[]> {
    return new Promise((resolve, reject) => Object.assign(this, { open: resolve, fail: reject }));
  }

  write(entries: readonly LogEntry[]): Promise<void> {
    this.written.push(entries);
    return Promise.resolve();
  }
}

test('goes on after the entries of an earlier host, and keeps no more than its bound', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const store = new HeldStore();
  const log = new Log({ now: () => 9, store });
  log.note('started');
  context.mock.timers.tick(2_000);
  assert.equal(store.written.length, 0);
  store.open(Array.from({ length: 500 }, (_, at) => ({ at: at - 1_000, code: 'earlier', count: 1 })));
  await new Promise(setImmediate);
  const [written = [], ...more] = [...store.written];
  assert.deepEqual(more, []);
  assert.equal(written.length, 500);
  assert.deepEqual(written.at(-1), { at: 9, code: 'started', count: 1 });
  assert.deepEqual(written[0], { at: -999, code: 'earlier', count: 1 });
});

test('if the storage fails, only the earlier entries are lost, and that is noted', async () => {
  const store = new HeldStore();
  const log = new Log({ now: () => 9, store });
  assert.deepEqual(log.entries(), []);
  store.fail(new DOMException('No storage', 'InvalidStateError'));
  await new Promise(setImmediate);
  assert.deepEqual(log.entries(), [{ at: 9, code: 'log-not-read', count: 1 }]);
});
