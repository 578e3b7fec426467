// ====================================================================
// XEP-0115: Entity Capabilities
// --------------------------------------------------------------------
// Source: https://xmpp.org/extensions/xep-0115.html
// Version: 1.6.0 (2022-03-08)
// ====================================================================
import { verify } from 'stanza/helpers/LegacyEntityCapabilities.js';
import type { DiscoInfoResult } from 'stanza/protocol';
import type { CheckedAbilities } from '../stream/messaging-port.ts';
import { capsOf } from './caps.ts';
import { NS_IM, NS_JINGLE_AUDIO, NS_JINGLE_MESSAGE } from './namespaces.ts';

/** The hash functions by which an answer can be checked. With any other, an answer holds only for the device that gave it (5.4, step 2). */
const HASHES: readonly string[] = ['sha-1', 'sha-256'];
/** The features that we look for. */
const FEATURES: readonly string[] = [NS_IM, NS_JINGLE_AUDIO, NS_JINGLE_MESSAGE];

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
