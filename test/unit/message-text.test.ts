import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_BODY_LENGTH, maxLengthOf, toXmlText, wireBytesOf } from '../../src/model/text/message-text.ts';

test('characters that XML can not carry are replaced, everything else is kept', () => {
  assert.equal(toXmlText('a\u0000b\u0008c\uFFFEd'), 'a\uFFFDb\uFFFDc\uFFFDd');
  assert.equal(toXmlText('tab\there\nline\r😀 é <b>&amp;'), 'tab\there\nline\r😀 é <b>&amp;');
  assert.equal(toXmlText('lone \uD83D and \uDE00 halves'), 'lone \uFFFD and \uFFFD halves');
});

test('a message may have the same length in every script, and less only if most of it has to be escaped', () => {
  for (const character of ['a', 'é', '中', '😀', '<p>a text</p>'])
    assert.equal(maxLengthOf(character.repeat(MAX_BODY_LENGTH)), MAX_BODY_LENGTH, character);
  const ampersands = '&'.repeat(MAX_BODY_LENGTH);
  const longest = ampersands.slice(0, maxLengthOf(ampersands));
  assert.ok(longest.length > 15_000 && longest.length < MAX_BODY_LENGTH);
  assert.equal(maxLengthOf(longest), MAX_BODY_LENGTH);
  assert.equal(wireBytesOf('a&é中'), 1 + 6 + 2 + 3);
});
