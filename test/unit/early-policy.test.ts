import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { earlyPolicy, type PolicyManager, type PolicyMemory } from '../../src/extension/policy/early-policy.ts';
import type { ManagedValues } from '../../src/storage/policy-store.ts';

/** Stands for a browser: it gives its policy when the test says so. */
class Manager implements PolicyManager {
  readonly #asked: ((values: ManagedValues) => void)[] = [];
  ask = () => new Promise<ManagedValues>((resolve) => this.#asked.push(resolve));
  onChange = () => undefined;
  answer(values: ManagedValues): void {
    for (const resolve of this.#asked.splice(0)) resolve(values);
  }
}

class Memory implements PolicyMemory {
  constructor(public values?: ManagedValues) {}
  get = () => Promise.resolve(this.values);
  put = (values: ManagedValues) => Promise.resolve(void (this.values = values));
}

describe('a policy that the browser reads late', () => {
  it('is awaited the first time, and remembered', async () => {
    const [manager, memory] = [new Manager(), new Memory()];
    const reading = earlyPolicy(manager, memory).read();
    manager.answer({ canMake: false });
    assert.equal((await reading).privileges.canMake, false);
    assert.deepEqual(memory.values, { canMake: false });
  });

  it('is that of the last run until the browser has answered', async () => {
    const policy = await earlyPolicy(new Manager(), new Memory({ canUse: false })).read();
    assert.equal(policy.privileges.canUse, false);
  });

  it('is announced when the answer differs, and is in force from then on', async () => {
    const [manager, memory] = [new Manager(), new Memory({ canMake: false })];
    const source = earlyPolicy(manager, memory);
    const changed = new Promise<void>((resolve) => source.onChange(resolve));
    assert.equal((await source.read()).privileges.canMake, false);
    manager.answer({ theme: 'dark' });
    await changed;
    const policy = await source.read();
    assert.equal(policy.privileges.canMake, true);
    assert.equal(policy.settings.theme, 'dark');
  });

  it('is not announced when the answer is the same', async () => {
    const [manager, memory] = [new Manager(), new Memory({ canMake: false })];
    const source = earlyPolicy(manager, memory);
    let changes = 0;
    source.onChange(() => (changes += 1));
    await source.read();
    manager.answer({ canMake: false });
    await new Promise(setImmediate);
    assert.equal(changes, 0);
  });

  it('bars everything if the browser has never been able to tell what is set', async () => {
    const fails: PolicyManager = { ask: () => Promise.reject(new Error('The policy service is down')), onChange: () => undefined };
    const policy = await earlyPolicy(fails, new Memory()).read();
    assert.deepEqual(policy.privileges, { canUse: false, canMake: false, canRelease: false, canCall: false, canWipe: false });
    assert.deepEqual(policy.problems, [{ key: 'policy', expected: 'values' }]);
    assert.equal((await earlyPolicy(fails, new Memory({ canMake: false })).read()).privileges.canUse, true, 'what it said last holds');
  });

  it('is the browser’s own answer if nothing can be stored', async () => {
    const manager = new Manager();
    const fails = () => Promise.reject(new Error('no storage'));
    const reading = earlyPolicy(manager, { get: fails, put: fails }).read();
    manager.answer({ canRelease: false });
    assert.equal((await reading).privileges.canRelease, false);
  });
});
