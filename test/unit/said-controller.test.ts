import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaidController, TOLD_MS } from '../../src/components/notifications/said-controller.ts';

test('a sentence is told for its whole time and not for ever, whatever was told before it', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let updates = 0;
  const said = new SaidController({
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => (updates += 1),
    updateComplete: Promise.resolve(true),
  });
  said.say('first');
  t.mock.timers.tick(TOLD_MS - 1);
  said.say('second');
  t.mock.timers.tick(TOLD_MS - 1);
  assert.equal(said.words, 'second');
  t.mock.timers.tick(1);
  assert.deepEqual([said.words, updates], ['', 3]);
});
