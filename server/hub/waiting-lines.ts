import { type BareJid, bareJidOf, type FullJid } from '../../src/model/jid.ts';
import { type GroupRef, type TargetKey, targetKeyOf } from '../../src/model/target-ref.ts';

/** A place that isn't asked for again is forgotten. Clients ask every 15 s. */
const LEASE_MS = 35_000;
/** How long a member who was named to an agent in line is named to no other agent: as long as it rings before the next members are asked too. */
const KEPT_MS = 15_000;
/** How many are named to one agent in line at most. */
const MOST_NAMED = 3;
/** How many places one line has, and how many agents at its beginning are told that somebody has become ready. */
const MOST_WAITING = 500;
const TOLD_AT_ONCE = 3;

/** A place in the line for a group. */
interface Place {
  readonly device: FullJid;
  readonly since: number;
  askedAt: number;
}

/** What an agent in line asks (docs/protocol.md 13). */
export interface LineRequest {
  readonly id: string;
  readonly since: number;
}

/** The members who may be asked now; where there is none, the place in the line, 1 for who is next. */
export interface LineAnswer {
  readonly members: readonly BareJid[];
  readonly place?: number;
}

/** The lines of agents who wait until somebody of a group is ready: who has waited longest comes first, and no member is named to two of them. */
export class WaitingLines {
  readonly #lines = new Map<TargetKey, { readonly group: GroupRef; readonly places: Map<string, Place> }>();
  /** By member, for whom they are kept, and until when. */
  readonly #kept = new Map<BareJid, { readonly agent: BareJid; readonly until: number }>();

  constructor(private readonly now: () => number) {}

  /** How many agents wait. */
  get size(): number {
    return [...this.#lines.values()].reduce((sum, { places }) => sum + places.size, 0);
  }

  /** Those of the members who aren't kept for another agent in line. */
  free(members: readonly BareJid[], agent: BareJid): readonly BareJid[] {
    const now = this.now();
    for (const [member, { until }] of this.#kept) if (until <= now) this.#kept.delete(member);
    return members.filter((member) => (this.#kept.get(member)?.agent ?? agent) === agent);
  }

  /** Takes a place in the line, or keeps it. @param ready The members who are ready and can be asked, longest ready first */
  ask(group: GroupRef, device: FullJid, { id, since }: LineRequest, ready: readonly BareJid[]): LineAnswer {
    const now = this.now();
    const places = this.#placesOf(group);
    for (const [key, { askedAt }] of places) if (now - askedAt > LEASE_MS) places.delete(key);
    const own = `${bareJidOf(device)} ${id}`;
    if (!places.has(own) && places.size >= MOST_WAITING) return { members: [] };
    // Nobody comes to the front by a time that they make up: what is known already stays.
    places.set(own, { device, since: places.get(own)?.since ?? Math.min(since, now), askedAt: now });
    const order = [...places].sort(([, a], [, b]) => a.since - b.since).map(([key]) => key);
    const nth = order.indexOf(own);
    // Each one's share: the longest ready to who is next, the second longest to the one after them, and around again.
    const agent = bareJidOf(device);
    const members = this.free(ready, agent)
      .filter((_member, index) => index % order.length === nth)
      .slice(0, MOST_NAMED);
    if (members.length === 0) return { members, place: nth + 1 };
    for (const member of members) this.#kept.set(member, { agent, until: now + KEPT_MS });
    places.delete(own);
    return { members };
  }

  leave(group: GroupRef, device: FullJid, id: string): void {
    this.#lines.get(targetKeyOf(group))?.places.delete(`${bareJidOf(device)} ${id}`);
  }

  /** Who is told that this agent has become ready: the first in the lines of the agent's groups. */
  toldOf(isMember: (group: GroupRef) => boolean): readonly { readonly device: FullJid; readonly group: GroupRef }[] {
    return [...this.#lines.values()].flatMap(({ group, places }) =>
      places.size > 0 && isMember(group)
        ? [...places.values()]
            .sort((a, b) => a.since - b.since)
            .slice(0, TOLD_AT_ONCE)
            .map(({ device }) => ({ device, group }))
        : [],
    );
  }

  #placesOf(group: GroupRef): Map<string, Place> {
    const key = targetKeyOf(group);
    const line = this.#lines.get(key) ?? { group, places: new Map<string, Place>() };
    this.#lines.set(key, line);
    return line.places;
  }
}
