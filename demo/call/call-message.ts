// ====================================================================
// XEP-0353: Jingle Message Initiation
// --------------------------------------------------------------------
// Source: https://xmpp.org/extensions/xep-0353.html
// Version: 0.6 (2023-05-29)
//
// Additional: the contact of a call, docs/protocol.md 11
// ====================================================================
import { JXT } from 'stanza';

const NS_JINGLE_MESSAGE = 'urn:xmpp:jingle-message:0';
const NS_JINGLE = 'urn:xmpp:jingle:1';
const NS_RTP = 'urn:xmpp:jingle:apps:rtp:1';
const NS_CONTACT = 'urn:backchannel:call:0';
const TYPES = ['propose', 'ringing', 'proceed', 'accept', 'reject', 'retract', 'finish'] as const;

/** A JMI element of a voice call. */
export interface CallMessage {
  readonly type: (typeof TYPES)[number];
  /** The call's id, which is the Jingle session's id too. */
  readonly id: string;
  /** Only in a `propose`: `audio`. */
  readonly media?: string;
  readonly contactName?: string;
  readonly contactNumber?: string;
  readonly contactTopic?: string;
  readonly contactPage?: string;
  readonly contactGroup?: string;
  /** Only in `reject`, `retract` and `finish`: one of Jingle's conditions. */
  readonly reason?: { readonly condition?: string };
}

declare module 'stanza/protocol' {
  interface Message {
    callMessage?: CallMessage;
  }
}

const path = 'message.callMessage';
const contact = (name: string) => JXT.childAttribute(NS_CONTACT, 'contact', name);

/** StanzaJS's definitions of the elements. */
export const CALL_MESSAGE: JXT.DefinitionOptions[] = [
  ...TYPES.map((type) => ({
    element: type,
    namespace: NS_JINGLE_MESSAGE,
    path,
    type,
    typeField: 'type',
    fields: {
      id: JXT.attribute('id'),
      ...(type === 'propose'
        ? {
            media: JXT.childAttribute(NS_RTP, 'description', 'media'),
            contactName: contact('name'),
            contactNumber: contact('number'),
            contactTopic: contact('topic'),
            contactPage: contact('page'),
            contactGroup: contact('group'),
          }
        : {}),
    },
  })),
  {
    element: 'reason',
    namespace: NS_JINGLE,
    aliases: ['reject', 'retract', 'finish'].map((selector) => ({ path: `${path}.reason`, selector })),
  },
];
