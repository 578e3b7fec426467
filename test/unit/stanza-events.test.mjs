import assert from 'node:assert/strict';
import { EventEmitter as NodeEvents } from 'node:events';
import { describe, it } from 'node:test';
import { EventEmitter as OwnEvents } from '../../build/stanza-events.js';

// Node's own says what is right.
for (const [kind, Events] of [
  ['Node', NodeEvents],
  ['the bundles', OwnEvents],
]) {
  describe(`events of ${kind}`, () => {
    it('are told to each listener in turn, with what is told, and to one of `once` the first time only', () => {
      const events = new Events();
      /** @type {unknown[]} */
      const heard = [];
      events.on('a', (...told) => heard.push('on', ...told)).once('a', (...told) => heard.push('once', ...told));
      assert.equal(events.emit('a', 1, 2), true);
      assert.equal(events.emit('a', 3), true);
      assert.equal(events.emit('b'), false);
      assert.deepEqual(heard, ['on', 1, 2, 'once', 1, 2, 'on', 3]);
      assert.equal(events.listenerCount('a'), 1);
    });

    it('are told to those who listened at the beginning, whoever comes or goes meanwhile', () => {
      const events = new Events();
      /** @type {string[]} */
      const heard = [];
      const second = () => heard.push('second');
      events.on('a', () => {
        heard.push('first');
        events.off('a', second);
        events.on('a', () => heard.push('late'));
      });
      events.on('a', second);
      events.emit('a');
      assert.deepEqual(heard, ['first', 'second']);
    });

    it('aren’t told any more to who has gone, the last of equal ones first, one of `once` too', () => {
      const events = new Events();
      let count = 0;
      const listener = () => (count += 1);
      events.on('a', listener).on('a', listener).once('b', listener);
      events.off('a', listener).off('b', listener).off('c', listener);
      events.emit('a');
      events.emit('b');
      assert.equal(count, 1);
      events.removeAllListeners();
      assert.equal(events.listenerCount('a'), 0);
    });

    it('make an error within a listener the teller’s', () => {
      const events = new Events();
      events.on('a', () => {
        throw new Error('no');
      });
      assert.throws(() => events.emit('a'), /no/);
    });
  });
}
