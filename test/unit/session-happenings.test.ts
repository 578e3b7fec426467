import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectByCall, noteCall, sessionFromCall } from '../../src/model/call/call-steps.ts';
import { invitationOutcomeOf } from '../../src/model/desk/invitation-outcomes.ts';
import { parentOf } from '../../src/model/interaction/consultation.ts';
import type { ImSession } from '../../src/model/session/im-session.ts';
import { openSession, sessionFromWire } from '../../src/model/session/session-beginning.ts';
import { act, hear, type LocalInput, type MachineContext, type Step } from '../../src/model/session/session-machine.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';

const ME = 'alice@localhost';
const PEER = 'bob@localhost';
const context: MachineContext = {
  now: 1_000,
  me: ME,
  device: 'desk',
  invitationTimeoutMs: 60_000,
  notificationTimeoutMs: 30_000,
  areNotificationsHeld: false,
};
const later: MachineContext = { ...context, now: 2_000 };
const MUCH_LATER = 10 ** 9;
const PARENT = parentOf({
  id: 'crm-1',
  media: 'email',
  contact: { name: 'Maria Lindqvist' },
  status: 'active',
  startedAt: 0,
  caseData: { fields: [], omitted: 0 },
});
const FIRST: LocalInput = { type: 'send', message: { id: 'm', body: 'Is it a duplicate?' } };
const message: Signal = { type: 'message', sessionId: 's', message: { id: 'm1', body: 'text' }, wantsReceipt: true };

const from = (signal: Signal, isOwn = false): Envelope => ({ signal, peer: PEER, isOwn, at: 2_000 });
function done(step: Step | undefined): Step {
  assert.ok(step, 'the step was refused');
  return step;
}
const does = (session: ImSession, input: LocalInput | LocalInput['type'], now = 1_000) =>
  done(act(session, (typeof input === 'string' ? { type: input } : input) as LocalInput, { ...context, now }));
const hears = (session: ImSession, signal: Signal, isOwn = false) => done(hear(session, from(signal, isOwn), later));

const open = (more: object = {}) => openSession({ id: 's', peer: PEER, isPlain: false, ...more }, context);
const inviting = () => open().session;
const plain = () => open({ isPlain: true }).session;
const consultation = () => open({ parent: PARENT }).session;
const forCall = () => open({ isForCall: true }).session;
const invited = () => done(sessionFromWire('s', from({ type: 'propose', sessionId: 's' }), context)).session;
const invitedElsewhere = () => done(sessionFromWire('s', from({ type: 'propose', sessionId: 's' }, true), context)).session;
const connected = () => hears(inviting(), { type: 'proceed', sessionId: 's' }).session;
const ended = () => does(connected(), 'end', 2_500).session;

describe('what has happened to a session', () => {
  test('begins with the first that the peer is asked, whatever asks them', () => {
    assert.deepEqual(open().happenings, [{ name: 'session-begun', was: 'not-connected', at: 1_000 }]);
    for (const silent of [open({ parent: PARENT }), open({ isPlain: true }), open({ isForCall: true })])
      assert.deepEqual(silent.happenings, []);
    assert.deepEqual(does(consultation(), FIRST).happenings, [{ name: 'session-begun', was: 'not-connected', at: 1_000 }]);
    const both = [
      { name: 'session-begun', was: 'not-connected', at: 1_000 },
      { name: 'session-accepted', was: 'not-connected', at: 1_000 },
    ];
    assert.deepEqual(does(plain(), FIRST).happenings, both);
    assert.deepEqual(connectByCall(consultation(), context)?.happenings, both);
  });

  test('says since when it is accepted, and whether the agent had asked', () => {
    assert.deepEqual(hears(inviting(), { type: 'proceed', sessionId: 's' }).happenings, [
      { name: 'session-accepted', was: 'inviting', at: 2_000 },
    ]);
    assert.deepEqual(hears(inviting(), message).happenings, [{ name: 'session-accepted', was: 'inviting', at: 2_000 }]);
    assert.deepEqual(does(invited(), 'accept').happenings, [{ name: 'session-accepted', was: 'invited', at: 1_000 }]);
  });

  test('says why it ended, and that it is done where nothing more is to be done with it', () => {
    assert.deepEqual(does(connected(), 'end', 2_500).happenings, [
      { name: 'session-ended', was: 'connected', at: 2_500, reason: 'ended-here' },
    ]);
    assert.deepEqual(does(ended(), 'mark-done', 3_000).happenings, [{ name: 'session-done', was: 'ended', at: 3_000 }]);
    assert.deepEqual(does(invited(), 'reject').happenings, [
      { name: 'session-ended', was: 'invited', at: 1_000, reason: 'rejected' },
      { name: 'session-done', was: 'invited', at: 1_000 },
    ]);
    assert.deepEqual(does(plain(), 'mark-done').happenings, [
      { name: 'session-ended', was: 'not-connected', at: 1_000, reason: 'cancelled' },
      { name: 'session-done', was: 'not-connected', at: 1_000 },
    ]);
    assert.deepEqual(does(inviting(), 'give-way').happenings, [
      { name: 'session-ended', was: 'inviting', at: 1_000, reason: 'cancelled' },
      { name: 'session-done', was: 'inviting', at: 1_000 },
    ]);
  });

  test('is nothing where the session only goes on, nor of one that comes with a call', () => {
    for (const step of [
      hears(inviting(), { type: 'ringing', sessionId: 's' }),
      hears(connected(), message),
      hears(ended(), message),
      does(connected(), FIRST),
      does(invited(), 'display'),
      noteCall(connected(), 'call-began', 'c', 2_000),
      sessionFromCall({ id: 's', peer: PEER }, 'accepted', 1_000),
      sessionFromCall({ id: 's', peer: PEER }, 'missed', 1_000),
      done(sessionFromWire('s', from({ type: 'propose', sessionId: 's' }), context)),
    ])
      assert.deepEqual(step.happenings, []);
  });

  test('is told at every step that goes to another state, and at no other', () => {
    const sessions = [
      inviting(),
      plain(),
      consultation(),
      forCall(),
      invited(),
      invitedElsewhere(),
      connected(),
      ended(),
      does(ended(), 'mark-done').session,
    ];
    const inputs: LocalInput[] = [
      ...(['accept', 'reject', 'cancel', 'end', 'mark-done', 'dismiss-notification', 'display'] as const).map((type) => ({ type })),
      ...(['expire-invitation', 'expire-notification', 'peer-left', 'shut-out', 'give-way'] as const).map((type) => ({ type })),
      FIRST,
      { type: 'update-parent', interaction: undefined },
      { type: 'leave-out', key: 'Topic', isLeftOut: true },
      { type: 'call-unanswered', reason: 'no-answer' },
    ];
    const id = { sessionId: 's' };
    const signals: Signal[] = [
      message,
      ...(['ringing', 'proceed', 'finish', 'gone'] as const).map((type) => ({ type, ...id })),
      ...(['declined', 'tie-break'] as const).map((reason) => ({ type: 'reject', ...id, reason }) as const),
      ...(['cancelled', 'no-answer', 'answered-by-colleague'] as const).map((reason) => ({ type: 'retract', ...id, reason }) as const),
      ...([true, false] as const).map((isForbidden) => ({ type: 'failed', id: 'propose-s', isForbidden }) as const),
    ];
    let told = 0;
    for (const before of sessions) {
      const steps = [
        ...inputs.map((input) => act(before, input, { ...context, now: MUCH_LATER })),
        ...[true, false].flatMap((isOwn) => signals.map((signal) => hear(before, from(signal, isOwn), later))),
        connectByCall(before, context),
      ];
      for (const step of steps) {
        if (!step) continue;
        const [was, is] = [before.state.status, step.session.state.status];
        const expected = [
          ...(was === 'not-connected' && (is === 'inviting' || is === 'connected') ? ['session-begun'] : []),
          ...(was !== 'connected' && is === 'connected' ? ['session-accepted'] : []),
          ...(was !== 'ended' && is === 'ended' ? ['session-ended'] : []),
          ...(!before.isDone && step.session.isDone ? ['session-done'] : []),
        ];
        assert.deepEqual(
          step.happenings.map(({ name }) => name),
          expected,
          `${was} to ${is}`,
        );
        assert.ok(step.happenings.every((happening) => happening.was === was));
        told += expected.length;
      }
    }
    assert.ok(told > 40, `${told} happenings`);
  });
});

describe('what has become of an own invitation', () => {
  const view = { of: 'session', sessionId: 's', peer: PEER, direction: 'outgoing', peerLogon: 'bob', peerName: 'Bob' } as const;
  const outcomes = ({ happenings }: Step) => happenings.flatMap((happening) => invitationOutcomeOf({ ...happening, ...view })?.event ?? []);

  test('is that it was accepted, or why not', () => {
    assert.deepEqual(outcomes(hears(inviting(), { type: 'proceed', sessionId: 's' })), ['accepted']);
    assert.deepEqual(outcomes(hears(invitedElsewhere(), { type: 'proceed', sessionId: 's' })), ['accepted']);
    assert.deepEqual(outcomes(hears(inviting(), { type: 'reject', sessionId: 's', reason: 'declined' })), ['rejected']);
    assert.deepEqual(outcomes(does(inviting(), 'expire-invitation', MUCH_LATER)), ['no-answer']);
    for (const [isForbidden, outcome] of [
      [true, 'not-allowed'],
      [false, 'unreachable'],
    ] as const)
      assert.deepEqual(outcomes(hears(inviting(), { type: 'failed', id: 'propose-s', isForbidden })), [outcome]);
  });

  test('is nothing that the agent has done, nor of what others have asked, nor of what was connected', () => {
    for (const step of [
      does(inviting(), 'cancel'),
      does(inviting(), 'give-way'),
      does(invited(), 'accept'),
      does(invited(), 'reject'),
      does(connected(), 'shut-out'),
      does(forCall(), { type: 'call-unanswered', reason: 'no-answer' }),
      does(plain(), FIRST),
      hears(connected(), { type: 'finish', sessionId: 's' }),
    ])
      assert.deepEqual(outcomes(step), []);
  });
});
