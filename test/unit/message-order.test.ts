import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranscriptEntry, TranscriptMessage } from '../../src/model/session/im-session.ts';
import { insert, nextAfter } from '../../src/model/session/message-order.ts';

const message = (id: string, position: number, more: Partial<TranscriptMessage> = {}): TranscriptMessage => ({
  kind: 'message',
  sessionId: 's',
  id,
  from: 'anna@localhost',
  isOwn: true,
  body: id,
  at: 0,
  position,
  ...more,
});
const bens = { from: 'ben@localhost', isOwn: false };

test('a message that is sent again precedes the next one that its author wrote, unless that was refused', () => {
  const entries = [
    message('one', 1, { delivery: 'sent' }),
    message('of ben', 2, bens),
    message('refused', 3, { delivery: 'failed' }),
    message('two', 4, { delivery: 'read' }),
    message('three', 5, { delivery: 'waiting' }),
  ];
  assert.deepEqual(
    ['one', 'two', 'three', 'of ben', 'four'].map((id) => nextAfter(id, entries)),
    ['two', 'three', undefined, undefined, undefined],
  );
});

/** A transcript into which these came, one after the other, each with the id of the one that it precedes. */
function transcriptOf(...came: readonly (string | readonly [id: string, precedes: string])[]) {
  const entries: TranscriptEntry[] = [];
  const stored = new Map<string, TranscriptEntry>();
  for (const [index, one] of came.entries()) {
    const [id, precedes] = typeof one === 'string' ? [one] : one;
    const entry = message(id, index + 1, precedes === undefined ? {} : { precedes });
    for (const changed of insert(entry, entries)) stored.set(changed.id, changed);
  }
  const ids = entries.map(({ id }) => id);
  const positions = entries.map(({ position }) => position);
  assert.deepEqual(
    [...new Set(positions)],
    positions.toSorted((a, b) => a - b),
    'every entry has a position of its own, in order',
  );
  assert.deepEqual(
    [...stored.values()].toSorted((a, b) => a.position - b.position),
    entries,
    'every change is stored',
  );
  return ids;
}

test('a message stands before the one that it precedes, otherwise at the end', () => {
  assert.deepEqual(transcriptOf('one', 'three', ['two', 'three']), ['one', 'two', 'three']);
  assert.deepEqual(transcriptOf('two', ['one', 'two']), ['one', 'two']);
  assert.deepEqual(transcriptOf('one', 'two', ['three', 'unknown']), ['one', 'two', 'three']);
});

test('a message stands before the one that it precedes also where that one comes later', () => {
  assert.deepEqual(transcriptOf('three', ['one', 'two'], ['two', 'three']), ['one', 'two', 'three']);
  assert.deepEqual(transcriptOf('four', ['one', 'two'], ['two', 'three'], ['three', 'four']), ['one', 'two', 'three', 'four']);
  assert.deepEqual(transcriptOf('four', ['two', 'three'], ['one', 'two'], ['three', 'four']), ['one', 'two', 'three', 'four']);
  assert.deepEqual(transcriptOf('four', ['three', 'four'], ['one', 'two'], ['two', 'three']), ['one', 'two', 'three', 'four']);
});

test('whichever messages are lost, and in whatever order they come again, each stands where it was written', () => {
  const written = ['1', '2', '3', '4', '5'];
  const orders = (ids: readonly string[]): string[][] =>
    ids.length === 0 ? [[]] : ids.flatMap((id) => orders(ids.filter((other) => other !== id)).map((rest) => [id, ...rest]));
  for (let lost = 0; lost < 2 ** written.length; lost += 1) {
    const [gone, arrived] = [1, 0].map((bit) => written.filter((_, index) => ((lost >> index) & 1) === bit)) as [string[], string[]];
    for (const order of orders(gone)) {
      const again = order.map((id) => (id === '5' ? id : ([id, String(Number(id) + 1)] as const)));
      // The last one says nothing. If it was lost, it comes after all that it followed, as its author sends in order.
      if (order.includes('5') && order.at(-1) !== '5') continue;
      assert.deepEqual(transcriptOf(...arrived, ...again), written, `${arrived.join()} and then ${order.join()}`);
    }
  }
});

test('hundreds of messages that come again have positions between the same two', () => {
  const numbers = Array.from({ length: 300 }, (_, index) => String(index));
  const again = numbers.map((id, index) => [id, numbers[index + 1] ?? 'last'] as const);
  assert.deepEqual(transcriptOf('first', 'last', ...again), ['first', ...numbers, 'last']);
  assert.deepEqual(transcriptOf('first', 'last', ...again.toReversed()), ['first', ...numbers, 'last']);
});

test('another sender’s message of the same id is another message, and messages that precede each other stay where they are', () => {
  const entries: TranscriptEntry[] = [message('one', 1, bens)];
  insert(message('two', 2, { precedes: 'one' }), entries);
  assert.deepEqual(
    entries.map(({ id }) => id),
    ['one', 'two'],
  );
  assert.deepEqual(transcriptOf(['one', 'two'], ['two', 'one']).toSorted(), ['one', 'two']);
  assert.deepEqual(transcriptOf(['one', 'one'], 'two'), ['one', 'two']);
});
