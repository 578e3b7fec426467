import type { BareJid } from '../../model/jid.ts';
import type { GroupRef } from '../../model/target-ref.ts';
import type { Presence } from './presence.ts';
import type { Roster } from './roster.ts';

export interface MembersOptions {
  readonly presence: Pick<Presence, 'statusOf' | 'chosenAtOf'>;
  readonly roster: Pick<Roster, 'candidates'>;
}

/** The members of a group who are ready, longest ready first. */
export function readyMembers({ kind, id }: GroupRef, { roster, presence }: MembersOptions): readonly BareJid[] {
  // A roster knows groups only.
  const listed = kind === 'group' ? roster.candidates('all', id) : [];
  return listed
    .flatMap(({ ref }) => (ref.kind === 'agent' && presence.statusOf(ref.jid).availability === 'ready' ? [ref.jid] : []))
    .map((jid) => ({ jid, since: presence.chosenAtOf(jid) ?? 0 }))
    .sort((a, b) => a.since - b.since)
    .map(({ jid }) => jid);
}
