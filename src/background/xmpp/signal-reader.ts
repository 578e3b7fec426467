import type { Forward, Message } from 'stanza/protocol';
import { type BareJid, bareJidOf, isBareJid } from '../../model/jid.ts';
import type { Envelope, MessageContent, RejectReason, RetractReason, Signal } from '../../model/signal.ts';
import type { SharedInteraction } from '../../model/interaction/consultation.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import { withinTimes } from '../../model/timestamp.ts';
import type { CallingContact } from '../../model/call/voice-call.ts';
import type { AskedAs } from '../../model/session/im-session.ts';
import { readConsultation } from './consultation-element.ts';
import { claimedByOwnServer, stampedAt } from './delay-stamps.ts';
import type { ImDescription, JingleMessage } from './jingle-message.ts';
import { readOrder } from './message-order.ts';
import type { SessionId } from '../../model/ids.ts';
import type { NamedGroup } from '../../model/target-ref.ts';
import { randomId } from '../../channel/random-id.ts';

/** Why a stanza was not taken: counted, never shown (DESIGN 5, "Trust"). */
export type Dropped = 'forged-carbon' | 'not-chat' | 'from-self' | 'malformed' | 'nothing-for-us' | 'reader-failed';

export type Reading = { readonly envelopes: readonly Envelope[] } | { readonly dropped: Dropped };

const LONGEST_ID = 200;
const LONGEST_GROUP_ID = 1024;
const FORBIDDEN = new Set(['forbidden', 'not-allowed', 'not-authorized', 'policy-violation', 'blocked', 'not-acceptable']);

/**
 * Turns a message stanza as it came into signals, or says why it is not taken. Its time is its arrival, whatever it says of that: peers may
 * write any stamp, in their server's name or in ours, and no server takes it out.
 * @param me this account
 * @param now arrival, milliseconds since the epoch
 * @param awaySince while a resumed stream brings what came meanwhile, when it was cut. Only then can the server have put a stanza by, and
 * its stamp, or one that a peer has forged, says no more than when in that time.
 * @param areStanzaIdsChecked the account's server takes out a `<stanza-id/>` that a peer has written in the account's name (XEP-0359 5): only then one is believed
 */
export function readMessage(stanza: Message, me: BareJid, now: number, awaySince?: number, areStanzaIdsChecked = false): Reading {
  const { carbon } = stanza;
  const at = awaySince === undefined ? now : withinTimes(claimedByOwnServer(stanza.delayStamps, me) ?? now, awaySince, now);
  if (!carbon) return readChat(stanza, me, { at, archiveId: areStanzaIdsChecked ? archiveIdOf(stanza, me) : undefined });
  // XEP-0280 11: a carbon from anyone but one's own account is a forgery.
  if (stanza.from === undefined || stanza.from.includes('/') || bareJidOf(stanza.from) !== me) return { dropped: 'forged-carbon' };
  return readForwarded(carbon.forward, me, at, areStanzaIdsChecked ? archiveIdOf(carbon.forward?.message, me) : undefined);
}

/**
 * A stanza out of one's own archive (XEP-0313) or a carbon. The caller has checked who forwards it: its stamp is the server's, what is within is anybody's, a stanza-id too.
 * @param aheadMs how far this computer's clock, by which its time is said, is ahead of the server's
 */
export function readForwarded(forward: Forward | undefined, me: BareJid, now: number, archiveId: string | undefined, aheadMs = 0): Reading {
  const message = forward?.message;
  if (!message) return { dropped: 'malformed' };
  return readChat(message, me, { at: Math.min((stampedAt(forward.delayStamps) ?? now) + aheadMs, now), archiveId });
}

function archiveIdOf(stanza: Message | undefined, me: BareJid): string | undefined {
  return stanza?.stanzaIds?.find(({ by }) => by === me)?.id;
}

function readChat(stanza: Message, me: BareJid, { at, archiveId }: { at: number; archiveId: string | undefined }): Reading {
  if (!stanza.from && !stanza.to) return { dropped: 'malformed' };
  // A stanza without `from` comes from one's own account (RFC 6120 8.1.2.1).
  const from = bareJidOf(stanza.from ?? me);
  const to = bareJidOf(stanza.to ?? me);
  const isOwn = from === me;
  const peer = isOwn ? to : from;
  if (peer === me) return { dropped: 'from-self' };
  if (!isBareJid(peer) && !/^[^\s@/]+$/.test(peer)) return { dropped: 'malformed' };
  const stanzaId = archiveId ?? archiveIdOf(stanza, me);
  const signals = stanza.type === 'error' ? failureOf(stanza) : isChatLike(stanza) ? signalsOf(stanza, stanzaId) : undefined;
  if (!signals) return { dropped: 'not-chat' };
  if (signals.length === 0) return { dropped: 'nothing-for-us' };
  const device = stanza.from?.includes('/') ? stanza.from : undefined;
  const receiptId = stanza.receipt?.type === 'request' ? idOf(stanza) : undefined;
  return {
    envelopes: signals.map((signal) => ({
      signal,
      peer,
      isOwn,
      at,
      archiveId,
      ...(isOfDevice(signal) && device !== undefined ? { device } : {}),
      ...(receiptId !== undefined && isConfirmed(signal) ? { receiptId } : {}),
    })),
  };
}

/** Whether it matters which device sends the signal, because a call is with one device only. */
function isOfDevice({ type }: Signal): boolean {
  return type === 'ringing' || type === 'proceed' || type === 'finish';
}

/** Whether a receipt can be asked for the signal beside what it says itself. */
function isConfirmed({ type }: Signal): boolean {
  return ['propose', 'propose-call', 'proceed', 'reject', 'retract', 'finish', 'share'].includes(type);
}

function isChatLike({ type }: Message): boolean {
  return type === undefined || type === 'chat' || type === 'normal';
}

function failureOf(stanza: Message): Signal[] {
  if (!isId(stanza.id)) return [];
  const condition = stanza.error?.condition ?? '';
  return [{ type: 'failed', id: stanza.id, isForbidden: FORBIDDEN.has(condition) }];
}

function signalsOf(stanza: Message, stanzaId: string | undefined): Signal[] {
  const signals: Signal[] = [];
  const sessionId = isId(stanza.thread) ? stanza.thread : undefined;
  const invitation = stanza.jingleMessage && readInvitation(stanza.jingleMessage, sessionId, readOrder(stanza));
  if (invitation) signals.push(invitation);
  const parent = stanza.consultation && sessionId !== undefined ? readConsultation(stanza.consultation) : undefined;
  if (parent && sessionId !== undefined) signals.push({ type: 'share', sessionId, parent });
  const id = idOf(stanza);
  const unshown = stanza.body || invitation || parent ? undefined : stanza.unshownContent;
  if ((stanza.body || unshown !== undefined) && !invitation) {
    // A body without an id still is a message: its place in the archive, or a new id, stands in.
    const unnamed =
      isId(stanza.originId) || id === undefined ? {} : ({ isUnnamed: true, ...(isId(stanzaId) ? { stanzaId } : {}) } as const);
    const message: MessageContent = {
      id: id ?? archiveOrRandomId(stanza),
      body: stanza.body ?? '',
      ...unnamed,
      ...(unshown === undefined ? {} : { unshown }),
      ...readOrder(stanza),
    };
    signals.push({
      type: 'message',
      sessionId,
      message,
      wantsReceipt: stanza.receipt?.type === 'request' && id !== undefined && unshown === undefined,
    });
  }
  if (stanza.receipt?.type === 'received' && isId(stanza.receipt.id)) signals.push({ type: 'received', messageId: stanza.receipt.id });
  if (stanza.marker?.type === 'displayed' && isId(stanza.marker.id)) signals.push({ type: 'displayed', messageId: stanza.marker.id });
  if (stanza.chatState === 'gone') {
    if (invitation?.type !== 'finish') signals.push({ type: 'gone', sessionId });
  } else if (stanza.chatState) signals.push({ type: 'typing', sessionId, isTyping: stanza.chatState === 'composing' });

  return signals;
}

/** @param thread Of an invitation to a call between agents, the IM session beside it. */
function readInvitation(
  { type, id, description, reason, tieBreak, answeredBy, ...call }: JingleMessage,
  thread: string | undefined,
  order: Pick<MessageContent, 'order'>,
): Signal | undefined {
  if (!isId(id)) return undefined;
  switch (type) {
    case 'propose': {
      const parent = description?.consultation && readConsultation(description.consultation);
      if (call.media === 'audio') return readCall(id, call, description && thread, parent);
      // Without our description the element invites to something else, for example to another client's call.
      if (!description) return undefined;
      const message = description.body
        ? { id: isId(description.bodyId) ? description.bodyId : id, body: description.body, ...order }
        : undefined;
      const group = readGroup(description);
      return { type, sessionId: id, message, ...(parent ? { parent } : {}), ...(group ? { group, ...readAskedAs(description) } : {}) };
    }
    case 'ringing':
    case 'proceed':
      return { type, sessionId: id };
    case 'finish':
      return { type, sessionId: id, ...(reason?.condition === 'connectivity-error' ? { isFailure: true } : {}) };
    case 'reject': {
      const why: RejectReason = tieBreak ? 'tie-break' : 'declined';
      const text = toDisplayName(reason?.text ?? '');
      return { type, sessionId: id, reason: why, ...(text ? { text } : {}) };
    }
    case 'retract': {
      const why: RetractReason =
        reason?.condition === 'timeout' ? 'no-answer' : reason?.condition === 'alternative-session' ? 'answered-by-colleague' : 'cancelled';
      const by = answeredBy === undefined ? '' : bareJidOf(answeredBy);
      return { type, sessionId: id, reason: why, ...(isBareJid(by) ? { by } : {}) };
    }
  }
}

/** The group or skill that an invitation asks. Without a name to show it is an invitation like any other. */
function readGroup({ groupKind, groupId = '', groupName = '' }: ImDescription): NamedGroup | undefined {
  const kind = (['group', 'skill'] as const).find((known) => known === groupKind);
  const name = toDisplayName(groupName);
  return kind && name && groupId && groupId.length <= LONGEST_GROUP_ID ? { kind, id: groupId, name } : undefined;
}

function readAskedAs({ groupAskedAs }: ImDescription): { readonly askedAs?: AskedAs } {
  return groupAskedAs === 'pending' || groupAskedAs === 'call' ? { askedAs: groupAskedAs } : {};
}

/** Reads an invitation to a call, either of a colleague, beside a session, or of a contact. */
function readCall(
  id: string,
  call: Partial<JingleMessage>,
  imSessionId: SessionId | undefined,
  parent: SharedInteraction | undefined,
): Signal {
  const text = (value = '') => toDisplayName(value);
  if (imSessionId !== undefined) return { type: 'propose-call', sessionId: id, imSessionId, ...(parent ? { parent } : {}) };
  const page = text(call.contactPage);
  const contact: CallingContact = {
    name: text(call.contactName),
    number: text(call.contactNumber),
    topic: text(call.contactTopic),
    page: /^https?:\/\/\S+$/.test(page) ? page : '',
    group: text(call.contactGroup),
  };
  return { type: 'propose-call', sessionId: id, contact };
}

function idOf({ originId, id }: Message): string | undefined {
  return [originId, id].find(isId);
}

function archiveOrRandomId(stanza: Message): string {
  return stanza.stanzaIds?.[0]?.id ?? randomId();
}

function isId(value: string | undefined): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= LONGEST_ID;
}

/** Reads one stanza. One that our own code fails at is dropped. */
export function readSafely(read: () => Reading): Reading {
  try {
    return read();
  } catch {
    return { dropped: 'reader-failed' };
  }
}
