import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagePartsOf } from '../../src/model/text/message-parts.ts';
import { wireBytesOf } from '../../src/model/text/message-text.ts';

const MOST_BYTES = 8_000;

test('a text that every server takes stays whole', () => {
  assert.deepEqual(messagePartsOf('Is invoice 20931 a duplicate?'), ['Is invoice 20931 a duplicate?']);
});

for (const [what, text] of [
  ['words', 'invoice '.repeat(5_000)],
  ['characters of three bytes without a space', '請'.repeat(30_000)],
  ['what has to be escaped', '<&>"'.repeat(5_000)],
  ['emoji of several characters', '👩‍💻🇩🇪'.repeat(2_000)],
  ['letters with combining marks', 'e\u0301'.repeat(9_000)],
] as const) {
  test(`a long text of ${what} is cut into parts that every server takes, with nothing lost and no character cut`, () => {
    const parts = messagePartsOf(text);
    assert.equal(parts.join(''), text);
    const characters = new Set(Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment));
    for (const part of parts) {
      assert.ok(wireBytesOf(part) <= MOST_BYTES);
      for (const { segment } of new Intl.Segmenter().segment(part)) assert.ok(characters.has(segment), segment);
    }
  });
}

test('a part ends between two words', () => {
  for (const part of messagePartsOf('invoice '.repeat(5_000))) assert.match(part, /^(invoice )+$/);
});

test('a part of nothing but spaces is left out', () => {
  assert.deepEqual(messagePartsOf(' '.repeat(9_000) + 'end'), [`${' '.repeat(1_000)}end`]);
});

test('one character that is larger than a part stays whole', () => {
  const character = `e${'\u0301'.repeat(5_000)}`;
  assert.deepEqual(messagePartsOf(`a${character}b`), ['a', character, 'b']);
});
