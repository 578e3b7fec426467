import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actOnCall, hearCall, incomingCall, outgoingCall } from '../../src/model/call/call-machine.ts';
import { type Answer, answerIn, doesOwnInvitationStand, endedState, type Invitation, replyTo } from '../../src/model/invitation.ts';
import { openSession, sessionFromWire } from '../../src/model/session/session-beginning.ts';
import { act, hear, type MachineContext } from '../../src/model/session/session-machine.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';

const PEER = 'bob@localhost';
const STATUSES = ['not-connected', 'inviting', 'invited', 'connecting', 'connected', 'ended'] as const;
const id = 's';

const invitation = (status: Invitation['state']['status']): Invitation => ({
  id,
  direction: status === 'invited' ? 'incoming' : 'outgoing',
  state: { status },
  createdAt: 1_000,
});

function envelope(signal: Signal, isOwn: boolean): Envelope {
  return { peer: PEER, isOwn, at: 2_000, signal, device: `${PEER}/phone` };
}

const SIGNALS: readonly Signal[] = [
  { type: 'ringing', sessionId: id },
  { type: 'proceed', sessionId: id },
  { type: 'reject', sessionId: id, reason: 'declined' },
  { type: 'reject', sessionId: id, reason: 'tie-break' },
  { type: 'retract', sessionId: id, reason: 'cancelled' },
  { type: 'retract', sessionId: id, reason: 'no-answer' },
  { type: 'retract', sessionId: id, reason: 'answered-by-colleague' },
  { type: 'finish', sessionId: id },
  { type: 'gone', sessionId: id },
  { type: 'failed', id: `propose ${id}`, isForbidden: true },
  { type: 'failed', id: `propose ${id}`, isForbidden: false },
];

/** The answers to all signals in a status, for signals of the own account or of the peer; signals without an answer are left out. */
function answersIn(status: Invitation['state']['status'], isOwn: boolean): readonly (readonly [number, Answer])[] {
  return SIGNALS.flatMap((signal, at) => {
    const answer = answerIn(envelope(signal, isOwn), invitation(status));
    return answer ? [[at, answer] as const] : [];
  });
}

const over = (reason: string) => ({ type: 'over', reason });

test('the target accepts or rejects, and the inviter takes it back', () => {
  assert.deepEqual(answersIn('inviting', false), [
    [0, { type: 'ringing' }],
    [1, { type: 'accepted', isOwn: false }],
    [2, over('rejected')],
    [3, over('crossed')],
    [9, over('not-allowed')],
    [10, over('unreachable')],
  ]);
  assert.deepEqual(answersIn('invited', false), [
    [4, over('missed')],
    [5, over('missed')],
    [6, over('answered-by-colleague')],
    [7, over('missed')],
    [8, over('missed')],
  ]);
});

test('another device of this agent answers for it, and takes back what it has sent', () => {
  assert.deepEqual(answersIn('invited', true), [
    [1, { type: 'accepted', isOwn: true }],
    [2, over('rejected')],
    [3, over('rejected')],
  ]);
  assert.deepEqual(
    answersIn('inviting', true).filter(([at]) => at < 9),
    [
      [4, over('cancelled')],
      [5, over('no-answer')],
      [6, over('cancelled')],
    ],
  );
});

test('an invitation that was answered, or is over, ignores every answer but one that comes too late', () => {
  for (const status of ['not-connected', 'connecting', 'connected'] as const)
    for (const isOwn of [true, false]) assert.deepEqual(answersIn(status, isOwn), [], status);
  assert.deepEqual(answersIn('ended', false), [[1, { type: 'accepted-too-late' }]]);
  assert.deepEqual(answersIn('ended', true), []);
});

test('of two invitations that cross, the one with the lower id stays, on both sides', () => {
  assert.equal(doesOwnInvitationStand('a', 'b'), true);
  assert.equal(doesOwnInvitationStand('b', 'a'), false);
});

test('the end is never before the beginning, and the time of connecting is kept', () => {
  const connected: Invitation = { ...invitation('connected'), state: { status: 'connected', since: 3_000 } };
  assert.deepEqual(endedState(connected, 'ended-here', 2_000), { status: 'ended', reason: 'ended-here', at: 3_000, since: 3_000 });
  assert.deepEqual(endedState(invitation('inviting'), 'no-answer', 500), { status: 'ended', reason: 'no-answer', at: 1_000 });
  for (const status of STATUSES) assert.equal(endedState(invitation(status), 'x', 9_000).at, 9_000);
});

test('sessions and calls answer with the same signals', () => {
  const context: MachineContext = {
    now: 100_000,
    me: 'alice@localhost',
    device: 'desk',
    invitationTimeoutMs: 60_000,
    notificationTimeoutMs: 30_000,
    areNotificationsHeld: false,
  };
  const propose: Signal = { type: 'propose', sessionId: id };
  const invited = sessionFromWire(id, envelope(propose, false), context)?.session;
  const inviting = openSession({ id, peer: PEER, isPlain: false }, { ...context, now: 1_000 }).session;
  const party = { kind: 'colleague', sessionId: id } as const;
  const called = incomingCall({ id, peer: PEER, party }, 99_000, 30_000);
  const calling = outgoingCall({ id, peer: PEER, party }, 1_000, 30_000);
  assert.ok(invited);
  for (const [reply, ofSession, ofCall] of [
    ['accept', act(invited, { type: 'accept' }, context), actOnCall(called, { type: 'accept' }, context.now)],
    ['reject', act(invited, { type: 'reject' }, context), actOnCall(called, { type: 'reject' }, context.now)],
    ['cancel', act(inviting, { type: 'cancel' }, context), actOnCall(calling, { type: 'end' }, context.now)],
    ['expire', act(inviting, { type: 'expire-invitation' }, context), actOnCall(calling, { type: 'expire' }, context.now)],
  ] as const) {
    for (const step of [ofSession, ofCall]) {
      const sent = (step?.effects ?? []).flatMap((effect) => (effect.type === 'send' ? [effect.signal] : []));
      assert.deepEqual(sent, [replyTo(id, reply)], reply);
    }
  }
});

test('the outcome of an invitation ends a session and a call for the same reason', () => {
  const heardAt: MachineContext = {
    now: 3_000,
    me: 'alice@localhost',
    device: 'desk',
    invitationTimeoutMs: 60_000,
    notificationTimeoutMs: 30_000,
    areNotificationsHeld: false,
  };
  const party = { kind: 'colleague', sessionId: id } as const;
  const session = openSession({ id, peer: PEER, isPlain: false }, { ...heardAt, now: 1_000 }).session;
  const call = outgoingCall({ id, peer: PEER, party }, 1_000, 30_000);
  for (const [signal, reason] of [
    [{ type: 'reject', sessionId: id, reason: 'declined' }, 'rejected'],
    [{ type: 'retract', sessionId: id, reason: 'cancelled' }, 'cancelled'],
  ] as const) {
    const from = envelope(signal, signal.type === 'retract');
    const ended = { status: 'ended', reason, at: 2_000 };
    assert.deepEqual(hear(session, from, heardAt)?.session.state, ended);
    assert.deepEqual(hearCall(call, from)?.call.state, ended);
  }
});
