import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { TranscriptTail } from '../../src/background/im/transcript-tail.ts';
import type { TranscriptMessage } from '../../src/model/session/im-session.ts';
import { entryKeyOf } from '../../src/storage/transcript-store.ts';

const message = (id: string, position: number, from = 'ben@localhost'): TranscriptMessage => ({
  kind: 'message',
  sessionId: 's',
  id,
  from,
  isOwn: false,
  at: position,
  position,
  body: id,
});
const keyOf = (id: string, from = 'ben@localhost') => entryKeyOf({ from, id });

describe('the end of a transcript, in memory', () => {
  let tail: TranscriptTail;
  const ids = () => tail.entries.map(({ id }) => id).join();

  beforeEach(() => {
    tail = new TranscriptTail(true);
    for (const position of [1, 2, 3, 4]) tail.append(message(`m${position}`, position));
  });

  test('finds each entry by its sender and id, and its place', () => {
    assert.equal(tail.find(keyOf('m3'))?.position, 3);
    assert.equal(tail.find(keyOf('m3', 'anna@localhost')), undefined);
    assert.deepEqual([tail.placeOf(keyOf('m3')), tail.placeOf(keyOf('m9'))], [2, -1]);
  });

  const positionOf = (id: string) => tail.find(keyOf(id))?.position ?? NaN;
  const findsAll = () =>
    tail.entries.forEach((entry, index) => {
      assert.equal(tail.find(entryKeyOf(entry)), entry);
      assert.equal(tail.placeOf(entryKeyOf(entry)), index);
    });

  test('has a late message before the one that it precedes, with a position in between', () => {
    const changed = tail.append({ ...message('late', 5), precedes: 'm3' });
    assert.equal(ids(), 'm1,m2,late,m3,m4');
    assert.ok(positionOf('late') > 2 && positionOf('late') < 3);
    assert.deepEqual(changed, [tail.find(keyOf('late'))]);
    findsAll();
  });

  test('finds what moves with a late message, and what has to make room for it', () => {
    assert.deepEqual(tail.append({ ...message('first', 5), precedes: 'second' }), [tail.entries[4]]);
    const moved = tail.append({ ...message('second', 6), precedes: 'm3' });
    assert.equal(ids(), 'm1,m2,first,second,m3,m4');
    assert.deepEqual(moved, tail.entries.slice(2, 4));
    findsAll();
    for (let count = 0; count < 100; count += 1) tail.append({ ...message(`late ${count}`, 7 + count), precedes: 'm3' });
    assert.ok(positionOf('m3') > 4, 'there was no room before it');
    findsAll();
  });

  test('puts a message at the end that precedes another sender’s message, or one that isn’t here', () => {
    for (const [id, precedes] of [
      ['m5', 'm9'],
      ['m6', 'm5'],
    ] as const)
      tail.append({ ...message(id, Number(id.slice(1)), 'anna@localhost'), precedes });
    tail.append({ ...message('m7', 7), precedes: 'm6' });
    assert.equal(ids(), 'm1,m2,m3,m4,m6,m5,m7');
  });

  test('finds neither what was removed nor what was forgotten, and says that the latter is stored', () => {
    tail.remove(keyOf('m4'));
    tail.shorten(2);
    assert.equal(ids(), 'm3');
    assert.deepEqual([tail.find(keyOf('m4')), tail.find(keyOf('m1'))], [undefined, undefined]);
    assert.equal(tail.isWhole, false);
  });

  test('keeps what it has when an older state of it is read', () => {
    tail.replace(1, { ...message('m2', 2), body: 'newer' });
    tail.merge([message('m0', 0), message('m2', 2)]);
    assert.equal(ids(), 'm0,m1,m2,m3,m4');
    assert.equal((tail.find(keyOf('m2')) as TranscriptMessage).body, 'newer');
  });

  test('finds what was moved to the end where it is now', () => {
    tail.moveToEnd(0);
    assert.equal(ids(), 'm2,m3,m4,m1');
    assert.equal(tail.placeOf(keyOf('m1')), 3);
  });
});
