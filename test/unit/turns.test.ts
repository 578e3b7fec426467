import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { takeTurns, type Turn } from '../turns.ts';

/** Begins parts, which run until they are ended by name. */
function begin(parts: readonly Turn[]) {
  const running = new Map<string, () => void>();
  const all = takeTurns(parts, ({ name }) => new Promise<string>((resolve) => running.set(name, () => resolve(name))));
  return {
    all,
    running: () => [...running.keys()],
    async end(...names: readonly string[]) {
      for (const name of names) {
        running.get(name)?.();
        running.delete(name);
      }
      await setImmediate();
    },
  };
}

describe('the parts of npm test', () => {
  it('run three at once, in their order, and give what each came to', async () => {
    const { all, running, end } = begin([{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }]);
    assert.deepEqual(running(), ['a', 'b', 'c']);
    await end('b');
    assert.deepEqual(running(), ['a', 'c', 'd']);
    await end('a', 'c', 'd');
    assert.deepEqual(await all, ['b', 'a', 'c', 'd']);
  });

  it('let the next begin while one waits for the build, also one that is patient', async () => {
    const { running, end } = begin([
      { name: 'build' },
      { name: 'package', after: 'build' },
      { name: 'lint', after: 'build', isPatient: true },
      { name: 'a' },
    ]);
    assert.deepEqual(running(), ['build', 'a']);
    await end('build');
    assert.deepEqual(running(), ['a', 'package', 'lint']);
    await end('a', 'package', 'lint');
  });

  it('wait for no part that was not asked for', () => {
    assert.deepEqual(begin([{ name: 'package', after: 'build' }]).running(), ['package']);
  });

  it('that are patient run two at once, when all others have begun but those that are alone', async () => {
    const { running, end } = begin([
      ...['lint', 'fuzz', 'format'].map((name) => ({ name, isPatient: true })),
      ...['a', 'b', 'c', 'd'].map((name) => ({ name })),
      { name: 'e2e', isAlone: true },
    ]);
    assert.deepEqual(running(), ['a', 'b', 'c']);
    await end('a');
    assert.deepEqual(running(), ['b', 'c', 'd', 'lint', 'fuzz']);
    await end('b', 'c', 'd', 'lint');
    assert.deepEqual(running(), ['fuzz', 'format', 'e2e']);
    await end('fuzz', 'format', 'e2e');
  });

  it('that need the machine come last, one after the other', async () => {
    const { running, end } = begin([{ name: 'bench', isAlone: true }, { name: 'e2e', isAlone: true }, { name: 'a' }]);
    assert.deepEqual(running(), ['a']);
    await end('a');
    assert.deepEqual(running(), ['bench']);
    await end('bench');
    assert.deepEqual(running(), ['e2e']);
    await end('e2e');
  });
});
