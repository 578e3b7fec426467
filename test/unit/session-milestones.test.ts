import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImSessionState } from '../../src/model/session/im-session.ts';
import { sessionMilestones } from '../../src/model/session/session-milestones.ts';
import type { Overview } from '../../src/model/workspace.ts';
import { sampleOverview, sampleSession } from '../components/samples.ts';

const NOW = 9_000;
const facts = { sessionId: 's', peer: 'bmartin@support.example', direction: 'outgoing' };

const overview = (state?: ImSessionState): Overview =>
  sampleOverview({ sessions: state ? [sampleSession({ id: 's', peerLogon: 'bmartin', state })] : [] });
const between = (before: ImSessionState | undefined, after: ImSessionState | undefined) =>
  sessionMilestones(overview(before), overview(after), NOW);

const inviting: ImSessionState = { status: 'inviting', expiresAt: 60_000, ringing: false };
const invited: ImSessionState = { status: 'invited', notification: 'shown', notificationExpiresAt: 30_000 };
const connected: ImSessionState = { status: 'connected', since: 2_000 };
const ended: ImSessionState = { status: 'ended', reason: 'ended-by-peer', at: 3_000 };
const accepted = { name: 'session-accepted', facts: { ...facts, at: 2_000 } };
const over = (reason: string, at: number) => ({ name: 'session-ended', facts: { ...facts, at, reason } });
const done = { name: 'session-done', facts: { ...facts, at: NOW } };

describe('what a page is told of sessions', () => {
  it('tells of acceptance, end and Mark Done, each once', () => {
    assert.deepEqual(between(inviting, connected), [accepted]);
    assert.deepEqual(between(invited, connected), [accepted]);
    assert.deepEqual(between(connected, connected), []);
    assert.deepEqual(between(connected, ended), [over('ended-by-peer', 3_000)]);
    assert.deepEqual(between(ended, ended), []);
    assert.deepEqual(between(ended, undefined), [done]);
  });

  it('tells of an end before it tells that it is done, also if both come at once', () => {
    assert.deepEqual(between(invited, undefined), [over('rejected', NOW), done]);
    assert.deepEqual(between(inviting, undefined), [over('cancelled', NOW), done]);
    assert.deepEqual(between({ status: 'not-connected' }, undefined), [over('cancelled', NOW), done]);
    assert.deepEqual(between(connected, undefined), [over('ended-here', NOW), done]);
  });

  it('tells nothing of sessions that were read from storage, or at signing in and out', () => {
    assert.deepEqual(sessionMilestones(undefined, overview(connected), NOW), []);
    assert.deepEqual(between(undefined, connected), []);
    const signedOut: Overview = { ...overview(), me: undefined };
    assert.deepEqual(sessionMilestones(overview(connected), signedOut, NOW), []);
    assert.deepEqual(sessionMilestones(signedOut, overview(connected), NOW), []);
  });

  it('tells only the session and the peer', () => {
    const [told] = between(inviting, connected);
    assert.deepEqual(Object.keys(told?.facts ?? {}).sort(), ['at', 'direction', 'peer', 'sessionId']);
  });
});
