import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, matcherOf, searchTextOf } from '../../src/model/target-search.ts';

const bill = searchTextOf({ name: 'Bill Martín', logon: 'bmartin', groups: ['Billing', 'Tier 2'] });
const soren = searchTextOf({ name: 'Søren Łuczak-Weiß', logon: 'sluczak', groups: ['Retention'] });

test('accents and case are ignored', () => {
  assert.equal(fold('Ångström STRAẞE'), 'angstrom strasse');
  assert.ok(matcherOf('MARTIN')(bill));
  assert.ok(matcherOf('martín')(bill));
  assert.ok(matcherOf('soren luczak weiss')(soren));
});

test('name, logon and group are searched, several words in any order', () => {
  assert.ok(matcherOf('bmart')(bill));
  assert.ok(matcherOf('tier mart')(bill));
  assert.ok(matcherOf('mart bill')(bill));
  assert.equal(matcherOf('bill retention')(bill), 0);
});

test('short words match only beginnings, longer ones anywhere', () => {
  assert.equal(matcherOf('ll')(bill), 0);
  assert.ok(matcherOf('lling')(bill));
});

test('a name that begins with what was typed comes first', () => {
  assert.ok(matcherOf('bil')(bill) > matcherOf('mart')(bill));
  assert.ok(matcherOf('mart')(bill) > matcherOf('artin')(bill));
});

test('an empty search matches everyone, as does punctuation alone', () => {
  assert.ok(matcherOf('')(bill));
  assert.ok(matcherOf(' - ')(bill));
});

test('characters that have a meaning in patterns are plain text here', () => {
  for (const text of ['.*', '(', '[a', '\\', '%']) assert.doesNotThrow(() => matcherOf(text)(bill));
});

test('where words have no spaces between them, a single character stands anywhere; compatibility forms are one', () => {
  for (const [name, typed] of [
    ['山田太郎', '太郎'],
    ['山田太郎', '郎'],
    ['สมชาย', 'ชาย'],
    ['김철수', '철수'],
    ['김철수', '수'],
    ['ＡＢＣ商事', 'abc'],
    ['ｶﾀｶﾅ', 'カタカナ'],
    ['ﬁona', 'fiona'],
  ] as const)
    assert.ok(matcherOf(typed)(searchTextOf({ name })), `${typed} finds ${name}`);
});

test('a word with joiners, or of several parts, is found with them, without them and with spaces', () => {
  for (const name of ['شری‌لانکا', 'ශ්‍රී', '👩‍💻', "O'Brien", 'O’Brien', 'Jean-Luc']) {
    for (const typed of [name, name.replace(/[\u200C\u200D'’-]/g, ''), name.replace(/[\u200C\u200D'’-]/g, ' ')])
      assert.ok(matcherOf(typed)(searchTextOf({ name })), `${typed} finds ${name}`);
  }
});

test('a word of any length is read at once', () => {
  const startedAt = performance.now();
  const search = searchTextOf({ name: 'Bill', logon: '字'.repeat(20_000), groups: [] });
  assert.ok(matcherOf('字'.repeat(20))(search));
  assert.ok(performance.now() - startedAt < 5_000, 'the end of the word was looked for at each of its characters');
});
