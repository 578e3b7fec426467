import { msg } from '@lit/localize';
import type { Settings } from '../model/settings.ts';

/** How many words a menu offers, and how long each may be, so that the host takes it. */
const MOST_WORDS = 8;
const MAX_LENGTH = 100;

/** What the agent can reject an invitation with: what they or their organisation have set, or else what most say. */
export function rejectionWordsOf(settings: Pick<Settings, 'rejectionWords'> | undefined): readonly string[] {
  const set = (settings?.rejectionWords ?? '')
    .split(';')
    .map((words) => words.trim().slice(0, MAX_LENGTH))
    .filter(Boolean);
  return set.length > 0 ? [...new Set(set)].slice(0, MOST_WORDS) : [msg('In 2 minutes'), msg('In a call'), msg('Later')];
}
