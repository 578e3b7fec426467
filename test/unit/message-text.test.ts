import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDisplayName, toXmlText } from '../../src/model/message-text.ts';

test('characters that XML can not carry are replaced, everything else is kept', () => {
  assert.equal(toXmlText('a\u0000b\u0008c\uFFFEd'), 'a\uFFFDb\uFFFDc\uFFFDd');
  assert.equal(toXmlText('tab\there\nline\r😀 é <b>&amp;'), 'tab\there\nline\r😀 é <b>&amp;');
  assert.equal(toXmlText('lone \uD83D and \uDE00 halves'), 'lone \uFFFD and \uFFFD halves');
});

test('a name can not disguise itself, break the line or go on for ever', () => {
  assert.equal(toDisplayName('Alice\u202Eecila\u200B Turner\n'), 'Alice ecila Turner');
  assert.equal(toDisplayName('x'.repeat(500)).length, 100);
  assert.equal(toDisplayName('\u202E'), '');
});
