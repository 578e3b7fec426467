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

  const late = (id: string, number: number) => ({ ...message(id, 10), order: { device: 'desk', number } });

  test('has a late message before what its author has written later, with a position in between', () => {
    tail.append({ ...message('later', 5), order: { device: 'desk', number: 2 } });
    const changed = tail.append(late('late', 1));
    assert.equal(ids(), 'm1,m2,m3,m4,late,later');
    assert.ok(positionOf('late') > 4 && positionOf('late') < 5);
    assert.deepEqual(changed, [tail.find(keyOf('late'))]);
    findsAll();
  });

  test('finds what has to make room for late messages', () => {
    tail.append({ ...message('later', 5), order: { device: 'desk', number: 200 } });
    for (let count = 1; count <= 100; count += 1) tail.append(late(`late ${count}`, count));
    assert.ok(positionOf('later') > 5, 'there was no room before it');
    assert.equal(tail.entries.at(-1)?.id, 'later');
    findsAll();
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
    tail.append({ ...message('own', 5), isOwn: true });
    tail.append(message('m6', 6));
    assert.deepEqual(tail.moveToEnd(new Set(['own']), 6), [tail.find(keyOf('own'))]);
    assert.equal(ids(), 'm1,m2,m3,m4,m6,own');
    assert.equal(positionOf('own'), 7);
    findsAll();
  });
});
