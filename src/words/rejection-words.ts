import { msg } from '@lit/localize';
import { MAX_NAME_LENGTH, toDisplayName } from '../model/text/display-name.ts';
import type { Settings } from '../model/settings.ts';

/** How many words a menu offers. */
const MOST_WORDS = 8;

/** What the agent can reject an invitation with: what they or their organisation have set, or else what most say. */
export function rejectionWordsOf(settings: Pick<Settings, 'rejectionWords'> | undefined): readonly string[] {
  const set = (settings?.rejectionWords ?? '')
    .split(';')
    .map((words) => toDisplayName(words, MAX_NAME_LENGTH))
    .filter(Boolean);
  return set.length > 0 ? [...new Set(set)].slice(0, MOST_WORDS) : [msg('In 2 minutes'), msg('In a call'), msg('Later')];
}
