import type { BareJid } from '../../model/jid.ts';
import type { GroupRef } from '../../model/target-ref.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';
import { answerOfHub } from './hub-answer.ts';
import type { Presence } from './presence.ts';
import type { Roster } from './roster.ts';

export interface MembersOptions {
  readonly presence: Pick<Presence, 'statusOf' | 'chosenAtOf'>;
  readonly roster: Pick<Roster, 'candidates'>;
  /** The organisation's availability hubs. */
  readonly hubs: () => readonly string[];
  readonly stream: () => Pick<MessagingStream, 'openAvailability'> | undefined;
}

/** Whether the agent can turn to a member. */
interface MemberReach {
  /** Why nothing can be begun with them, if there is a reason. */
  exclusion(member: BareJid): object | undefined;
  /** Whether they can have a plain chat only. */
  isPlain(member: BareJid): Promise<boolean>;
}

/** The members of a group who are ready and can be asked, longest ready first. Their devices are asked, for a second at most. */
export async function askableMembers(group: GroupRef, reach: MemberReach, options: MembersOptions): Promise<readonly BareJid[]> {
  const ready = (await readyMembers(group, options)).filter((member) => !reach.exclusion(member));
  return (await Promise.all(ready.map(async (member) => ((await reach.isPlain(member)) ? [] : [member])))).flat();
}

/** The members of a group who are ready, longest ready first: as a hub says, or, where none does, by the roster. */
export async function readyMembers(group: GroupRef, options: MembersOptions): Promise<readonly BareJid[]> {
  const exchange = options.hubs().length > 0 ? await options.stream()?.openAvailability() : undefined;
  for (const hub of exchange ? options.hubs() : []) {
    // If none answers, the roster is.
    const named = exchange && (await answerOfHub(exchange.readyMembers(hub, group)));
    if (named) return named;
  }
  return listedMembers(group, options);
}

/** The roster knows groups only. */
function listedMembers({ kind, id }: GroupRef, { roster, presence }: MembersOptions): readonly BareJid[] {
  const listed = kind === 'group' ? roster.candidates('all', id) : [];
  return listed
    .flatMap(({ ref }) => (ref.kind === 'agent' && presence.statusOf(ref.jid).availability === 'ready' ? [ref.jid] : []))
    .map((jid) => ({ jid, since: presence.chosenAtOf(jid) ?? 0 }))
    .sort((a, b) => a.since - b.since)
    .map(({ jid }) => jid);
}
