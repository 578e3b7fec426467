import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import { HostVersion } from '../../src/background/host/host-version.ts';
import { VersionWatch } from '../../src/channel/version-watch.ts';

describe('a host whose views are of another build', () => {
  let clock: FakeTimers.Clock;
  let isOnCall = false;
  let ends = 0;
  const host = () => new HostVersion({ build: 'b1', loadedAt: 1_000, giveWay: () => void (ends += 1) }, () => isOnCall);

  beforeEach(() => {
    clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout'] });
    isOnCall = false;
    ends = 0;
  });

  afterEach(() => clock.uninstall());

  test('makes room for a newer one once it has answered', () => {
    assert.equal(host().greet('b2', 2_000), 'host-is-busy');
    assert.equal(ends, 0);
    clock.tick(0);
    assert.equal(ends, 1);
  });

  test('waits for the end of a call', () => {
    isOnCall = true;
    const version = host();
    version.greet('b2', 2_000);
    clock.tick(60_000);
    version.follow();
    assert.equal(ends, 0);
    isOnCall = false;
    version.follow();
    version.follow();
    assert.equal(ends, 1);
  });

  test('stays for a page that was loaded before it, and for one of its own build', () => {
    assert.equal(host().greet('b0', 500), 'view-is-older');
    assert.equal(host().greet('b1', 2_000), 'same');
    assert.equal(host().greet(undefined, 'soon'), 'same');
    clock.tick(60_000);
    assert.equal(ends, 0);
  });

  test('is called older by its views if it doesn’t know the question', async () => {
    const watch = new VersionWatch('b2', 2_000);
    let told = 0;
    const stop = watch.follow(() => void (told += 1));
    await watch.greet({ greet: () => Promise.reject(new Error('function "greet" not found')) });
    assert.deepEqual([watch.standing, told], ['host-is-older', 1]);
    stop();
    await watch.greet({ greet: () => Promise.resolve('same') });
    assert.deepEqual([watch.standing, told], ['same', 1]);
  });
});
