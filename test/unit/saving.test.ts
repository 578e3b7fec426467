import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import { Saving } from '../../src/background/im/saving.ts';
import type { TranscriptMessage } from '../../src/model/session/im-session.ts';

const message = (sessionId: string, position: number): TranscriptMessage => ({
  kind: 'message',
  id: `m${position}`,
  sessionId,
  position,
  from: 'ben@localhost',
  isOwn: false,
  body: 'Hi',
  at: 0,
});

describe('a message that is shown before it is stored', () => {
  let clock: FakeTimers.Clock;
  let saving: Saving;
  let told: string[];
  let flushed: () => void;
  const journal = {
    nextCommit: 1,
    stored: 0,
    isStored: (commit: number) => commit <= journal.stored,
    flush: () => new Promise<void>((resolve) => (flushed = resolve)),
  };

  beforeEach(() => {
    clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout'] });
    Object.assign(journal, { nextCommit: 1, stored: 0 });
    told = [];
    saving = new Saving(journal, (sessionId) => told.push(sessionId));
  });

  afterEach(() => clock.uninstall());

  test('isn’t said to be saved where it is stored within a second', () => {
    for (let position = 1; position <= 40; position += 1) {
      journal.nextCommit = position;
      saving.note(message('s', position));
      clock.tick(900);
      journal.stored = position;
      clock.tick(100);
    }
    clock.tick(10_000);
    assert.deepEqual(told, []);
  });

  test('is said to be saved after a second or two, with all that follow, until everything is stored', async () => {
    saving.note(message('s', 7));
    journal.nextCommit = 2;
    saving.note(message('s', 8));
    saving.note(message('other', 3));
    clock.tick(2_000);
    assert.deepEqual([saving.from('s'), saving.from('other'), saving.from('third')], [7, 3, undefined]);
    assert.deepEqual(told, ['s', 'other']);
    journal.stored = 2;
    flushed();
    await Promise.resolve();
    await Promise.resolve();
    assert.deepEqual([saving.from('s'), saving.from('other')], [undefined, undefined]);
    assert.deepEqual(told, ['s', 'other', 's', 'other']);
  });

  test('is shown as waiting if it is the agent’s own, whatever was heard of it, until it is stored', async () => {
    const own = { ...message('s', 1), isOwn: true, from: 'anna@localhost', delivery: 'waiting' } as const;
    const [sent, peers, earlier] = [{ ...own, delivery: 'sent' }, message('s', 2), { ...own, id: 'm0', delivery: 'read' }] as const;
    saving.note(own);
    assert.deepEqual(saving.shown([earlier, sent, peers]), [earlier, own, peers]);
    assert.deepEqual(told, []);
    flushed();
    await Promise.resolve();
    assert.deepEqual(told, ['s']);
    assert.deepEqual(saving.shown([earlier, sent, peers]), [earlier, sent, peers]);
  });
});
