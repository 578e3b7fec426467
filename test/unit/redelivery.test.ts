import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import { Redelivery } from '../../src/background/stream/redelivery.ts';
import type { OutboxEntry } from '../../src/storage/outbox-store.ts';

const entryTo = (peer: string, id: string): OutboxEntry => ({
  id,
  peer,
  sessionId: 's',
  signal: { type: 'finish', sessionId: 's' },
  sequence: 1,
  isAcked: true,
  awaitsReceipt: true,
  addedAt: 0,
});

describe('what a peer doesn’t confirm', () => {
  let clock: FakeTimers.Clock;
  let redelivery: Redelivery;
  /** What is sent again, with the seconds at which it was. */
  let repeated: string[];
  /** The peers who didn't confirm in time. */
  let silent: string[];
  const there = new Set<string>();
  /** What was taken back meanwhile. */
  const unwanted = new Set<string>();
  const outbox = {
    isOpen: true,
    entries: [] as OutboxEntry[],
    unconfirmed: () => outbox.entries,
    repeat: ({ id }: OutboxEntry) => void repeated.push(`${id} ${clock.now / 1000}`),
    remove: (id: string) => {
      outbox.entries = outbox.entries.filter((entry) => entry.id !== id);
      return undefined;
    },
  };

  beforeEach(() => {
    clock = FakeTimers.install({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    repeated = [];
    silent = [];
    there.clear();
    unwanted.clear();
    there.add('ben');
    Object.assign(outbox, { isOpen: true, entries: [entryTo('ben', 'one')] });
    redelivery = new Redelivery({
      outbox,
      isThere: (peer) => there.has(peer),
      isStillWanted: ({ id }) => !unwanted.has(id),
      onSilence: (peer) => void silent.push(peer),
    });
    redelivery.arm();
  });

  afterEach(() => {
    redelivery.stop();
    clock.uninstall();
  });

  test('is sent again after ten seconds, then ever more seldom, and after ten minutes no more', () => {
    clock.tick(3_600_000);
    assert.deepEqual(
      repeated.map((one) => Math.floor(Number(one.split(' ')[1]))),
      [10, 30, 70, 150, 310, 630],
    );
  });

  test('is a reason to ask whether the peer is there, once its time is over', () => {
    clock.tick(9_999);
    assert.deepEqual(silent, []);
    clock.tick(1_000);
    assert.deepEqual(silent, ['ben']);
  });

  test('is sent again as soon as a device of the peer comes, and nothing of other peers is', () => {
    outbox.entries.push(entryTo('cara', 'two'), entryTo('ben', 'three'));
    there.delete('ben');
    redelivery.arm();
    clock.tick(60_000);
    assert.deepEqual(repeated, []);
    redelivery.noteArrival('ben');
    assert.deepEqual(repeated, ['one 60', 'three 60']);
  });

  test('isn’t sent again, and is forgotten, once it has been taken back', () => {
    outbox.entries.push(entryTo('ben', 'two'));
    unwanted.add('one');
    redelivery.arm();
    clock.tick(10_500);
    unwanted.add('two');
    redelivery.noteArrival('ben');
    clock.tick(60_000);
    assert.deepEqual(
      repeated.map((one) => one.split('.')[0]),
      ['two 10'],
    );
    assert.deepEqual(outbox.entries, []);
  });

  test('isn’t sent again once it is confirmed, without a connection, or to somebody who isn’t there', () => {
    there.delete('ben');
    redelivery.arm();
    clock.tick(30_000);
    there.add('ben');
    outbox.isOpen = false;
    redelivery.arm();
    redelivery.noteArrival('ben');
    clock.tick(30_000);
    outbox.isOpen = true;
    outbox.entries = [];
    redelivery.arm();
    clock.tick(30_000);
    assert.deepEqual(repeated, []);
  });
});
