import type { SessionId } from '../../model/ids.ts';
import type { BareJid } from '../../model/jid.ts';
import type { GroupRef } from '../../model/target-ref.ts';
import type { AvailabilityExchange, LineAnswer, LineTicket, MessagingStream } from '../stream/messaging-port.ts';
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
  return reachable(await readyMembers(group, options), reach);
}

/** What is known at an agent's place in the line for a group. */
export interface LineNews extends LineAnswer {
  /** A hub has told it, and tells when it changes. Otherwise it follows from the roster's presence. */
  readonly isByHub: boolean;
}

/** Finds the members whom an agent in line may ask now. The members' devices are asked, for a second at most. */
export async function nextInLine(group: GroupRef, ticket: LineTicket, reach: MemberReach, options: MembersOptions): Promise<LineNews> {
  const answer = await askHubs(options, (exchange, hub) => exchange.askInLine(hub, group, ticket));
  if (answer) return { ...answer, members: await reachable(answer.members, reach), isByHub: true };
  const listed = listedMembers(group, options).filter((member) => !ticket.except.includes(member));
  return { members: await reachable(listed, reach), isByHub: false };
}

/** Gives up a place in line. A hub that doesn't hear of it forgets the place by itself. */
export async function leaveLine(group: GroupRef, id: SessionId, options: MembersOptions): Promise<void> {
  const exchange = await options.stream()?.openAvailability();
  if (exchange) await Promise.all(options.hubs().map((hub) => answerOfHub(exchange.leaveLine(hub, group, id))));
}

async function reachable(members: readonly BareJid[], reach: MemberReach): Promise<readonly BareJid[]> {
  const open = members.filter((member) => !reach.exclusion(member));
  return (await Promise.all(open.map(async (member) => ((await reach.isPlain(member)) ? [] : [member])))).flat();
}

/** The members of a group who are ready, longest ready first: as a hub says, or, where none does, by the roster. */
export async function readyMembers(group: GroupRef, options: MembersOptions): Promise<readonly BareJid[]> {
  return (await askHubs(options, (exchange, hub) => exchange.readyMembers(hub, group))) ?? listedMembers(group, options);
}

/** Asks the hubs one after the other. @returns the first answer; undefined where there is no hub, or none answers */
async function askHubs<T>(
  { hubs, stream }: MembersOptions,
  ask: (exchange: AvailabilityExchange, hub: string) => Promise<T>,
): Promise<T | undefined> {
  const exchange = hubs().length > 0 ? await stream()?.openAvailability() : undefined;
  for (const hub of exchange ? hubs() : []) {
    const answer = exchange && (await answerOfHub(ask(exchange, hub)));
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The roster knows groups only. */
function listedMembers({ kind, id }: GroupRef, { roster, presence }: MembersOptions): readonly BareJid[] {
  const listed = kind === 'group' ? roster.candidates('all', { kind, id }) : [];
  return listed
    .flatMap(({ ref }) => (ref.kind === 'agent' && presence.statusOf(ref.jid).availability === 'ready' ? [ref.jid] : []))
    .map((jid) => ({ jid, since: presence.chosenAtOf(jid) ?? 0 }))
    .sort((a, b) => a.since - b.since)
    .map(({ jid }) => jid);
}
