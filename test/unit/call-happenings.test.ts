import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { actOnCall, type CallInput, type CallStep, hearCall, incomingCall, outgoingCall } from '../../src/model/call/call-machine.ts';
import type { VoiceCall } from '../../src/model/call/voice-call.ts';
import { callOutcomeOf } from '../../src/model/desk/call-outcomes.ts';
import type { InteractionView } from '../../src/model/interaction/interaction.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';
import { sampleVoice } from '../components/samples.ts';

const PEER = 'bob@localhost';
const NOW = 1_000;
const NEW = { id: 'c', peer: PEER, party: { kind: 'colleague', sessionId: 's' } } as const;
const LATE = 10 ** 9;
const id = { sessionId: 'c' };
const proceed: Signal = { type: 'proceed', ...id };

const from = (signal: Signal, isOwn = false): Envelope => ({ signal, peer: PEER, isOwn, at: 2_000, device: `${PEER}/desk` });
function done(step: CallStep | undefined): CallStep {
  assert.ok(step, 'the step was refused');
  return step;
}
const does = (call: VoiceCall, input: CallInput, now = NOW) => done(actOnCall(call, input, now));
const hears = (call: VoiceCall, signal: Signal, isOwn = false) => done(hearCall(call, from(signal, isOwn)));

const inviting = (more: object = {}) => outgoingCall({ ...NEW, ...more }, NOW, 60_000);
const invited = () => incomingCall(NEW, NOW, 60_000);
const connecting = () => hears(inviting(), proceed).call;
const connected = () => does(connecting(), { type: 'media-connected' }, 2_500).call;
const over = () => does(connected(), { type: 'end' }, 3_000).call;

const INPUTS: readonly CallInput[] = [
  ...(['accept', 'reject', 'end', 'expire', 'give-way', 'media-connected', 'media-lost'] as const).map((type) => ({ type })),
  { type: 'media-ended', by: 'peer' },
  { type: 'media-ended', by: 'failure' },
];
const SIGNALS: readonly Signal[] = [
  ...(['ringing', 'proceed', 'finish'] as const).map((type) => ({ type, ...id })),
  { type: 'reject', ...id, reason: 'declined' },
  { type: 'reject', ...id, reason: 'tie-break' },
  { type: 'retract', ...id, reason: 'cancelled' },
  { type: 'retract', ...id, reason: 'answered-by-colleague' },
  { type: 'failed', id: 'propose-c', isForbidden: true },
];

describe('what has happened to a call', () => {
  test('is that it was accepted, that there is sound, and how it ended', () => {
    assert.deepEqual(hears(inviting(), proceed).happenings, [{ name: 'call-accepted', was: 'inviting', at: 2_000 }]);
    assert.deepEqual(does(invited(), { type: 'accept' }).happenings, [{ name: 'call-accepted', was: 'invited', at: NOW }]);
    assert.deepEqual(does(connecting(), { type: 'media-connected' }, 2_500).happenings, [
      { name: 'call-connected', was: 'connecting', at: 2_500 },
    ]);
    assert.deepEqual(does(connected(), { type: 'end' }, 3_000).happenings, [
      { name: 'call-ended', was: 'connected', at: 3_000, reason: 'ended-here' },
    ]);
    assert.deepEqual(does(inviting(), { type: 'give-way' }).happenings, [
      { name: 'call-ended', was: 'inviting', at: NOW, reason: 'cancelled' },
    ]);
  });

  test('is, of a call that nobody took, over at its time, however late that is seen', () => {
    assert.deepEqual(does(invited(), { type: 'expire' }, LATE).happenings, [
      { name: 'call-ended', was: 'invited', at: 61_000, reason: 'missed' },
    ]);
  });

  test('is told at every step that goes to another state, and at no other', () => {
    let told = 0;
    for (const before of [inviting(), invited(), connecting(), connected(), over()]) {
      const steps = [
        ...INPUTS.map((input) => actOnCall(before, input, LATE)),
        ...[true, false].flatMap((isOwn) => SIGNALS.map((signal) => hearCall(before, from(signal, isOwn)))),
      ];
      for (const step of steps) {
        if (!step) continue;
        const [was, is] = [before.state.status, step.call.state.status];
        const name = { inviting: '', invited: '', connecting: 'call-accepted', connected: 'call-connected', ended: 'call-ended' }[is];
        assert.deepEqual(
          step.happenings.map((happening) => [happening.name, happening.was]),
          was === is ? [] : [[name, was]],
          `${was} to ${is}`,
        );
        told += step.happenings.length;
      }
    }
    assert.ok(told > 20, `${told} happenings`);
  });
});

describe('what the agent is told of a call', () => {
  const view = { peerLogon: 'bob', peerName: 'Bob' };
  const outcomes = ({ call, happenings }: CallStep, heldLines = call.heldLines, interactions: readonly InteractionView[] = []) =>
    happenings.flatMap((happening) => {
      const outcome = callOutcomeOf({ ...happening, of: 'call', call: { ...call, heldLines, ...view } }, interactions);
      return outcome ? [[outcome.event, outcome.interactionId]] : [];
    });

  test('is that the colleague has accepted, and every end that the agent has not caused', () => {
    assert.deepEqual(outcomes(hears(inviting(), proceed)), [['accepted', undefined]]);
    assert.deepEqual(outcomes(hears(inviting(), { type: 'reject', ...id, reason: 'declined' })), [['rejected', undefined]]);
    assert.deepEqual(outcomes(does(inviting(), { type: 'expire' }, LATE)), [['no-answer', undefined]]);
    assert.deepEqual(outcomes(hears(connected(), { type: 'finish', ...id })), [['ended-by-peer', undefined]]);
    assert.deepEqual(outcomes(hears(invited(), { type: 'retract', ...id, reason: 'cancelled' })), [['missed', undefined]]);
  });

  test('is nothing that the agent has done, here or elsewhere', () => {
    for (const step of [
      does(invited(), { type: 'accept' }),
      does(invited(), { type: 'reject' }),
      does(inviting(), { type: 'end' }),
      does(connected(), { type: 'end' }),
      does(connecting(), { type: 'media-connected' }),
      hears(invited(), proceed, true),
    ])
      assert.deepEqual(outcomes(step), []);
  });

  test('is every end of a call for which a contact is on hold', () => {
    const held = sampleVoice({ status: 'held' });
    const lines = [{ of: 'interaction', id: held.id }] as const;
    assert.deepEqual(outcomes(does(connected(), { type: 'end' }), lines, [held]), [['ended-here', held.id]]);
    const consulting = inviting({ consultedInteractionId: held.id });
    assert.deepEqual(outcomes(does(consulting, { type: 'end' }), [], [held]), [['cancelled', held.id]]);
    assert.deepEqual(outcomes(does(invited(), { type: 'reject' }), lines, [held]), []);
  });
});
