import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RateLimit, RateLimits } from '../../src/model/rate-limit.ts';

describe('the rate limit', () => {
  it('lets a burst through, and then so many a second', () => {
    const limit = new RateLimit({ burst: 2, perSecond: 0.5 });
    assert.deepEqual(
      [0, 0, 0, 1_000, 2_000, 2_001].map((now) => limit.take(now)),
      [true, true, false, false, true, false],
    );
  });

  it('saves up no more than a burst', () => {
    const limit = new RateLimit({ burst: 2, perSecond: 0.5 });
    assert.deepEqual(
      [0, 1_000_000, 1_000_000, 1_000_000].map((now) => limit.take(now)),
      [true, true, true, false],
    );
  });

  it('gains nothing from a clock that goes back and forth', () => {
    const limit = new RateLimit({ burst: 1, perSecond: 1 });
    assert.deepEqual(
      [5_000, 1_000, 5_000, 1_000, 5_500, 6_000].map((now) => limit.take(now)),
      [true, false, false, false, false, true],
    );
  });

  it('counts from the time to which the clock was set back', () => {
    const limit = new RateLimit({ burst: 1, perSecond: 1 });
    assert.deepEqual(
      [7_200_000, 0, 999, 1_000].map((now) => limit.take(now)),
      [true, false, false, true],
    );
  });

  it('counts each key by itself, and keeps only so many keys', () => {
    const limits = new RateLimits({ burst: 1, perSecond: 0 }, 2);
    assert.deepEqual(
      ['a', 'a', 'b', 'b', 'a'].map((key) => limits.take(key, 0)),
      [true, false, true, false, false],
    );
    limits.take('c', 0);
    assert.equal(limits.take('a', 0), false, 'the one used last is kept');
    assert.equal(limits.take('b', 0), true, 'the one used longest ago is not');
  });
});
