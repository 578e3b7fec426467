// ====================================================================
// XEP-0115: Entity Capabilities
// --------------------------------------------------------------------
// Source: https://xmpp.org/extensions/xep-0115.html
// Version: 1.6.0 (2022-03-08)
// ====================================================================
import type { Agent } from 'stanza';
import {
  CAPS_NODE,
  NS_CHAT_MARKERS,
  NS_CHAT_STATES,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_IM,
  NS_JINGLE,
  NS_JINGLE_AUDIO,
  NS_JINGLE_DTLS,
  NS_JINGLE_ICE,
  NS_JINGLE_MESSAGE,
  NS_JINGLE_RTP,
  NS_PING,
  NS_RECEIPTS,
  NS_SESSIONS,
} from './namespaces.ts';

/** What kind of program this is (XEP-0030 3.1). */
export const IDENTITIES = [{ category: 'client', type: 'web' }];
// The last says that this device wants to be told of changes of that node (XEP-0163 3).
const ALWAYS = [
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_PING,
  NS_IM,
  NS_JINGLE_MESSAGE,
  NS_RECEIPTS,
  NS_CHAT_STATES,
  NS_CHAT_MARKERS,
  `${NS_SESSIONS}+notify`,
];
const FOR_CALLS = [NS_JINGLE, NS_JINGLE_RTP, NS_JINGLE_AUDIO, NS_JINGLE_ICE, NS_JINGLE_DTLS];

/**
 * What this device understands, and the SHA-1 hash of it (5.1). The hash is written here, so that the code that computes it is loaded only where
 * another device's answer is checked. A test computes it.
 */
export const OWN_CAPS = {
  withoutCalls: { features: ALWAYS, ver: 'ARR06tmbotd/gcyX52rD48a69+k=' },
  withCalls: { features: [...ALWAYS, ...FOR_CALLS], ver: '+gJ0GUFgbyWGfg2c1QJSyjw2Mr8=' },
};

/** Has StanzaJS answer with what this device understands. @param takesCalls Whether the agent takes calls */
export function sayOwnCaps(disco: Agent['disco'], takesCalls: boolean): void {
  const { features, ver } = takesCalls ? OWN_CAPS.withCalls : OWN_CAPS.withoutCalls;
  for (const node of ['', `${CAPS_NODE}#${ver}`]) {
    disco.identities.set(node, IDENTITIES);
    disco.features.set(node, new Set(features));
  }
  disco.caps.set('sha-1', { algorithm: 'sha-1', node: CAPS_NODE, value: ver });
}
