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
    for (const position of [1, 2, 3, 4]) tail.append(message(`m${position}`, position), undefined);
  });

  test('finds each entry by its sender and id, and its place', () => {
    assert.equal(tail.find(keyOf('m3'))?.position, 3);
    assert.equal(tail.find(keyOf('m3', 'anna@localhost')), undefined);
    assert.deepEqual([tail.placeOf(keyOf('m3')), tail.placeOf(keyOf('m9'))], [2, -1]);
  });

  test('has a late message before the one that it precedes, with a position in between', () => {
    const late = tail.append(message('late', 5), 'm3');
    assert.equal(ids(), 'm1,m2,late,m3,m4');
    assert.ok(late.position > 2 && late.position < 3);
    assert.equal(tail.find(keyOf('late')), late);
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
