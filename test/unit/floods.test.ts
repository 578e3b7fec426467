import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Floods } from '../../src/background/gate/floods.ts';
import { BUDGETS, type Cost, costOf } from '../../src/model/flood-limits.ts';
import type { Signal } from '../../src/model/signal.ts';
import type { Standing } from '../../src/model/standing.ts';

const ME = 'anna@support.example';
const HOUR_MS = 3_600_000;

function standingOf(peer: string): Standing {
  if (peer === ME) return 'own';
  if (peer.endsWith('@support.example')) return 'colleague';
  return peer.endsWith('@guest.support.example') ? 'guest' : 'stranger';
}

function floods() {
  const dropped: string[] = [];
  const budgets = new Floods(standingOf, (reason) => dropped.push(reason));
  /** How many of `count` signals get through. */
  const through = (count: number, cost: Cost, peer: string | ((n: number) => string), at: (n: number) => number = () => 0) =>
    Array.from({ length: count }, (_, n) => budgets.admits(cost, typeof peer === 'string' ? peer : peer(n), at(n))).filter(Boolean).length;
  return { through, dropped };
}

describe('floods', () => {
  it('2,000 invitations of one peer get no further than its budget, and are counted', () => {
    const { through, dropped } = floods();
    const passed = through(2_000, 'invitation', 'ben@support.example');
    assert.equal(passed, BUDGETS.colleague.invitation.each.burst);
    assert.deepEqual(new Set(dropped), new Set(['flood-invitation']));
    assert.equal(dropped.length, 2_000 - passed);
  });

  it('of one peer don’t use up the budget of another', () => {
    for (const cost of Object.keys(BUDGETS.colleague) as Cost[]) {
      const { through } = floods();
      through(200_000, cost, 'ben@support.example');
      assert.equal(through(1, cost, 'carla@support.example'), 1, cost);
    }
  });

  it('of any number of contacts and strangers don’t use up the budgets of colleagues, or of each other', () => {
    for (const cost of ['call', 'request', 'signal'] as const) {
      const { through } = floods();
      const guests = through(20_000, cost, (n) => `x${n}@guest.support.example`);
      assert.equal(guests, BUDGETS.guest[cost].all.burst);
      assert.equal(through(1, cost, 'mallory@evil.example'), 1);
      const strangers = through(20_000, cost, (n) => `x${n}@evil${n}.example`);
      assert.equal(strangers, BUDGETS.stranger[cost].all.burst - 1);
      assert.equal(through(1, cost, 'ben@support.example'), 1);
    }
  });

  it('of contacts can only be calls', () => {
    const { through } = floods();
    for (const cost of ['invitation', 'message', 'late-message', 'typing', 'share', 'presence'] as const)
      assert.equal(through(1, cost, 'x@guest.support.example'), 0, cost);
  });

  it('are never seen in what the account itself sends, or in anything that a colleague can do: nothing is lost', () => {
    const { through } = floods();
    assert.equal(through(200_000, 'message', ME), 200_000);
    const ben = 'ben@support.example';
    assert.equal(through(10_000, 'message', ben), 10_000, 'a burst into an open session');
    assert.equal(
      through(50_000, 'message', ben, (n) => n * 1_000),
      50_000,
      'a message each second, for hours, read at once from the archive',
    );
    assert.equal(
      through(100, 'invitation', ben, (n) => (n * HOUR_MS) / 60),
      100,
      'an invitation each minute',
    );
    assert.equal(
      through(100, 'call', ben, (n) => n * 10_000),
      100,
      'a call each ten seconds',
    );
    assert.equal(
      through(5_000, 'presence', (n) => `agent${n}@support.example`),
      5_000,
      'the presence of a whole company',
    );
  });

  it('are over when the budget has refilled', () => {
    const { through } = floods();
    const ben = 'ben@support.example';
    through(1_000, 'invitation', ben);
    assert.equal(
      through(1, 'invitation', ben, () => 1_000),
      0,
    );
    assert.equal(
      through(1, 'invitation', ben, () => 60_000),
      1,
    );
  });
});

describe('the cost of a signal', () => {
  const message: Signal = { type: 'message', sessionId: 's', message: { id: 'm', body: '' }, wantsReceipt: true };

  it('depends on whether it begins something', () => {
    assert.equal(costOf({ type: 'propose', sessionId: 's' }, false, 'none'), 'invitation');
    assert.equal(costOf({ type: 'propose', sessionId: 's' }, true, 'open'), 'signal');
    assert.equal(costOf({ type: 'propose-call', sessionId: 's' }, false, 'none'), 'call');
  });

  it('is lower within a session that goes on', () => {
    assert.deepEqual(
      (['open', 'closed', 'none'] as const).map((place) => costOf(message, true, place)),
      ['message', 'late-message', 'invitation'],
    );
  });
});
