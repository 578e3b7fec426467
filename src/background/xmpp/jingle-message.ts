// ====================================================================
// XEP-0353: Jingle Message Initiation
// --------------------------------------------------------------------
// Source: https://xmpp.org/extensions/xep-0353.html
// Version: 0.6 (2023-05-29)
//
// Additional: our own application description, docs/protocol.md 2, and the contact who calls, 11
// ====================================================================
import { attribute, childAttribute, childBoolean, childEnum, childText, type DefinitionOptions } from 'stanza/jxt/index.js';
import type { ConsultationElement } from './consultation-element.ts';
import { NS_CALL, NS_IM, NS_JINGLE, NS_JINGLE_MESSAGE, NS_JINGLE_RTP } from './namespaces.ts';

export const JINGLE_MESSAGE_TYPES = ['propose', 'ringing', 'proceed', 'reject', 'retract', 'finish'] as const;

/** What an invitation is for; `body` and `bodyId` are the first message, if it carries one. */
export interface ImDescription {
  body?: string;
  bodyId?: string;
  consultation?: ConsultationElement;
  /** The group or skill that is asked (docs/protocol.md 14). */
  groupKind?: string;
  groupId?: string;
  groupName?: string;
  /** How it is asked, where its members aren't simply invited. */
  groupAskedAs?: string;
}

/** A JMI element as StanzaJS translates it. */
export interface JingleMessage {
  type: (typeof JINGLE_MESSAGE_TYPES)[number];
  id: string;
  description?: ImDescription;
  /** The media of an invitation to a call, `audio` (XEP-0353 3.1). */
  media?: string;
  contactName?: string;
  contactNumber?: string;
  contactTopic?: string;
  contactPage?: string;
  contactGroup?: string;
  reason?: { condition?: string; text?: string };
  tieBreak?: boolean;
  /** In a `retract`, the address of the colleague who has answered the group's invitation (docs/protocol.md 14). */
  answeredBy?: string;
}

declare module 'stanza/protocol' {
  interface Message {
    jingleMessage?: JingleMessage;
  }
}

const path = 'message.jingleMessage';

const CALL_FIELDS = {
  media: childAttribute(NS_JINGLE_RTP, 'description', 'media'),
  contactName: childAttribute(NS_CALL, 'contact', 'name'),
  contactNumber: childAttribute(NS_CALL, 'contact', 'number'),
  contactTopic: childAttribute(NS_CALL, 'contact', 'topic'),
  contactPage: childAttribute(NS_CALL, 'contact', 'page'),
  contactGroup: childAttribute(NS_CALL, 'contact', 'group'),
};

export const JINGLE_MESSAGE: DefinitionOptions[] = [
  ...JINGLE_MESSAGE_TYPES.map((type) => ({
    element: type,
    namespace: NS_JINGLE_MESSAGE,
    path,
    type,
    typeField: 'type',
    fields: {
      id: attribute('id'),
      ...(type === 'reject' ? { tieBreak: childBoolean(null, 'tie-break') } : {}),
      ...(type === 'propose' ? CALL_FIELDS : {}),
      ...(type === 'retract' ? { answeredBy: childAttribute(NS_IM, 'answered', 'by') } : {}),
    },
  })),
  {
    element: 'reason',
    namespace: NS_JINGLE,
    aliases: ['reject', 'retract', 'finish'].map((selector) => ({ path: `${path}.reason`, selector })),
    fields: {
      condition: childEnum(null, [
        'alternative-session',
        'busy',
        'cancel',
        'connectivity-error',
        'decline',
        'expired',
        'gone',
        'success',
        'timeout',
      ]),
      text: childText(null, 'text'),
    },
  },
  {
    element: 'description',
    namespace: NS_IM,
    aliases: [{ path: `${path}.description`, selector: 'propose' }],
    fields: {
      body: childText(null, 'body'),
      bodyId: childAttribute(null, 'body', 'id'),
      groupKind: childAttribute(null, 'group', 'kind'),
      groupId: childAttribute(null, 'group', 'id'),
      groupName: childAttribute(null, 'group', 'name'),
      groupAskedAs: childAttribute(null, 'group', 'as'),
    },
  },
];
