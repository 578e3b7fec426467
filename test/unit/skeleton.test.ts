import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { confusablesModules } from '../../build/confusables.mjs';
import { CONFUSABLES } from '../../src/model/generated/confusables.ts';
import { confusablesOf, isLatin, skeletonOf } from '../../src/model/text/skeleton.ts';

const table = confusablesOf(CONFUSABLES);
const skeleton = (text: string) => skeletonOf(text, table);

describe('What a name looks like', () => {
  for (const [one, other] of [
    ['paypal', 'раураl'],
    ['Ian', 'lan'],
    ['Anna', 'Аnnа'],
    ['Anna', '𝐀𝗇𝘯𝚊'],
    ['Anna', 'Ａｎｎａ'],
    ['modern', 'modem'],
    ['Zoë', 'Zoe\u0308'],
    ['O0', '0O'],
    ['Anna', 'An\u200Bna'],
    ['Αnna', 'Anna'],
  ] as const)
    test(`"${one}" and "${other}" look alike`, () => assert.equal(skeleton(one), skeleton(other)));

  for (const [one, other] of [
    ['Anna', 'Hanna'],
    ['Müller', 'Muller'],
    ['Ann', 'Anna'],
  ] as const)
    test(`"${one}" and "${other}" don't`, () => assert.notEqual(skeleton(one), skeleton(other)));

  test('agrees with Unicode’s table, for every character', () => {
    const all = Object.entries(createRequire(import.meta.url)('unhomoglyph/data.json') as Record<string, string>).filter(
      ([character, like]) => character.normalize('NFD') === character && !like.includes('\t'),
    );
    assert.ok(all.length > 5_000);
    // Our skeleton may differ from Unicode's (it uses compatibility forms), but both characters of a pair have the same one.
    assert.deepEqual(
      all
        .filter(([character, like]) => skeleton(character) !== skeleton(like))
        .map(([character]) => character.codePointAt(0)?.toString(16)),
      [],
    );
  });

  test('needs the large table for no name in Latin', () => {
    for (const name of ['Anna Adams', 'Zoë Müller-Łukasz', 'Nguyễn', 'Weiß', "O'Brien"]) {
      assert.ok(isLatin(name));
      assert.equal(skeletonOf(name, new Map()), skeleton(name));
    }
    assert.equal(isLatin('Аnna'), false);
  });

  test('comes from tables that match their package (else run `npm run confusables`)', async () => {
    for (const [name, source] of Object.entries(confusablesModules()))
      assert.equal(await readFile(`src/model/generated/${name}`, 'utf8'), source, name);
  });
});
