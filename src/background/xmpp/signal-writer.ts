import type { Message } from 'stanza/protocol';
import type { BareJid } from '../../model/jid.ts';
import { toXmlText } from '../../model/text/message-text.ts';
import type { RetractReason, Signal } from '../../model/signal.ts';
import { writeConsultation } from './consultation-element.ts';
import type { JingleMessage } from './jingle-message.ts';
import { writeOrder } from './message-order.ts';

const RETRACT_CONDITION: Record<RetractReason, string> = {
  cancelled: 'cancel',
  'no-answer': 'timeout',
  'answered-by-colleague': 'alternative-session',
};

/** The stanza of a signal, to a peer's bare JID: every device of the peer gets it, and its archive (docs/protocol.md). */
export function writeSignal(signal: Signal, to: BareJid, id: string): Message {
  const envelope = { to, type: 'chat', id, originId: id } as const;
  const stored = { ...envelope, processingHints: { store: true } };
  // The server's word isn't enough for what both sides have to agree on, because a node of it may die with what it has taken.
  const confirmed = { ...stored, receipt: { type: 'request' } } as const;
  switch (signal.type) {
    case 'propose': {
      const { message, parent, group, askedAs } = signal;
      const description = {
        ...(message ? { body: toXmlText(message.body), bodyId: message.id } : {}),
        ...(parent ? { consultation: writeConsultation(parent) } : {}),
        ...(group ? { groupKind: group.kind, groupId: toXmlText(group.id), groupName: toXmlText(group.name), groupAskedAs: askedAs } : {}),
      };
      return { ...confirmed, jingleMessage: { type: 'propose', id: signal.sessionId, description }, ...writeOrder(message) };
    }
    case 'propose-call': {
      const { sessionId, imSessionId, parent, contact } = signal;
      if (contact) throw new TypeError("Contacts call, agents don't call in their name");
      const description = parent ? { consultation: writeConsultation(parent) } : {};
      return { ...confirmed, thread: imSessionId, jingleMessage: { type: 'propose', id: sessionId, media: 'audio', description } };
    }
    case 'ringing':
      return { ...stored, jingleMessage: { type: 'ringing', id: signal.sessionId } };
    case 'proceed':
      return { ...confirmed, jingleMessage: { type: 'proceed', id: signal.sessionId } };
    case 'reject': {
      const isTieBreak = signal.reason === 'tie-break';
      const reject: JingleMessage = {
        type: 'reject',
        id: signal.sessionId,
        reason: { condition: isTieBreak ? 'expired' : 'decline', ...(signal.text ? { text: toXmlText(signal.text) } : {}) },
      };
      return { ...confirmed, jingleMessage: isTieBreak ? { ...reject, tieBreak: true } : reject };
    }
    case 'retract':
      return {
        ...confirmed,
        jingleMessage: {
          type: 'retract',
          id: signal.sessionId,
          reason: { condition: RETRACT_CONDITION[signal.reason] },
          ...(signal.by === undefined ? {} : { answeredBy: signal.by }),
        },
      };
    case 'finish':
      return {
        ...confirmed,
        thread: signal.sessionId,
        chatState: 'gone',
        jingleMessage: { type: 'finish', id: signal.sessionId, reason: { condition: signal.isFailure ? 'connectivity-error' : 'success' } },
      };
    case 'share':
      return { ...confirmed, thread: signal.sessionId, consultation: writeConsultation(signal.parent) };
    case 'message':
      return {
        ...envelope,
        thread: signal.sessionId,
        body: toXmlText(signal.message.body),
        chatState: 'active',
        ...(signal.wantsReceipt ? { receipt: { type: 'request' } } : {}),
        marker: { type: 'markable' },
        ...writeOrder(signal.message),
      };
    case 'received':
      return { ...stored, receipt: { type: 'received', id: signal.messageId } };
    case 'displayed':
      return { ...stored, marker: { type: 'displayed', id: signal.messageId } };
    case 'typing':
      return {
        ...envelope,
        thread: signal.sessionId,
        chatState: signal.isTyping ? 'composing' : 'active',
        processingHints: { noStore: true },
      };
    case 'gone':
      return { ...envelope, thread: signal.sessionId, chatState: 'gone', processingHints: { noStore: true } };
    case 'failed':
      throw new TypeError('A failure is never sent');
  }
}
