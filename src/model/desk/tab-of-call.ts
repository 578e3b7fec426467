import { interactionOfCall } from '../ids.ts';
import type { ToldCall } from './happening.ts';
import { tabOfSession, type TabRef } from './tab-ref.ts';

/** The tab that belongs to a call: that of the IM session beside it, or that of the contact whose call it is. */
export function tabOfCall({ id, party }: Pick<ToldCall, 'id' | 'party'>): TabRef {
  return party.kind === 'contact' ? { of: 'interaction', id: interactionOfCall(id) } : tabOfSession(party.sessionId);
}
