import { type Answer, answerIn, beginningOf, endedState, replyTo } from '../invitation.ts';
import type { Envelope, RetractReason, Signal } from '../signal.ts';
import type { SharedInteraction } from '../interaction/consultation.ts';
import type { CallHappening } from './call-happening.ts';
import type { CallEndReason, CallParty, CallState, Line, VoiceCall } from './voice-call.ts';
import type { BareJid, FullJid } from '../jid.ts';
import type { CallId, InteractionId } from '../ids.ts';

/*
 * The rules of a voice call. Each function takes a call and what happens to it, and returns the next call, the effects to carry out and what others
 * have to know of; or `undefined` where that isn't possible in this state. What isn't possible changes nothing, so that every input is safe to give
 * twice.
 */

/** What the agent, a clock or the media host does to a call. */
export type CallInput =
  | { readonly type: 'accept' | 'reject' | 'end' | 'expire' }
  /** A device of the peer has answered the offer, which says as much as its `proceed`. */
  | { readonly type: 'answered'; readonly device: FullJid }
  /** The peer has called at the same time, and theirs stands. */
  | { readonly type: 'give-way' }
  | { readonly type: 'media-connected' | 'media-lost' }
  | { readonly type: 'media-ended'; readonly by: 'peer' | 'failure' };

/** What the session host does after a step, in this order. Only the sound begins at once, without waiting for the effects before it. */
export type CallEffect =
  | { readonly type: 'send'; readonly signal: Signal }
  /** Has the offer made for a device that rings. */
  | { readonly type: 'offer-media'; readonly offerTo: FullJid }
  /** Begins the sound. The caller sends the Jingle offer, to the device that accepted (`offerTo`); the other side waits for the offer. */
  | { readonly type: 'start-media'; readonly offerTo?: FullJid }
  /** Ends the sound. `isPeerTold` is true if the peer has ended the call, so that they needn't be told. */
  | { readonly type: 'end-media'; readonly isPeerTold: boolean };

export interface CallStep {
  readonly call: VoiceCall;
  readonly effects: readonly CallEffect[];
  /** What others have to know of. */
  readonly happenings: readonly CallHappening[];
}

/** A call that begins: who is asked, and until when it rings. */
export interface NewCall {
  readonly id: CallId;
  readonly peer: BareJid;
  readonly party: CallParty;
  readonly consultedInteractionId?: InteractionId;
  readonly heldLines?: readonly Line[];
  readonly offered?: SharedInteraction;
}

/** This agent calls a colleague. */
export function outgoingCall(call: NewCall, now: number, timeoutMs: number): VoiceCall {
  return {
    heldLines: [],
    ...call,
    direction: 'outgoing',
    state: { status: 'inviting', expiresAt: now + timeoutMs, isRinging: false },
    isHeldByPeer: false,
    isMuted: false,
    createdAt: now,
  };
}

/** Another device of this agent calls a colleague. For this device the call is over. */
export function callMadeElsewhere(call: NewCall, at: number): VoiceCall {
  return { ...outgoingCall(call, at, 0), state: { status: 'ended', reason: 'answered-elsewhere', at } };
}

/** Somebody calls this agent. A proposal that is older than its time-out, as one from the archive may be, doesn't ring any more. */
export function incomingCall(call: NewCall, at: number, timeoutMs: number): VoiceCall {
  return {
    heldLines: [],
    ...call,
    direction: 'incoming',
    state: { status: 'invited', expiresAt: at + timeoutMs },
    isHeldByPeer: false,
    isMuted: false,
    createdAt: at,
  };
}

/** The step that follows from what the agent, a clock or the media host does. */
export function actOnCall(call: VoiceCall, input: CallInput, now: number): CallStep | undefined {
  const { state, id } = call;
  switch (input.type) {
    case 'accept':
      if (state.status !== 'invited') return undefined;
      return accepted(call, now, [send(replyTo(id, 'accept')), { type: 'start-media' }]);
    case 'reject':
      return state.status === 'invited' ? ended(call, 'rejected', now, [send(replyTo(id, 'reject'))]) : undefined;
    case 'end':
      return hangUp(call, now);
    case 'expire':
      return expire(call, now);
    case 'answered':
      if (state.status !== 'inviting') return undefined;
      return accepted({ ...call, device: input.device }, now, [{ type: 'start-media', offerTo: input.device }]);
    case 'give-way':
      // The peer may have taken back theirs meanwhile, and would be left with this one.
      return state.status === 'ended' ? undefined : ended(call, 'cancelled', now, [send(replyTo(id, 'cancel'))]);
    case 'media-connected':
      if (state.status !== 'connecting') return undefined;
      return {
        call: withState(call, { status: 'connected', since: now }),
        effects: [],
        happenings: [{ name: 'call-connected', was: 'connecting', at: now }],
      };
    case 'media-ended':
      if (!isTalking(state)) return undefined;
      return input.by === 'peer' ? ended(call, 'ended-by-peer', now, []) : ended(call, 'connection-lost', now, [fail(id)]);
    case 'media-lost':
      return isTalking(state) ? ended(call, 'media-lost', now, [{ type: 'end-media', isPeerTold: false }, fail(id)]) : undefined;
  }
}

/** Ends a call that nobody has answered in its time. */
function expire(call: VoiceCall, now: number): CallStep | undefined {
  const { state } = call;
  if (state.status === 'inviting') return ended(call, 'no-answer', now, [send(replyTo(call.id, 'expire'))]);
  // An incoming call was over at its time, even if no host ran then.
  return state.status === 'invited' ? ended(call, 'missed', Math.min(state.expiresAt, now), []) : undefined;
}

/** The step that follows from a signal for a call that is known, from its peer or from another device of this agent. */
export function hearCall(call: VoiceCall, envelope: Envelope): CallStep | undefined {
  const { signal, isOwn, device } = envelope;
  const at = Math.max(envelope.at, beginningOf(call));
  const answer = answerIn(envelope, call);
  // A second copy of an invitation that rings was on its way to a connection of the target's that has gone.
  if (signal.type === 'failed' && !signal.isForbidden && call.state.status === 'inviting' && call.state.isRinging) return undefined;
  if (answer) return hearAnswer(call, answer, at, device);
  if (signal.type === 'retract') return hearLateRetract(call, signal.reason, envelope);
  // Another device of the peer had answered as well, and gives up. The call isn't with that device, so it goes on.
  const isOfOtherDevice = call.device !== undefined && device !== undefined && device !== call.device;
  return signal.type === 'finish' && !isOwn && !isOfOtherDevice && isTalking(call.state)
    ? ended(call, signal.isFailure ? 'connection-lost' : 'ended-by-peer', at, [{ type: 'end-media', isPeerTold: true }])
    : undefined;
}

/** The caller gave up, or took another's answer, before this agent's reached them. No offer comes any more. */
function hearLateRetract(call: VoiceCall, reason: RetractReason, { isOwn, at }: Envelope): CallStep | undefined {
  if (isOwn || call.direction === 'outgoing' || call.state.status !== 'connecting') return undefined;
  const end = reason === 'answered-by-colleague' ? reason : 'ended-by-peer';
  return ended(call, end, Math.max(at, beginningOf(call)), [{ type: 'end-media', isPeerTold: true }]);
}

function hearAnswer(call: VoiceCall, answer: Answer, at: number, device: FullJid | undefined): CallStep | undefined {
  const { state } = call;
  switch (answer.type) {
    case 'ringing':
      if (state.status !== 'inviting') return undefined;
      return {
        call: withState(call, { ...state, isRinging: true }),
        effects: device === undefined ? [] : [{ type: 'offer-media', offerTo: device }],
        happenings: [],
      };
    case 'accepted':
      if (answer.isOwn) return ended(call, 'answered-elsewhere', at, []);
      return device === undefined ? undefined : accepted({ ...call, device }, at, [{ type: 'start-media', offerTo: device }]);
    case 'accepted-too-late':
      return { call, effects: [finish(call.id)], happenings: [] };
    case 'over':
      // The target may find it in the archive nevertheless: a server returns what was on its way to a connection that is lost.
      if (answer.reason === 'unreachable') return ended(call, 'unreachable', at, [send(replyTo(call.id, 'cancel'))]);
      return ended(call, answer.reason === 'crossed' ? 'cancelled' : answer.reason, at, []);
  }
}

function hangUp(call: VoiceCall, now: number): CallStep | undefined {
  const { state, id } = call;
  if (state.status === 'inviting') return ended(call, 'cancelled', now, [send(replyTo(id, 'cancel'))]);
  if (state.status === 'invited') return actOnCall(call, { type: 'reject' }, now);
  return isTalking(state) ? ended(call, 'ended-here', now, [{ type: 'end-media', isPeerTold: false }, finish(id)]) : undefined;
}

function isTalking({ status }: CallState): boolean {
  return status === 'connecting' || status === 'connected';
}

function withState(call: VoiceCall, state: CallState): VoiceCall {
  return { ...call, state };
}

function accepted(call: VoiceCall, at: number, effects: readonly CallEffect[]): CallStep {
  const happenings = [{ name: 'call-accepted', was: call.state.status, at }] as const;
  return { call: withState(call, { status: 'connecting', acceptedAt: at }), effects, happenings };
}

function ended(call: VoiceCall, reason: CallEndReason, at: number, effects: readonly CallEffect[]): CallStep {
  const state = endedState(call, reason, at);
  return { call: withState(call, state), effects, happenings: [{ name: 'call-ended', was: call.state.status, at: state.at, reason }] };
}

function finish(id: CallId): CallEffect {
  return send({ type: 'finish', sessionId: id });
}

/** Ends the call as a failure, so that the peer isn't told that somebody hung up. */
function fail(id: CallId): CallEffect {
  return send({ type: 'finish', sessionId: id, isFailure: true });
}

function send(signal: Signal): CallEffect {
  return { type: 'send', signal };
}
