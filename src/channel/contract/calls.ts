import * as v from 'valibot';
import type { CallLevel } from '../../model/call/voice-call.ts';
import { namedGroup } from '../../model/target-ref-shape.ts';
import { interactionId } from './interaction-shapes.ts';
import { bareJid, callId, queryFor, sessionId } from './shapes.ts';

/** A call with a colleague, or an interaction's contact, whoever's telephony it is. */
const line = v.variant('of', [
  v.object({ of: v.literal('call'), id: callId }),
  v.object({ of: v.literal('interaction'), id: interactionId }),
]);

export const callCommands = {
  /** *Call*: `callId` is a new UUID. `sessionId` is the session that the call is to be beside, or a new UUID for where there is none with this colleague. */
  call: v.object({ callId, sessionId, target: bareJid }),
  /**
   * *Call GROUP*: calls its ready members; `sessionId`, a new UUID, is the session in which they are asked. Who accepts first is on the line. With an
   * interaction it is *Start Voice Consultation with GROUP*, which puts the contact on hold first.
   */
  callGroup: v.object({ sessionId, group: namedGroup, interactionId: v.exactOptional(interactionId) }),
  /** Start Voice Consultation: puts the contact on hold and calls. It goes on from the IM consultation that there is, or opens one, `sessionId`. */
  consultByVoice: v.object({ callId, sessionId, interactionId, target: bareJid }),
  /** Answers a call that rings, and puts everybody else on hold. */
  acceptCall: v.object({ callId }),
  /** Turns down a call that rings. */
  rejectCall: v.object({ callId }),
  /** Hangs up, or takes the invitation back. */
  endCall: v.object({ callId }),
  /** The agent hears at most one line, so that retrieving one puts the others on hold. */
  hold: line,
  /** Takes a line back from hold, and puts the others on hold. */
  retrieve: line,
  /** Whether the agent’s microphone is silent in the call. */
  muteCall: v.object({ callId, isMuted: v.boolean() }),
  /** Asks for the microphone again. */
  retryMicrophone: v.object({}),
} as const;

export const callQueries = {
  /** The level of a call. It changes ten times a second while somebody follows it. */
  'call-level': queryFor<CallLevel>()({ callId }, { topicOf: ({ callId }) => `call-level ${callId}` as const, empty: { own: 0, peer: 0 } }),
} as const;
