import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Turn } from '../../src/model/turn.ts';

describe('Turn', () => {
  it('begins each piece of work when the one before has ended, also when that failed', async () => {
    const turn = new Turn();
    const log: string[] = [];
    let end = (): void => {};
    const first = turn.take(() => new Promise<void>((resolve) => (end = resolve)).then(() => void log.push('first ends')));
    const failing = turn.take(() => {
      log.push('second begins');
      throw new Error('no');
    });
    const third = turn.take(() => log.push('third begins'));
    const isOver = turn.over().then(() => log.push('over'));
    await Promise.resolve();
    assert.deepEqual(log, []);
    end();
    await first;
    await assert.rejects(failing, /no/);
    assert.equal(await third, 3);
    await isOver;
    assert.deepEqual(log, ['first ends', 'second begins', 'third begins', 'over']);
  });
});
