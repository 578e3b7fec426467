import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isWorthTelling, qualityBetween } from '../../src/media-host/call-quality.ts';

const count = (received: number, lost: number, jitterMs = 5, roundTripMs = 40) => ({ received, lost, jitterMs, roundTripMs });

describe("a call's quality", () => {
  it('is computed from what was received between two counts', () => {
    assert.deepEqual(qualityBetween(count(1_000, 500), count(1_270, 530)), { isPoor: true, lossPercent: 10, jitterMs: 5, roundTripMs: 40 });
    assert.deepEqual(qualityBetween(count(1_000, 500), count(1_300, 500)), { isPoor: false, lossPercent: 0, jitterMs: 5, roundTripMs: 40 });
  });

  it('is good while nothing is received, and when lost packets come late', () => {
    assert.equal(qualityBetween(count(1_000, 10), count(1_000, 10)).isPoor, false);
    assert.equal(qualityBetween(count(1_000, 10), count(1_300, 4)).lossPercent, 0);
  });

  it('is poor because of jitter or the round trip too', () => {
    assert.equal(qualityBetween(count(0, 0), count(300, 0, 60)).isPoor, true);
    assert.equal(qualityBetween(count(0, 0), count(300, 0, 5, 600)).isPoor, true);
  });

  it('is good again only when it is clearly better', () => {
    const poor = qualityBetween(count(0, 0), count(270, 30));
    const between = qualityBetween(count(270, 30), count(561, 39), poor);
    assert.equal(between.lossPercent, 3);
    assert.equal(between.isPoor, true);
    assert.equal(qualityBetween(count(270, 30), count(561, 39)).isPoor, false);
    assert.equal(qualityBetween(count(561, 39), count(860, 40), between).isPoor, false);
  });

  it('is reported when it changes between good and poor, and while it is poor when it differs by much', () => {
    const good = qualityBetween(count(0, 0), count(300, 0));
    const poor = qualityBetween(count(0, 0), count(270, 30));
    assert.equal(isWorthTelling(undefined, good), true);
    assert.equal(isWorthTelling(good, { ...good, roundTripMs: 300 }), false);
    assert.equal(isWorthTelling(good, poor), true);
    assert.equal(isWorthTelling(poor, { ...poor, lossPercent: 12 }), false);
    assert.equal(isWorthTelling(poor, { ...poor, lossPercent: 20 }), true);
  });
});
