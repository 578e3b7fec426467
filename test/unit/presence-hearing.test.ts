import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { PresenceHearing } from '../../src/background/host/server/presence-hearing.ts';
import type { Availability } from '../../src/model/agent.ts';

/** @returns what waits for the server to tell who is there, and what it has come to */
function hearingWith(availability: Availability & ('ready' | 'logged-off'), ping: () => Promise<void>) {
  const presence = { isTold: false, expectAll: () => undefined, settle: () => void (presence.isTold = true) };
  const stream: { current: { ping: () => Promise<void> } | undefined } = { current: { ping } };
  const hearing = new PresenceHearing({
    presence,
    desk: { current: undefined },
    status: () => ({ availability }),
    stream: () => stream.current,
  });
  return { presence, stream, hearing };
}

describe('waiting until the server has told who is there', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('a colleague counts as logged off a second after the server has answered, and not before', async () => {
    let answer = () => undefined as void;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const { presence, hearing } = hearingWith('ready', () => answered);
    hearing.begin();
    mock.timers.tick(60_000);
    answer();
    await answered;
    await Promise.resolve();
    mock.timers.tick(999);
    assert.equal(presence.isTold, false);
    mock.timers.tick(1);
    await hearing.whenTold();
    assert.equal(presence.isTold, true);
  });

  test('what the server is asked meanwhile is waited for too: the last question counts', async () => {
    const { presence, hearing } = hearingWith('ready', () => Promise.resolve());
    hearing.begin();
    await Promise.resolve();
    mock.timers.tick(900);
    hearing.begin();
    await Promise.resolve();
    mock.timers.tick(999);
    await Promise.resolve();
    assert.equal(presence.isTold, false);
    mock.timers.tick(1);
    await hearing.whenTold();
    assert.equal(presence.isTold, true);
  });

  test('nobody counts as logged off for what a stream that has ended, or one on which the agent is logged off, doesn’t tell', async () => {
    const lost = hearingWith('ready', () => Promise.resolve());
    lost.hearing.begin();
    lost.stream.current = undefined;
    const cut = hearingWith('ready', () => Promise.reject(new Error('The connection is closed')));
    cut.hearing.begin();
    const loggedOff = hearingWith('logged-off', () => Promise.resolve());
    loggedOff.hearing.begin();
    await Promise.resolve();
    mock.timers.tick(1_000);
    await lost.hearing.whenTold();
    await loggedOff.hearing.whenTold();
    await assert.rejects(cut.hearing.whenTold());
    assert.deepEqual(
      [lost, cut, loggedOff].map(({ presence }) => presence.isTold),
      [false, false, false],
    );
  });
});
