// ==================================================================== XEP-0380: Explicit Message Encryption
// -------------------------------------------------------------------- Source: https://xmpp.org/extensions/xep-0380.html Version: 0.4.0
// What can't be shown isn't nothing: the agent has to know that something came.
// ====================================================================
import type { DefinitionOptions, FieldDefinition } from 'stanza/jxt/index.js';
import { cutText } from '../../model/text/cut-text.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import {
  NS_CALL,
  NS_CHAT_MARKERS,
  NS_CHAT_STATES,
  NS_CLIENT,
  NS_CONSULTATION,
  NS_DELAY,
  NS_HINTS,
  NS_JINGLE_MESSAGE,
  NS_RECEIPTS,
  NS_STANZA_ID,
} from './namespaces.ts';

declare module 'stanza/protocol' {
  interface Message {
    /** What is in the message that can't be shown: the name of what encrypts it, or an empty one. */
    unshownContent?: string;
  }
}

const NS_ENCRYPTION = 'urn:xmpp:eme:0';
/** XEP-0384, 0.3 and since 0.4. */
const NS_OMEMO = new Set(['eu.siacs.conversations.axolotl', 'urn:xmpp:omemo:2']);
/** Names for clients that say only the namespace (XEP-0380 3). */
const NAMES = new Map([
  ...[...NS_OMEMO].map((namespace) => [namespace, 'OMEMO'] as const),
  ['jabber:x:encrypted', 'OpenPGP'],
  ['urn:xmpp:openpgp:0', 'OpenPGP'],
]);
/** What a message is for that is read in another way. Servers and clients may add to it what they like. */
const READ_ELSEWHERE = new Set([NS_CALL, NS_CHAT_MARKERS, NS_CHAT_STATES, NS_CONSULTATION, NS_JINGLE_MESSAGE, NS_RECEIPTS]);
/** What says something about a message, and isn't what it is for. ejabberd notes by the last one that it has archived a message. */
const ABOUT = new Set([NS_CLIENT, NS_DELAY, NS_ENCRYPTION, NS_HINTS, NS_STANZA_ID, 'urn:xmpp:mam:tmp']);
const MAX_NAME_LENGTH = 40;

const unshownContent: FieldDefinition<string> = {
  importer: (xml) => {
    const encryption = xml.getChild('encryption', NS_ENCRYPTION);
    const children = xml.children.filter((child) => typeof child !== 'string');
    const omemo = children.find((child) => child.getName() === 'encrypted' && NS_OMEMO.has(child.getNamespace()));
    // Without a payload it renews keys, and carries no message (XEP-0384 4.5).
    if (omemo && !omemo.children.some((child) => typeof child !== 'string' && child.getName() === 'payload')) return undefined;
    const namespace = encryption?.attributes.namespace ?? omemo?.getNamespace();
    if (namespace !== undefined)
      return cutText(toDisplayName(encryption?.attributes.name ?? ''), MAX_NAME_LENGTH) || (NAMES.get(namespace) ?? '');
    const isForKeeping = xml.getChild('store', NS_HINTS) !== undefined;
    const namespaces = children.map((child) => child.getNamespace());
    if (!isForKeeping || namespaces.some((one) => READ_ELSEWHERE.has(one))) return undefined;
    return namespaces.some((one) => !ABOUT.has(one)) ? '' : undefined;
  },
  exporter: () => undefined,
};

export const UNSHOWN_CONTENT: DefinitionOptions = { element: 'message', namespace: NS_CLIENT, path: 'message', fields: { unshownContent } };
