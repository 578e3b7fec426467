import type { CaseField } from '../interaction/case-data.ts';
import type { ParentView, SharedInteraction } from '../interaction/consultation.ts';
import type { BareJid, FullJid } from '../jid.ts';
import type { CallId, InteractionId, SessionId } from '../ids.ts';
import type { TimeSpan } from '../timestamp.ts';

export const CALL_END_REASONS = [
  'ended-here',
  'ended-by-peer',
  'rejected',
  'no-answer',
  'cancelled',
  'missed',
  'answered-elsewhere',
  'answered-by-colleague',
  'unreachable',
  'not-allowed',
  /** The connection between the two couldn't be made, or was lost. */
  'connection-lost',
  /** The document with the sound is gone, because the page was closed or the browser ended. */
  'media-lost',
] as const;
/** How a call came to its end, as this side sees it. */
export type CallEndReason = (typeof CALL_END_REASONS)[number];

/**
 * Where a call is. Times are milliseconds since the epoch.
 * - `inviting`: we asked, and wait until `expiresAt`.
 * - `invited`: it rings here until `expiresAt`.
 * - `connecting`: accepted, the media find their way.
 * - `ended`: `since` is when it was connected, if it ever was.
 */
export type CallState =
  | { readonly status: 'inviting'; readonly expiresAt: number; readonly isRinging: boolean }
  | { readonly status: 'invited'; readonly expiresAt: number }
  | { readonly status: 'connecting'; readonly acceptedAt: number }
  | { readonly status: 'connected'; readonly since: number }
  | { readonly status: 'ended'; readonly reason: CallEndReason; readonly at: number; readonly since?: number };

/** A contact who calls, in their own words (docs/protocol.md, "Calls from contacts"). Everything may be empty. */
export interface CallingContact {
  readonly name: string;
  readonly number: string;
  readonly topic: string;
  /** The address of the page that they call from. */
  readonly page: string;
  /** The agent group that they asked for. */
  readonly group: string;
}

/** Whom a call is with: a colleague, beside whose IM session it is shown, or a contact, whose interaction it is. */
export type CallParty =
  | { readonly kind: 'colleague'; readonly sessionId: SessionId }
  | { readonly kind: 'contact'; readonly contact: CallingContact };

/** Somebody whom the agent can put on hold: a call, or an interaction's contact, whoever's telephony it is. */
export type Line = { readonly of: 'call'; readonly id: CallId } | { readonly of: 'interaction'; readonly id: InteractionId };

/** One voice call of this agent, between two parties. Conference and transfer would be made of several. */
export interface VoiceCall {
  /** The JMI id (XEP-0353) and Jingle sid (XEP-0166). */
  readonly id: CallId;
  readonly peer: BareJid;
  readonly party: CallParty;
  readonly direction: 'outgoing' | 'incoming';
  readonly state: CallState;
  /** The peer's device that the call is with, once it is known. */
  readonly device?: FullJid;
  /** The interaction that the call is about. Its contact is on hold meanwhile. Only the initiator knows it. */
  readonly consultedInteractionId?: InteractionId;
  /** The lines that were put on hold for the call, and are brought back when it ends. */
  readonly heldLines: readonly Line[];
  /** Since when the call has been on hold here. Meanwhile the peer hears music, and this side nothing. */
  readonly heldSince?: number;
  readonly isHeldByPeer: boolean;
  readonly isMuted: boolean;
  readonly createdAt: number;
  /** What the initiator of a consultation shares, until the call is answered. From then on the session has it. */
  readonly offered?: SharedInteraction;
}

/** The state of the microphone. `refused` means by the agent or a policy of the browser, `unplugged` that it was there before. */
export const MICROPHONE_STATES = ['starting', 'working', 'refused', 'unencrypted', 'not-in-frame', 'missing', 'unplugged'] as const;
export type MicrophoneState = (typeof MICROPHONE_STATES)[number];

/** How well the peer's sound came in during the last seconds. */
export interface CallQuality {
  readonly isPoor: boolean;
  /** 0 to 100. */
  readonly lossPercent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
}

/**
 * What the media host tells of a call. `interrupted` means that the connection was lost and another way is being looked for (ICE restart).
 */
export interface CallMedia {
  readonly connection: 'connecting' | 'connected' | 'interrupted';
  readonly microphone: MicrophoneState;
  readonly quality?: CallQuality;
}

/** How loud the two sides are right now, from 0 to 1. */
export interface CallLevel {
  readonly own: number;
  readonly peer: number;
}

/** A call with what a view shows of it. */
export interface VoiceCallView extends Omit<VoiceCall, 'offered'> {
  readonly peerLogon: string;
  /** Present if the peer is neither a colleague nor a contact. */
  readonly isStranger?: true;
  /** A colleague's display name; a contact's name as they gave it, which may be empty. */
  readonly peerName: string;
  readonly media?: CallMedia;
  /** What a consultation that isn't answered yet is about, and its first fields, cut short. */
  readonly parent?: ParentView;
  readonly highlights?: readonly CaseField[];
}

/** How long a call waits for an answer; undefined where it has one. */
export function ringingSpan({ state, createdAt }: Pick<VoiceCall, 'state' | 'createdAt'>): TimeSpan | undefined {
  return state.status === 'inviting' || state.status === 'invited' ? { since: createdAt, until: state.expiresAt } : undefined;
}

/** Whether another device of the agent's has made the call, and isn't known to have been answered. It is kept because the session beside it begins with the answer. */
export function isMadeElsewhere({ direction, state }: Pick<VoiceCall, 'direction' | 'state'>): boolean {
  return direction === 'outgoing' && state.status === 'ended' && state.reason === 'answered-elsewhere';
}

/** Whether both sides have accepted the call, so that there is sound, or soon will be. */
export function hasMedia({ state }: Pick<VoiceCall, 'state'>): boolean {
  return state.status === 'connecting' || state.status === 'connected';
}
