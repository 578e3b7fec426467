import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { actOnCall, type CallInput, type CallStep, hearCall, incomingCall, outgoingCall } from '../../src/model/call/call-machine.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';
import { type CallEndReason, ringingSpan, type VoiceCall } from '../../src/model/call/voice-call.ts';

const PEER = 'bob@localhost';
const DEVICE = 'bob@localhost/desk';
const NOW = 1_000;
const NEW = { id: 'c', peer: PEER, party: { kind: 'colleague', sessionId: 's' } } as const;

const from = (signal: Signal, isOwn = false): Envelope => ({
  signal,
  peer: PEER,
  isOwn,
  at: 2_000,
  ...(signal.type === 'proceed' ? { device: DEVICE } : {}),
});
const proceed: Signal = { type: 'proceed', sessionId: 'c' };

function stepped(step: CallStep | undefined): VoiceCall {
  assert.ok(step, 'the step was refused');
  return step.call;
}
const does = (call: VoiceCall, ...inputs: CallInput[]) => inputs.reduce((current, input) => stepped(actOnCall(current, input, NOW)), call);
const hears = (call: VoiceCall, ...signals: Signal[]) =>
  signals.reduce((current, signal) => stepped(hearCall(current, from(signal))), call);
const sent = (step: CallStep | undefined) => (step?.effects ?? []).flatMap((effect) => (effect.type === 'send' ? [effect.signal] : []));
const others = (step: CallStep | undefined) => (step?.effects ?? []).filter(({ type }) => type !== 'send');

const inviting = () => outgoingCall(NEW, NOW, 60_000);
const invited = () => incomingCall(NEW, NOW, 60_000);
const connectingOut = () => hears(inviting(), proceed);
const connectingIn = () => does(invited(), { type: 'accept' });
const connected = () => does(connectingOut(), { type: 'media-connected' });
const endedCall = () => does(connected(), { type: 'end' });

function isEnded(call: VoiceCall, reason: CallEndReason) {
  assert.equal(call.state.status === 'ended' && call.state.reason, reason);
}

describe('the caller', () => {
  test('rings, offers to the device that accepted, and talks when there is sound', () => {
    assert.deepEqual(hears(inviting(), { type: 'ringing', sessionId: 'c' }).state, {
      status: 'inviting',
      expiresAt: 61_000,
      isRinging: true,
    });
    const accepted = hearCall(inviting(), from(proceed));
    assert.deepEqual(others(accepted), [{ type: 'start-media', offerTo: DEVICE }]);
    assert.equal(stepped(accepted).device, DEVICE);
    assert.deepEqual(connected().state, { status: 'connected', since: NOW });
  });

  test('has it offered to each device that rings, and talks to the one that answers the offer, before or after its proceed', () => {
    const ringing = hearCall(inviting(), { ...from({ type: 'ringing', sessionId: 'c' }), device: DEVICE });
    assert.deepEqual(ringing?.effects, [{ type: 'offer-media', offerTo: DEVICE }]);
    const answered = actOnCall(stepped(ringing), { type: 'answered', device: DEVICE }, NOW);
    assert.deepEqual(answered?.effects, [{ type: 'start-media', offerTo: DEVICE }]);
    assert.equal(stepped(answered).device, DEVICE);
    assert.equal(hearCall(stepped(answered), from(proceed)), undefined);
    for (const call of [connectingOut(), endedCall(), invited()])
      assert.equal(actOnCall(call, { type: 'answered', device: DEVICE }, NOW), undefined);
  });

  test('takes the call back, by itself when nobody answers', () => {
    const cancelled = actOnCall(inviting(), { type: 'end' }, NOW);
    isEnded(stepped(cancelled), 'cancelled');
    assert.deepEqual(sent(cancelled), [{ type: 'retract', sessionId: 'c', reason: 'cancelled' }]);
    assert.deepEqual(ringingSpan(inviting()), { since: 1_000, until: 61_000 });
    const expired = actOnCall(inviting(), { type: 'expire' }, 61_000);
    isEnded(stepped(expired), 'no-answer');
    assert.deepEqual(sent(expired), [{ type: 'retract', sessionId: 'c', reason: 'no-answer' }]);
  });

  test('was over at its time, and no later than now, where it rang', () => {
    const at = (now: number) => {
      const { state } = stepped(actOnCall(invited(), { type: 'expire' }, now));
      return state.status === 'ended' && state.at;
    };
    const { until } = ringingSpan(invited())!;
    assert.deepEqual([at(until + 3_600_000), at(until - 30_000)], [until, until - 30_000]);
    assert.equal(ringingSpan(stepped(actOnCall(invited(), { type: 'accept' }, NOW))), undefined);
  });

  test('hears why the call was not taken', () => {
    isEnded(hears(inviting(), { type: 'reject', sessionId: 'c', reason: 'declined' }), 'rejected');
    isEnded(hears(inviting(), { type: 'failed', id: 'propose-c', isForbidden: false }), 'unreachable');
    isEnded(hears(inviting(), { type: 'failed', id: 'propose-c', isForbidden: true }), 'not-allowed');
  });

  test('takes the call back when the target can not be reached, because their archive may have it', () => {
    const failed = (isForbidden: boolean) => hearCall(inviting(), from({ type: 'failed', id: 'propose-c', isForbidden }));
    assert.deepEqual(sent(failed(false)), [{ type: 'retract', sessionId: 'c', reason: 'cancelled' }]);
    assert.deepEqual(sent(failed(true)), []);
  });

  test('goes on ringing when a copy of the invitation that came later can not be delivered', () => {
    const ringing = hears(inviting(), { type: 'ringing', sessionId: 'c' });
    assert.equal(hearCall(ringing, from({ type: 'failed', id: 'propose-c', isForbidden: false })), undefined);
    isEnded(hears(ringing, { type: 'failed', id: 'propose-c', isForbidden: true }), 'not-allowed');
  });

  test('ignores the end that another device of the peer sends, which had answered too and gives up', () => {
    const finish = (device: string): Envelope => ({ ...from({ type: 'finish', sessionId: 'c' }), device });
    assert.equal(hearCall(connected(), finish('bob@localhost/laptop')), undefined);
    isEnded(stepped(hearCall(connected(), finish(DEVICE))), 'ended-by-peer');
  });

  test('tells a peer who answers too late that the call is over', () => {
    const late = hearCall(does(inviting(), { type: 'end' }), from(proceed));
    assert.deepEqual(sent(late), [{ type: 'finish', sessionId: 'c' }]);
    assert.deepEqual(others(late), []);
  });

  test('takes back a call that gives way to the peer’s, who may have taken back theirs meanwhile', () => {
    const gone = actOnCall(inviting(), { type: 'give-way' }, NOW);
    isEnded(stepped(gone), 'cancelled');
    assert.deepEqual(sent(gone), [{ type: 'retract', sessionId: 'c', reason: 'cancelled' }]);
  });

  test('a second device that accepts changes nothing', () => {
    assert.equal(hearCall(connectingOut(), { ...from(proceed), device: 'bob@localhost/phone' }), undefined);
  });

  test('ignores an answer that names no device, because no device could be sent the offer', () => {
    assert.equal(hearCall(inviting(), { ...from(proceed), device: undefined }), undefined);
  });
});

describe('the callee', () => {
  test('accepts, and waits for the offer', () => {
    const accepted = actOnCall(invited(), { type: 'accept' }, NOW);
    assert.deepEqual(sent(accepted), [proceed]);
    assert.deepEqual(others(accepted), [{ type: 'start-media' }]);
    assert.equal(actOnCall(connectingIn(), { type: 'accept' }, NOW), undefined);
  });

  test('rejects', () => {
    for (const type of ['reject', 'end'] as const) {
      const rejected = actOnCall(invited(), { type }, NOW);
      isEnded(stepped(rejected), 'rejected');
      assert.deepEqual(sent(rejected), [{ type: 'reject', sessionId: 'c', reason: 'declined' }]);
    }
  });

  test("it stops ringing at the end of the caller's time, of the time that a colleague has to answer, or of its own limit", () => {
    isEnded(hears(invited(), { type: 'retract', sessionId: 'c', reason: 'cancelled' }), 'missed');
    isEnded(hears(invited(), { type: 'retract', sessionId: 'c', reason: 'answered-by-colleague' }), 'answered-by-colleague');
    isEnded(hears(invited(), { type: 'finish', sessionId: 'c' }), 'missed');
    isEnded(stepped(actOnCall(invited(), { type: 'expire' }, 61_000)), 'missed');
  });

  test('is over if the caller gave up, or took another, before they heard that this agent has accepted', () => {
    const late = (reason: 'no-answer' | 'answered-by-colleague') =>
      hearCall(connectingIn(), from({ type: 'retract', sessionId: 'c', reason }));
    isEnded(stepped(late('no-answer')), 'ended-by-peer');
    assert.deepEqual(late('no-answer')?.effects, [{ type: 'end-media', isPeerTold: true }]);
    isEnded(stepped(late('answered-by-colleague')), 'answered-by-colleague');
    for (const call of [connected(), connectingOut()])
      assert.equal(hearCall(call, from({ type: 'retract', sessionId: 'c', reason: 'no-answer' })), undefined);
  });

  test('another device of this agent answers or rejects', () => {
    isEnded(stepped(hearCall(invited(), from(proceed, true))), 'answered-elsewhere');
    isEnded(stepped(hearCall(invited(), from({ type: 'reject', sessionId: 'c', reason: 'declined' }, true))), 'rejected');
    assert.equal(hearCall(connectingIn(), from(proceed, true)), undefined);
  });

  test("the caller can’t answer in the callee's place", () => {
    assert.equal(hearCall(invited(), from(proceed)), undefined);
    assert.equal(hearCall(invited(), from({ type: 'reject', sessionId: 'c', reason: 'declined' })), undefined);
  });
});

describe('the end of a call', () => {
  test('hanging up ends the sound and tells the peer, whether there was sound yet or not', () => {
    for (const call of [connected(), connectingOut(), connectingIn()]) {
      const over = actOnCall(call, { type: 'end' }, NOW);
      isEnded(stepped(over), 'ended-here');
      assert.deepEqual(sent(over), [{ type: 'finish', sessionId: 'c' }]);
      assert.deepEqual(others(over), [{ type: 'end-media', isPeerTold: false }]);
    }
  });

  test('the peer hangs up, by Jingle or by a message', () => {
    isEnded(does(connected(), { type: 'media-ended', by: 'peer' }), 'ended-by-peer');
    const heard = hearCall(connected(), from({ type: 'finish', sessionId: 'c' }));
    isEnded(stepped(heard), 'ended-by-peer');
    assert.deepEqual(others(heard), [{ type: 'end-media', isPeerTold: true }]);
    isEnded(hears(connected(), { type: 'finish', sessionId: 'c', isFailure: true }), 'connection-lost');
  });

  test('if there is no route, or the document with the sound is gone, the peer is told', () => {
    const failed = actOnCall(connected(), { type: 'media-ended', by: 'failure' }, NOW);
    isEnded(stepped(failed), 'connection-lost');
    assert.deepEqual(sent(failed), [{ type: 'finish', sessionId: 'c', isFailure: true }]);
    const lost = actOnCall(connected(), { type: 'media-lost' }, NOW);
    isEnded(stepped(lost), 'media-lost');
    assert.deepEqual(sent(lost), [{ type: 'finish', sessionId: 'c', isFailure: true }]);
    assert.deepEqual(others(lost), [{ type: 'end-media', isPeerTold: false }]);
  });

  test('a call that is over stays unchanged', () => {
    const over = endedCall();
    assert.equal(over.state.status === 'ended' && over.state.since, NOW);
    const inputs: CallInput[] = [
      { type: 'accept' },
      { type: 'reject' },
      { type: 'end' },
      { type: 'expire' },
      { type: 'media-connected' },
      { type: 'media-lost' },
      { type: 'media-ended', by: 'peer' },
    ];
    for (const input of inputs) assert.equal(actOnCall(over, input, NOW), undefined, input.type);
    for (const signal of [
      { type: 'ringing', sessionId: 'c' },
      { type: 'finish', sessionId: 'c' },
      { type: 'retract', sessionId: 'c', reason: 'cancelled' },
    ] as const)
      assert.equal(hearCall(over, from(signal)), undefined, signal.type);
  });
});
