import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { priorityQueue as ownQueue } from '../../build/stanza-queue.js';

/** StanzaJS's own, which it replaces. */
const { priorityQueue: stanzaQueue } = createRequire(import.meta.url)('stanza/lib/AsyncPriorityQueue');

/** What a queue does, in order, of the same tasks. One of them fails, one adds another one, and one is finished by its `done`. */
async function protocolOf(makeQueue) {
  const protocol = [];
  const queue = makeQueue(async ({ name, adds }, done) => {
    protocol.push(`begins ${name}`);
    await Promise.resolve();
    if (adds) queue.push({ name: adds }, 0);
    if (name === 'fails') throw new Error('It fails');
    if (name === 'is done') return void done();
    protocol.push(`ends ${name}`);
  });
  const add = (name, priority, more = {}) =>
    queue.push({ name, ...more }, priority, (error) => protocol.push(`${error ? 'refuses' : 'has done'} ${name}`));
  protocol.push(`idle ${queue.idle()}`);
  add('second', 1, { adds: 'at once' });
  add('third', 1);
  add('first', 0);
  protocol.push(`idle ${queue.idle()}`);
  await queue.drain();
  protocol.push('drained');
  queue.pause();
  for (const name of ['fails', 'is done', 'last']) add(name, 1);
  add('urgent', 0);
  await new Promise((resolve) => setTimeout(resolve));
  protocol.push('goes on');
  queue.resume();
  await Promise.all([queue.drain(), queue.drain()]);
  protocol.push(`idle ${queue.idle()}`);
  await queue.drain();
  // As a call's session has it: its own requests first, then the peer's.
  for (const [name, priority] of Object.entries({ b: 2, a: 1, d: 3, c: 2, e: 3 })) add(name, priority);
  await queue.drain();
  add('the last', 2);
  add('never', 2);
  await Promise.resolve();
  queue.kill();
  add('too late', 1);
  await new Promise((resolve) => setTimeout(resolve));
  protocol.push(`idle ${queue.idle()}`);
  return protocol;
}

test('the queue that StanzaJS gets does what its own does', async () => {
  const expected = await protocolOf(stanzaQueue);
  assert.ok(expected.length > 20);
  assert.deepEqual(await protocolOf(ownQueue), expected);
});
