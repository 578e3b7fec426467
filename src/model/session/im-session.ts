import type { ParentInteraction } from '../interaction/consultation.ts';
import type { BareJid } from '../jid.ts';
import type { SessionId } from '../ids.ts';
import type { NamedGroup } from '../target-ref.ts';

export const END_REASONS = [
  'ended-here',
  'ended-by-peer',
  'rejected',
  'no-answer',
  'cancelled',
  'missed',
  'answered-by-colleague',
  'unreachable',
  'not-allowed',
  'peer-left',
] as const;
/** How an IM session came to its end, as this side sees it. */
export type EndReason = (typeof END_REASONS)[number];

/**
 * Where an IM session is. Times are milliseconds since the epoch.
 * - `not-connected`: opened here, nothing sent yet (a plain peer's chat, or a consultation).
 * - `inviting`: we asked, and wait until `expiresAt`. `inLine`: nobody is asked, because nobody of the group is ready; `place` is how many wait before
 *   and with this agent, as far as a hub tells.
 * - `invited`: we were asked. The help page calls an invitation *pending* whose notification is gone.
 * - `connecting`: this agent has accepted what a group was asked, and isn't told yet whether they were the first.
 * - `ended`: `since` is when it was connected, if it ever was.
 */
export type ImSessionState =
  | { readonly status: 'not-connected' }
  | { readonly status: 'inviting'; readonly expiresAt: number; readonly ringing: boolean; readonly inLine?: LinePlace }
  | { readonly status: 'invited'; readonly notification: 'shown' | 'dismissed'; readonly notificationExpiresAt: number }
  | { readonly status: 'connecting'; readonly since: number }
  | { readonly status: 'connected'; readonly since: number }
  | { readonly status: 'ended'; readonly reason: EndReason; readonly at: number; readonly since?: number };

/** The place of an agent who waits in line for a group: 1 for who is next. */
export interface LinePlace {
  readonly place?: number;
}

/** How a group is asked, where its members aren't simply invited: it is left for all of them as pending, or they are called. */
export type AskedAs = 'pending' | 'call';
/** How long something that is left as pending stays. */
export const PENDING_MS = 8 * 3600 * 1000;

/** The peer of a session in which a group is asked, as long as nobody has accepted. */
export const NOBODY_YET: BareJid = '';

/**
 * A member of a group, to whom its inviter sends the invitation.
 * - `next`: hasn't been asked yet.
 * - `asked`: may still answer.
 * - `out`: has rejected, can't be reached, or was told that it is over.
 */
export interface AskedMember {
  readonly jid: BareJid;
  readonly is: 'next' | 'asked' | 'out';
}

/** One internal IM between this agent and a colleague; an interaction of medium "internal IM". */
export interface ImSession {
  /** The JMI id and XMPP thread (XEP-0353, RFC 6121 5.2.5). */
  readonly id: SessionId;
  /** Where a group is asked, whoever has accepted first, and `NOBODY_YET` before. */
  readonly peer: BareJid;
  /** Who asked whom. */
  readonly direction: 'outgoing' | 'incoming';
  /** Whether the peer uses another XMPP client, so that the session is a plain chat without an invitation on the wire. */
  readonly isPlain: boolean;
  /** Whether this host has sent the invitation, and so ends it when its time is over. */
  readonly isInvitedFromHere: boolean;
  readonly state: ImSessionState;
  readonly createdAt: number;
  /** Whether the agent has displayed the session. Until then an incoming invitation counts as pending. */
  readonly isDisplayed: boolean;
  readonly unread: number;
  /** The origin-id of the peer's newest message, for the displayed marker (XEP-0333). */
  readonly lastReceivedId?: string;
  /** The largest position given to an entry of the transcript so far. */
  readonly lastPosition: number;
  /** Whether the session was marked done, and so is history. */
  readonly isDone: boolean;
  /** What was written first, cut short: what the session is about. */
  readonly subject?: string;
  /** The first message, when the invitation carried one. */
  readonly initialMessage?: string;
  /** The first message's origin-id. */
  readonly initialMessageId?: string;
  /** Whether a call began the session, and not an invitation. As long as nobody has written in such a session, it ends with the call. */
  readonly isBegunByCall?: boolean;
  /** The interaction that the session is about, if it is a consultation. */
  readonly parent?: ParentInteraction;
  /** The group or skill that was asked. */
  readonly group?: NamedGroup;
  /** At the side that asks a group: its members, in the order in which they are asked. */
  readonly members?: readonly AskedMember[];
  readonly askedAs?: AskedAs;
  /** At the side that asks: nobody was ready when the agent wanted to ask. */
  readonly hasNobodyReady?: boolean;
  /** At the side that asks: since when the agent waits in line. Who turns it down leaves them there. */
  readonly lineSince?: number;
  /** At the side of a member: the colleague who was faster. */
  readonly answeredBy?: BareJid;
}

/** Delivery of an own message: waiting in the outbox, taken by the server, received (XEP-0184), displayed (XEP-0333). */
export type Delivery = 'waiting' | 'sent' | 'delivered' | 'read' | 'failed';

/** Why our server didn't take a message: it is too large, or the server doesn't say why. */
export type DeliveryFailure = 'too-large' | 'not-taken';

/** What has become of a call beside the session. */
export type CallEvent = 'call-began' | 'call-ended' | 'call-rejected' | 'call-no-answer' | 'call-cancelled' | 'call-missed' | 'call-failed';

/** What happens to a session. The transcript shows it between the messages. */
export type SessionEvent =
  | 'invited'
  | 'waiting-in-line'
  | 'was-invited'
  | 'accepted'
  | 'accepted-here'
  /** The interaction that the consultation is about. */
  | 'interaction-closed'
  /** A part of the archive can't be read, and may hold messages of the session. */
  | 'messages-missing'
  | CallEvent
  | EndReason;

/** Where a message stands among those that its author has written in the same session and browser. */
export interface MessageOrder {
  /** Names the browser: random, and kept as long as what is stored of the account. */
  readonly device: string;
  /** Larger is later. Numbers may be left out. */
  readonly number: number;
}

interface TranscriptEntryBase {
  readonly sessionId: SessionId;
  /** Unique within the session: the message's origin-id (XEP-0359), or an event's own name. */
  readonly id: string;
  /** Orders a session's transcript; larger is later. */
  readonly position: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface TranscriptMessage extends TranscriptEntryBase {
  readonly kind: 'message';
  readonly from: BareJid;
  readonly isOwn: boolean;
  readonly body: string;
  /** Set where what came can't be shown, so that `body` is empty: the name of what encrypts it, or an empty one. */
  readonly unshown?: string;
  /** What the account's server calls it (XEP-0359), where its sender gave it no origin-id. */
  readonly stanzaId?: string;
  readonly order?: MessageOrder;
  /** The delivery of an own message; absent from others. */
  readonly delivery?: Delivery;
  /** Why an own message wasn't delivered, where that is known. */
  readonly failure?: DeliveryFailure;
}

export interface TranscriptEvent extends TranscriptEntryBase {
  readonly kind: 'event';
  readonly event: SessionEvent;
  /** What the target has said to rejecting the invitation. */
  readonly text?: string;
}

export type TranscriptEntry = TranscriptMessage | TranscriptEvent;
