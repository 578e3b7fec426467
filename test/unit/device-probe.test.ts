import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import { DeviceProbe } from '../../src/background/directory/device-probe.ts';

const BEN = 'ben@support.example';
const DESK = `${BEN}/desk`;

describe('a device that should have answered', () => {
  let clock: FakeTimers.Clock;
  /** Which devices were said to be silent or not, in order. */
  let noted: string[];
  let questions: ((isAnswered: boolean) => void)[];
  let devices: string[];
  const stream = { answers: () => new Promise<boolean>((resolve) => questions.push(resolve)) };
  const presence = {
    devicesOf: () => devices.map((device) => [device, undefined] as const),
    noteAnswer: (device: string, isSilent: boolean) => void noted.push(`${device} ${isSilent ? 'silent' : 'there'}`),
  };

  beforeEach(() => {
    clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout'] });
    noted = [];
    questions = [];
    devices = [DESK];
  });

  afterEach(() => clock.uninstall());

  test('is silent when it doesn’t answer within three seconds, and is asked again until it does', async () => {
    const probe = new DeviceProbe({ presence, stream: () => stream });
    probe.ask(BEN);
    probe.ask(BEN);
    assert.equal(questions.length, 1, 'one question at a time');
    await clock.tickAsync(3_000);
    assert.deepEqual(noted, [`${DESK} silent`]);
    questions[0]?.(false);
    await clock.tickAsync(0);
    assert.equal(questions.length, 2);
    questions[1]?.(true);
    await clock.tickAsync(0);
    assert.deepEqual(noted, [`${DESK} silent`, `${DESK} there`]);
    assert.equal(questions.length, 2);
  });

  test('isn’t silent if it answers in time', async () => {
    new DeviceProbe({ presence, stream: () => stream }).ask(BEN);
    questions[0]?.(true);
    await clock.tickAsync(3_000);
    assert.deepEqual(noted, [`${DESK} there`]);
  });

  test('isn’t asked any more once it is gone', async () => {
    new DeviceProbe({ presence, stream: () => stream }).ask(BEN);
    await clock.tickAsync(3_000);
    devices = [];
    questions[0]?.(false);
    await clock.tickAsync(0);
    assert.equal(questions.length, 1);
  });
});
