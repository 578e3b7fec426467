import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import { TimeLeft } from '../../src/background/time/time-left.ts';
import { CLOCK_TOLERANCE_MS } from '../../src/model/timestamp.ts';

const HOUR = 3_600_000;

describe('what is stored with an end', () => {
  let passing: FakeTimers.Clock;
  let computer: number;
  let timeLeft: TimeLeft<string>;

  beforeEach(() => {
    passing = FakeTimers.install({ toFake: ['performance'] });
    computer = 10 * HOUR;
    timeLeft = new TimeLeft(() => computer);
  });

  afterEach(() => passing.uninstall());

  const pass = (ms: number) => {
    passing.tick(ms);
    computer += ms;
  };
  const follow = (since: number, until: number) => timeLeft.follow(new Map([['one', { since, until }]]));
  const isOverAfter = (ms: number) => {
    pass(ms - 1);
    assert.equal(timeLeft.isOver('one'), false);
    pass(1);
    assert.equal(timeLeft.isOver('one'), true);
  };

  for (const [how, by] of Object.entries({ ahead: 4 * HOUR, back: -4 * HOUR })) {
    test(`is over when its time has gone by, also where the clock is set ${how} meanwhile`, () => {
      const [since, until] = [computer, computer + 60_000];
      follow(since, until);
      pass(20_000);
      computer += by;
      follow(since, until);
      isOverAfter(40_000);
    });
  }

  test('is over at its end where it is read after a restart, at once if no host ran then', () => {
    follow(computer - 50_000, computer + 10_000);
    isOverAfter(10_000);
    follow(computer - 60_000, computer - 1);
    assert.equal(timeLeft.isOver('one'), true);
  });

  test('is over at once where it is read after the clock was set back by more than a minute', () => {
    follow(computer + CLOCK_TOLERANCE_MS, computer + 90_000);
    assert.equal(timeLeft.isOver('one'), false);
    timeLeft.follow(new Map());
    follow(computer + CLOCK_TOLERANCE_MS + 1, computer + 90_000);
    assert.equal(timeLeft.isOver('one'), true);
  });

  test('gets more time by another end, and is forgotten without one', () => {
    follow(computer, computer + 1_000);
    pass(900);
    follow(computer, computer + 1_000);
    isOverAfter(1_000);
    timeLeft.follow(new Map());
    assert.deepEqual([timeLeft.isOver('one'), timeLeft.dueAt('one')], [false, Infinity]);
  });
});
