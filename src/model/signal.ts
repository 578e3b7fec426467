import type { SharedInteraction } from './interaction/consultation.ts';
import type { CallId, InvitationId, SessionId } from './ids.ts';
import type { BareJid, FullJid } from './jid.ts';
import type { NamedGroup } from './target-ref.ts';
import type { AskedAs, DeliveryFailure, MessageOrder } from './session/im-session.ts';
import type { CallingContact } from './call/voice-call.ts';

/** Why an invitation was turned down: by the agent, or because ours crosses it (XEP-0353, "tie-break"). */
export type RejectReason = 'declined' | 'tie-break';

/** Why an inviter takes an invitation back. */
export type RetractReason = 'cancelled' | 'no-answer' | 'answered-by-colleague';

/** What an invitation or a chat line carries as text. */
export interface MessageContent {
  /** The origin-id (XEP-0359): the same however often the message is sent, in every archive. */
  readonly id: string;
  readonly body: string;
  /** Whether the sender gave it no origin-id. `id` is the stanza's then, which other clients use for several messages. */
  readonly isUnnamed?: true;
  /**
   * Of such a message, what the account's server calls it (XEP-0359). Where the server doesn't check, the sender may have written it, so that it does
   * no more than tell their own messages apart.
   */
  readonly stanzaId?: string;
  /** Set where what came can't be shown, so that `body` is empty: the name of what encrypts it, or an empty one. */
  readonly unshown?: string;
  readonly order?: MessageOrder;
  /** The stanza's id, where `id` is another: receipts and markers name this one. */
  readonly wireId?: string;
}

/** What one agent's session host tells another's, free of XML. `docs/protocol.md` has the wire form of each. */
export type Signal =
  /** With a parent it invites to a consultation. With a group it asks several of its members, of whom the first to accept is taken. */
  | {
      readonly type: 'propose';
      readonly sessionId: SessionId;
      readonly message?: MessageContent;
      readonly parent?: SharedInteraction;
      readonly group?: NamedGroup;
      /** With a group: it is left for its members as pending, or they are called. */
      readonly askedAs?: AskedAs;
    }
  /** Invites to a call, beside the session `imSessionId` (with a parent, a consultation); or a contact calls. `sessionId` is the call's id. */
  | {
      readonly type: 'propose-call';
      readonly sessionId: CallId;
      readonly imSessionId?: SessionId;
      readonly parent?: SharedInteraction;
      readonly contact?: CallingContact;
    }
  | { readonly type: 'ringing'; readonly sessionId: InvitationId }
  /** The target accepts. From the inviter, who has asked a group: this member was the first to accept. */
  | { readonly type: 'proceed'; readonly sessionId: InvitationId }
  /** `text`: what the target has said to it, in a word or two. */
  | { readonly type: 'reject'; readonly sessionId: InvitationId; readonly reason: RejectReason; readonly text?: string }
  /** `by`: the colleague who has answered. */
  | { readonly type: 'retract'; readonly sessionId: InvitationId; readonly reason: RetractReason; readonly by?: BareJid }
  /** The session or call is over. `isFailure`: nobody wanted that, as when the sound of a call found no way. */
  | { readonly type: 'finish'; readonly sessionId: InvitationId; readonly isFailure?: true }
  /** What is shared of a consultation's parent has changed. */
  | { readonly type: 'share'; readonly sessionId: SessionId; readonly parent: SharedInteraction }
  | { readonly type: 'message'; readonly sessionId?: SessionId; readonly message: MessageContent; readonly wantsReceipt: boolean }
  | { readonly type: 'received'; readonly messageId: string }
  | { readonly type: 'displayed'; readonly messageId: string }
  | { readonly type: 'typing'; readonly sessionId?: SessionId; readonly isTyping: boolean }
  | { readonly type: 'gone'; readonly sessionId?: SessionId }
  /** The server or the peer's server returned what we sent, or our server doesn't take it; `id` is the stanza's. */
  | {
      readonly type: 'failed';
      readonly id: string;
      readonly sessionId?: SessionId;
      readonly isForbidden: boolean;
      readonly failure?: DeliveryFailure;
    };

/** A signal with where it came from, after the adapter has checked that it may come from there. */
export interface Envelope {
  readonly signal: Signal;
  /** The other party, whoever of the two sent it. */
  readonly peer: BareJid;
  /** The device that sent a `ringing`, a `proceed` or a `finish`: a call goes on with one device only. */
  readonly device?: FullJid;
  /** Sent by this account: from another device of it, or found in its own archive. */
  readonly isOwn: boolean;
  /** When it came, or when the agent's own server put it by; never what the peer says. Milliseconds since the epoch. */
  readonly at: number;
  /** Its id in this account's archive (XEP-0359), where known. */
  readonly archiveId?: string;
  /** Read from the archive. Whoever has sent it may be gone by now. */
  readonly isArchived?: true;
  /** The id under which the sender wants to be told that the signal has arrived (XEP-0184). A message asks for that in the signal itself. */
  readonly receiptId?: string;
}

/** The id that a signal's stanza goes out under, so that a second attempt is known as the same. */
export function signalIdOf(signal: Signal): string {
  switch (signal.type) {
    case 'message':
      return signal.message.id;
    case 'propose-call':
      return `propose-${signal.sessionId}`;
    case 'propose':
    case 'ringing':
    case 'proceed':
    case 'reject':
    case 'retract':
    case 'finish':
      return `${signal.type}-${signal.sessionId}`;
    case 'share':
      return `share-${signal.sessionId}-${signal.parent.version}`;
    case 'received':
    case 'displayed':
      return `${signal.type}-${signal.messageId}`;
    case 'typing':
      return `typing-${signal.sessionId ?? ''}-${signal.isTyping ? 'on' : 'off'}`;
    case 'gone':
      return `gone-${signal.sessionId ?? ''}`;
    case 'failed':
      return signal.id;
  }
}

/** The id of what is sent to several members of a group: each of them gets a stanza of their own. @param place The member's place in the list, from 1 */
export function memberSignalId(signal: Signal, place: number): string {
  return signalIdOf(signal).replace('-', `.${place}-`);
}

/** The session that a stanza is of, by the id that the stanza went out under (`signalIdOf`). A message's id stays as it is. */
export function sessionIdIn(signalId: string): SessionId {
  return signalId.replace(/^(?:propose|proceed|reject|retract|finish)(?:\.\d+)?-/, '').replace(/^share-(.*)-\d+$/, '$1');
}

/** The call that a stanza is of, by the id that the stanza went out under (`signalIdOf`). Signals of the session beside it name none. */
export function callIdIn(signalId: string): CallId {
  return signalId.replace(/^(?:propose|ringing|proceed|reject|retract|finish)-/, '');
}
