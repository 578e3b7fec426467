import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as passed } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pause, whenAborted, withTimeLimit } from '../../src/background/time/waits.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const reasonOf = async (signal: AbortSignal) => {
  await whenAborted(signal);
  return signal.reason as unknown;
};

describe('a time limit', () => {
  test('aborts the work when the time is up, also after the garbage collector has run', async () => {
    const given = new AbortController();
    const ended = withTimeLimit(50, reasonOf, given.signal);
    await passed(1);
    collectGarbage();
    assert.equal(((await ended) as DOMException).name, 'TimeoutError');
  });

  test('aborts the work when the caller gives up, with the caller’s reason, before it began or while it goes on', async () => {
    const reason = new Error('not wanted any more');
    assert.equal(await withTimeLimit(60_000, reasonOf, AbortSignal.abort(reason)), reason);
    const given = new AbortController();
    const ended = withTimeLimit(60_000, reasonOf, given.signal);
    given.abort(reason);
    assert.equal(await ended, reason);
  });

  test('doesn’t abort once the work has ended, and gives its result or its failure', async () => {
    const given = new AbortController();
    let left: AbortSignal | undefined;
    const work = (signal: AbortSignal) => {
      left = signal;
      return Promise.resolve('done');
    };
    assert.equal(await withTimeLimit(60_000, work, given.signal), 'done');
    given.abort();
    assert.equal(left?.aborted, false);
    await assert.rejects(
      withTimeLimit(60_000, () => Promise.reject(new RangeError('too far'))),
      RangeError,
    );
  });
});

describe('a pause', () => {
  test('ends by itself, or when it is aborted', async () => {
    await pause(1, new AbortController().signal);
    await pause(60_000, AbortSignal.abort());
    const ending = new AbortController();
    const ended = pause(60_000, ending.signal);
    ending.abort();
    await ended;
  });
});
