import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { priorityQueue as stockQueue } from 'stanza/lib/AsyncPriorityQueue.js';
import { priorityQueue as ownQueue } from '../../build/stanza-queue.js';

// StanzaJS's own says what is right.
for (const [kind, priorityQueue] of /** @type {const} */ ([
  ['StanzaJS', stockQueue],
  ['the bundles', ownQueue],
])) {
  describe(`the queue of ${kind}`, () => {
    it('does one task after the other, the lowest priority number first and equals in order', async () => {
      /** @type {string[]} */
      const said = [];
      const queue = priorityQueue(async (/** @type {string} */ task) => {
        said.push(`begins ${task}`);
        await new Promise((resolve) => setTimeout(resolve));
        said.push(`ends ${task}`);
      });
      for (const [task, priority] of /** @type {const} */ ([
        ['c', 1],
        ['a', 0],
        ['d', 1],
        ['b', 0],
      ]))
        queue.push(task, priority, () => said.push(`told ${task}`));
      assert.equal(queue.idle(), false);
      await queue.drain();
      assert.deepEqual(
        said,
        [...'abcd'].flatMap((task) => [`begins ${task}`, `ends ${task}`, `told ${task}`]),
      );
      assert.equal(queue.idle(), true);
      await queue.drain();
    });

    it('begins nothing while it is paused', async () => {
      /** @type {string[]} */
      const said = [];
      const queue = priorityQueue((/** @type {string} */ task, done) => {
        said.push(task);
        if (task === 'first') queue.pause();
        done();
      });
      queue.push('first', 1);
      queue.push('second', 1);
      await new Promise((resolve) => setTimeout(resolve));
      assert.deepEqual(said, ['first']);
      queue.push('replay', 0);
      queue.resume();
      await queue.drain();
      assert.deepEqual(said, ['first', 'replay', 'second']);
    });

    it('goes on after a task that fails', async () => {
      /** @type {unknown[]} */
      const said = [];
      const queue = priorityQueue((/** @type {string} */ task) => {
        if (task === 'throws') throw new Error('at once');
        return task === 'rejects' ? Promise.reject(new Error('later')) : Promise.resolve();
      });
      for (const task of ['throws', 'rejects', 'works']) queue.push(task, 0, (error) => said.push(task, error?.message));
      await queue.drain();
      await Promise.resolve();
      assert.deepEqual(said, ['throws', 'at once', 'rejects', undefined, 'works', undefined]);
    });
  });
}
