import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DirectoryIndex } from '../../src/background/directory/service/directory-index.ts';
import { searchPacked } from '../../src/background/directory/service/packed-search.ts';
import { PackedTexts } from '../../src/background/directory/service/packed-texts.ts';
import { matcherOf, wordsOf } from '../../src/model/target-search.ts';
import type { StoredTarget } from '../../src/storage/directory-store.ts';

const NAMES = [
  'Anja Müller',
  'Søren Łuczak-Weiß',
  "Fiona O'Brien",
  '山田太郎',
  'สมชาย',
  'Jean-Luc',
  '👩‍💻 Ada',
  'Bill Martín',
  'nn',
  'n nn nnn',
  'na',
  'an',
  '',
];
const TYPED = [
  '',
  ' ',
  '-',
  'a',
  'an',
  'anj',
  'anja m',
  'müller anja',
  'obrien',
  '郎',
  'ชาย',
  'nn',
  'nnn',
  'n',
  'lucz',
  'uczak',
  'bill@',
  'anja@x',
  'x@a an',
];

const targetOf = (name: string, index: number): StoredTarget => ({
  kind: index % 5 === 4 ? 'group' : 'agent',
  id: `${index % 3 === 0 ? 'anja' : 'bill'}${index}@x.example`,
  name,
  groups: [`group ${index % 2}`],
  skills: index % 4 === 0 ? ['Danish', 'VIP'] : [],
  text: wordsOf([name, `logon${index}`]),
});
const ALL = Array.from({ length: 200 }, (_, index) =>
  targetOf(`${NAMES[index % NAMES.length]} ${NAMES[(index * 7) % NAMES.length]}`, index),
);
const byText = (a: StoredTarget, b: StoredTarget) => (a.text < b.text ? -1 : 1);

async function indexOf(targets: readonly StoredTarget[], atOnce: number): Promise<DirectoryIndex> {
  let from = 0;
  const read = () => Promise.resolve(targets.slice(from, (from += atOnce)));
  return DirectoryIndex.make(read, () => Promise.resolve());
}
const rowsOf = ({ targets }: DirectoryIndex) => Array.from({ length: targets.length }, (_, row) => targets.at(row));

describe('the packed directory', () => {
  for (const typed of TYPED) {
    test(`finds by “${typed}” what a comparison of each text finds, in the same order, and how well it fits`, async () => {
      const { targets } = await indexOf(ALL, 30);
      const found: (readonly [string, number])[] = [];
      searchPacked(typed, targets.texts, targets.ids, (row, fit) => found.push([targets.at(row).id, fit]));
      const fitOf = matcherOf(typed);
      const wanted = rowsOf({ targets } as DirectoryIndex).flatMap(({ text, id }) => {
        const fit = fitOf(text, id);
        return fit > 0 ? [[id, fit] as const] : [];
      });
      assert.deepEqual(found, wanted);
    });
  }

  test('gives back each target as it was, in the order of their texts', async () => {
    assert.deepEqual(rowsOf(await indexOf(ALL, 30)), [...ALL].sort(byText));
  });

  test('finds nothing that begins in one text and ends in the next', () => {
    const texts = PackedTexts.of([' ab', 'cd', '', ' abcd']);
    assert.deepEqual([...texts.holding(new TextEncoder().encode('bc'))], [3]);
  });

  test('keeps texts of any characters apart, halves of characters too', () => {
    const given = ['', 'é', '太', '👩‍💻', ' \ud800 x', '\udc00', 'z'];
    const texts = PackedTexts.of(given);
    const kept = given.map((text) => text.replace(/\p{Surrogate}/gu, '\ufffd'));
    assert.deepEqual(
      given.map((_, row) => texts.at(row)),
      kept,
    );
  });

  test('follows what has come, has changed its name and has gone, at the beginning, in the middle and at the end', async () => {
    const index = await indexOf(ALL.slice(20), 1_000);
    const changed = ALL.slice(50, 60).map((target, nth) => ({
      ...target,
      name: `${nth % 2 ? 'Zz' : 'Aa'} ${nth}`,
      text: ` ${nth % 2 ? 'zz' : 'aa'} ${nth}`,
    }));
    const removed = ALL.slice(100, 140).map(({ kind, id }) => ({ kind, id, isRemoved: true as const }));
    index.apply([...ALL.slice(0, 20), ...changed, ...removed, { kind: 'agent', id: 'nobody@x.example', isRemoved: true }]);
    const wanted = [...ALL.slice(0, 50), ...changed, ...ALL.slice(60, 100), ...ALL.slice(140)].sort(byText);
    assert.deepEqual(rowsOf(index), wanted);
    const inGroup = (id: string) => wanted.filter(({ groups }) => groups.includes(id)).length;
    for (const id of ['group 0', 'group 1']) assert.equal(index.membersOf({ kind: 'group', id }), inGroup(id));
    assert.equal(index.membersOf({ kind: 'skill', id: 'Danish' }), wanted.filter(({ skills }) => skills.includes('Danish')).length);
  });
});
