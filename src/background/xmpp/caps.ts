// ====================================================================
// XEP-0115: Entity Capabilities
// --------------------------------------------------------------------
// Source: https://xmpp.org/extensions/xep-0115.html
// Version: 1.6.0 (2022-03-08)
// ====================================================================
import { verify } from 'stanza/helpers/LegacyEntityCapabilities.js';
import { attribute, type DefinitionOptions } from 'stanza/jxt/index.js';
import type { DiscoInfoResult, LegacyEntityCaps } from 'stanza/protocol';
import type { CheckedAbilities } from '../stream/messaging-port.ts';
import { NS_DISCO_INFO, NS_IM, NS_JINGLE_AUDIO, NS_JINGLE_MESSAGE } from './namespaces.ts';

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

/** The hash functions by which an answer can be checked. With any other, an answer holds only for the device that gave it (5.4, step 2). */
const HASHES: readonly string[] = ['sha-1', 'sha-256'];
const LONGEST_KEY = 1_000;
/** The features that we look for. */
const FEATURES: readonly string[] = [NS_IM, NS_JINGLE_AUDIO, NS_JINGLE_MESSAGE];

/** What a presence says of its device's capabilities, as one text: `HASH NODE#VER`. Undefined where it says nothing that can be used. */
export function capsKeyOf(caps: LegacyEntityCaps | undefined): string | undefined {
  if (!caps?.node || !caps.value) return undefined;
  const key = `${caps.algorithm ?? ''} ${caps.node}#${caps.value}`;
  return key.length <= LONGEST_KEY && !/\s/.test(caps.algorithm ?? '') ? key : undefined;
}

interface Caps {
  readonly hash: string;
  readonly node: string;
  readonly ver: string;
}

function capsOf(key: string): Caps {
  const space = key.indexOf(' ');
  const node = key.slice(space + 1);
  // An earlier version stored no hash.
  return { hash: space < 0 ? '' : key.slice(0, space).toLowerCase(), node, ver: node.slice(node.lastIndexOf('#') + 1) };
}

/** The node of a device's caps, by which the device is asked. */
export function nodeOf(key: string): string {
  return capsOf(key).node;
}

/** What a device understands according to its answer, as far as the answer can be believed (XEP-0115 5.4). */
export function checkAnswer(key: string, answer: DiscoInfoResult): CheckedAbilities {
  const { hash, ver } = capsOf(key);
  const isCheckable = HASHES.includes(hash);
  const isVerified = isCheckable && isWellFormed(answer) && verify({ ...answer, type: 'info' }, hash, ver);
  // An answer that doesn't match its hash isn't believed, so that the device counts as having no features at all.
  const features = isVerified || !isCheckable ? (answer.features ?? []) : [];
  return {
    takesInvitations: features.includes(NS_IM),
    takesCalls: features.includes(NS_JINGLE_AUDIO) && features.includes(NS_JINGLE_MESSAGE),
    isVerified,
  };
}

/**
 * Whether an answer may be believed (step 3). One that names something twice is void. So is one that another answer with the same hash may stand
 * behind: the hash is made of one text, in which the kinds of parts can't be told apart, so that a feature can be passed off as an identity, or as
 * part of a form.
 */
function isWellFormed({ identities = [], features = [], extensions = [] }: DiscoInfoResult): boolean {
  const forms = extensions.map(({ fields = [] }) => fields.map(({ name = '', rawValues = [] }) => ({ name, values: rawValues })));
  const types = forms.map((fields) => fields.filter(({ name }) => name === 'FORM_TYPE').flatMap(({ values }) => values));
  const elsewhere = [...identities.flatMap(({ name = '' }) => name), ...forms.flat().flatMap(({ name, values }) => [name, ...values])];
  return (
    identities.length > 0 &&
    isEachOnce(identities.map(({ category, type, lang = '', name = '' }) => JSON.stringify([category, type, lang, name]))) &&
    identities.every(
      ({ category, type, lang = '' }) => [category, type].every((part) => part && !part.includes('/')) && !lang.includes('/'),
    ) &&
    isEachOnce(features) &&
    types.every((values) => new Set(values).size <= 1) &&
    isEachOnce(types.flatMap(([type]) => type ?? [])) &&
    !elsewhere.some((text) => FEATURES.includes(text))
  );
}

function isEachOnce(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
