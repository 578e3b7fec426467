import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import { LastView } from '../../src/background/host/last-view.ts';

describe('the last view of an agent', () => {
  let clock: FakeTimers.Clock;
  let told: string[];
  let views: LastView;

  beforeEach(() => {
    clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout'] });
    told = [];
    views = new LastView({ onGone: () => told.push('gone'), onBack: () => told.push('back') });
    views.enter();
  });

  afterEach(() => clock.uninstall());

  test('the agent has gone when the last of several views is closed, and not before', () => {
    views.enter();
    views.leave(false);
    assert.deepEqual(told, []);
    views.leave(false);
    assert.deepEqual(told, ['gone']);
    views.enter();
    assert.deepEqual(told, ['gone', 'back']);
  });

  test('a page that another one replaces isn’t missed, unless the other one brings no view', () => {
    views.leave(true);
    views.enter();
    clock.tick(60_000);
    assert.deepEqual(told, []);
    views.leave(true);
    clock.tick(9_999);
    assert.deepEqual(told, []);
    clock.tick(1);
    assert.deepEqual(told, ['gone']);
  });
});
