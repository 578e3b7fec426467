import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranscriptMessage } from '../../src/model/session/im-session.ts';
import { nextAfter, placeBefore } from '../../src/model/session/message-order.ts';

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

test('a message that is sent again precedes the first own one after it that has arrived, or, as long as none is known to have, the next one', () => {
  const entries = [
    message('one', 1, { delivery: 'sent' }),
    message('two', 2, { delivery: 'sent' }),
    message('of ben', 3, bens),
    message('three', 4, { delivery: 'read' }),
    message('four', 5, { delivery: 'delivered' }),
    message('five', 6, { delivery: 'sent' }),
    message('refused', 7, { delivery: 'failed' }),
  ];
  assert.deepEqual(
    ['one', 'two', 'three', 'four', 'five', 'of ben', 'six'].map((id) => nextAfter(id, entries)),
    ['three', 'three', 'four', 'five', undefined, undefined, undefined],
  );
});

test('a message stands before the one of the same sender that it precedes, between its neighbours, otherwise at the end', () => {
  const entries = [message('one', 1), message('two', 2), message('two', 3, bens), message('three', 4)];
  const late = message('late', 5);
  const placed = (precedes?: string) => {
    const { entry, at } = placeBefore(precedes, late, entries);
    return [at, entry.position];
  };
  assert.deepEqual(placed(), [4, 5]);
  assert.deepEqual(placed('two'), [1, 1.5]);
  assert.deepEqual(placed('three'), [3, 3.5]);
  assert.deepEqual(placed('one'), [0, 0.5]);
  assert.deepEqual(placed('unknown'), [4, 5]);
});
