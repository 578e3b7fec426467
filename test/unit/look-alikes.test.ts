import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LookAlikes } from '../../src/background/directory/look-alikes.ts';

const ANNA = 'anna@team.example';
const BEN = 'ben@team.example';

/** Two targets, each with these names. Resolves when all scripts can be compared, for which some need to be loaded. */
async function targets(annas: readonly string[], bens: readonly string[]): Promise<LookAlikes> {
  return new Promise((resolve) => {
    const known = new LookAlikes(() => resolve(known));
    known.put(ANNA, annas);
    known.put(BEN, bens);
    // For Latin nothing needs to be loaded, so that no callback comes.
    if (![...annas, ...bens].some((name) => /[^\0-\u024F\u1E00-\u1EFF]/.test(name))) resolve(known);
  });
}

describe('Targets who look alike', () => {
  for (const [annas, bens] of [
    [
      ['Anna Adams', 'anna'],
      ['Anna Adams', 'ben'],
    ],
    [
      ['Anna Adams', 'anna'],
      ['ANNA ADAMS', 'ben'],
    ],
    [
      ['Anna Adams', 'anna'],
      ['Аnnа Аdаms', 'ben'],
    ],
    [
      ['Anna Adams', 'anna'],
      ['аnnа аdаms', 'ben'],
    ],
    [
      ['Ian', 'anna'],
      ['lan', 'ben'],
    ],
    [
      ['Anna Adams', 'anna'],
      ['Anna', 'ben'],
    ],
    [
      ['Anna Adams', 'anna'],
      ['Αnna Adams', 'ben'],
    ],
  ] as const) {
    test(`are both told apart: ${annas[0]} and ${bens[0]}`, async () => {
      const known = await targets(annas, bens);
      assert.deepEqual([known.isAmbiguous(ANNA, annas), known.isAmbiguous(BEN, bens)], [true, true]);
    });
  }

  test('are none if the names differ, in whatever script', async () => {
    const known = await targets(['Anna Adams', 'anna'], ['Борис', 'ben']);
    assert.deepEqual([known.isAmbiguous(ANNA, []), known.isAmbiguous(BEN, [])], [false, false]);
  });

  test('are told apart no longer when one is gone, or has another name', async () => {
    const known = await targets(['Anna', 'anna'], ['Anna', 'ben']);
    known.put(BEN, ['Ben', 'ben']);
    assert.equal(known.isAmbiguous(ANNA, []), false);
    known.put(BEN, ['Anna', 'ben']);
    assert.equal(known.isAmbiguous(ANNA, []), true);
    known.remove(BEN);
    assert.equal(known.isAmbiguous(ANNA, []), false);
  });

  test('are found also among people who are no targets', async () => {
    const known = await targets(['Anna', 'anna'], ['Ben', 'ben']);
    assert.equal(known.isAmbiguous('anna@evil.example', ['anna']), true);
    assert.equal(known.isAmbiguous('carl@evil.example', ['carl']), false);
  });
});
