// ====================================================================
// XEP-0115: Entity Capabilities
// --------------------------------------------------------------------
// Source: https://xmpp.org/extensions/xep-0115.html
// Version: 1.6.0 (2022-03-08)
// ====================================================================
import { attribute, type DefinitionOptions } from 'stanza/jxt/index.js';
import type { LegacyEntityCaps } from 'stanza/protocol';
import { NS_DISCO_INFO } from './namespaces.ts';

/**
 * The language of an identity counts for the hash only if the identity itself names one. StanzaJS would give it the language of the stanza, which
 * servers add.
 */
export const DISCO_IDENTITY: DefinitionOptions = {
  aliases: [{ path: 'disco.identities', selector: 'info', multiple: true }],
  element: 'identity',
  namespace: NS_DISCO_INFO,
  fields: { lang: attribute('xml:lang') },
};

const LONGEST_KEY = 1_000;

/** What a presence says of its device's capabilities, as one text: `HASH NODE#VER`. Undefined where it says nothing that can be used. */
export function capsKeyOf(caps: LegacyEntityCaps | undefined): string | undefined {
  if (!caps?.node || !caps.value) return undefined;
  const key = `${caps.algorithm ?? ''} ${caps.node}#${caps.value}`;
  return key.length <= LONGEST_KEY && !/\s/.test(caps.algorithm ?? '') ? key : undefined;
}

export interface Caps {
  readonly hash: string;
  readonly node: string;
  readonly ver: string;
}

/** The parts of a key. */
export function capsOf(key: string): Caps {
  const space = key.indexOf(' ');
  const node = key.slice(space + 1);
  // An earlier version stored no hash.
  return { hash: space < 0 ? '' : key.slice(0, space).toLowerCase(), node, ver: node.slice(node.lastIndexOf('#') + 1) };
}

/** The node of a device's caps, by which the device is asked. */
export function nodeOf(key: string): string {
  return capsOf(key).node;
}
