import type { AgentStatus, Availability } from '../../model/agent.ts';
import { type AgentTarget, type GroupTarget, type InternalTarget, type TargetFilter, type TargetKey } from '../../model/internal-target.ts';
import { type BareJid, type FullJid, logonOf } from '../../model/jid.ts';
import { shownAddress } from '../../model/shown-address.ts';
import { matcherOf, searchTextOf } from '../../model/target-search.ts';
import { type Fact, getFact, putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import type { Changes } from '../events/changes.ts';
import { Devices } from './devices.ts';
import { LookAlikes } from './look-alikes.ts';
import type { MessagingStream, RosterItem } from '../stream/messaging-port.ts';
import type { RememberedTargets } from './remembered-targets.ts';

interface Listed {
  readonly searchText: string;
  readonly key: TargetKey;
  readonly item: RosterItem | { readonly group: string };
}

/** What an earlier host of this account stored. */
export interface DirectoryFacts {
  readonly roster?: Fact<'roster'>;
  readonly presence?: Fact<'presence'>;
  readonly ownName?: Fact<'ownName'>;
}

export async function getDirectoryFacts(database: AccountDatabase): Promise<DirectoryFacts> {
  const [roster, presence, ownName] = await Promise.all([
    getFact(database, 'roster'),
    getFact(database, 'presence'),
    getFact(database, 'ownName'),
  ]);
  return { roster, presence, ownName };
}

/** What the Team Communicator asks for: rows `first` … `first + count` of what matches. */
export interface DirectoryQuery {
  readonly search: string;
  readonly filter: TargetFilter;
  readonly group?: string;
  readonly first: number;
  readonly count: number;
}

const LOGGED_OFF: AgentStatus = { availability: 'logged-off' };
/** Availabilities in order of how well an agent can be reached. An agent with several devices is shown with the best of theirs. */
const REACHABILITY: readonly Availability[] = ['ready', 'after-call-work', 'not-ready', 'do-not-disturb', 'unknown', 'logged-off'];

/** The internal targets of a small team: the server's roster with its groups, and presence (RFC 6121). */
export class Directory {
  private readonly items = new Map<BareJid, RosterItem>();
  private readonly devices = new Devices((peer) => this.items.has(peer));
  private listed: readonly Listed[] | undefined;
  /** Whether the roster was read at least once. */
  private isLoaded: boolean;
  private ownName: string | undefined;
  private readonly lookAlikes = new LookAlikes(() => this.announce());

  constructor(
    private readonly me: BareJid,
    private readonly remembered: RememberedTargets,
    private readonly journal: Journal,
    private readonly changes: Changes,
    stored: DirectoryFacts = {},
  ) {
    for (const item of stored.roster ?? []) this.put(item);
    this.isLoaded = stored.roster !== undefined;
    this.setOwnName(stored.ownName);
    for (const { from, status, capsKey } of stored.presence ?? []) this.devices.set(from, { status, capsKey });
  }

  load(items: readonly RosterItem[]): void {
    const listed = new Set(items.map(({ jid }) => jid));
    this.update(
      items,
      [...this.items.keys()].filter((jid) => !listed.has(jid)),
    );
    this.isLoaded = true;
  }

  update(items: readonly RosterItem[], removed: readonly BareJid[]): void {
    for (const item of items) if (item.jid !== this.me) this.put(item);
    for (const jid of removed) this.remove(jid);
    this.listed = undefined;
    this.journal.writeLatest('roster', (transaction) => putFact('roster', this.rosterFact())(transaction));
    this.announce();
  }

  /** Forgets all presence, because a new stream begins, on which the server tells it again. */
  forgetPresence(): void {
    this.devices.clear();
    this.presenceChanged();
  }

  setPresence(from: FullJid, status: AgentStatus, isAvailable: boolean, capsKey: string | undefined): void {
    if (isAvailable) this.devices.set(from, { status, capsKey });
    else this.devices.delete(from);
    this.presenceChanged();
  }

  /** Forgets the presence of peers who aren't known any more. */
  forgetPresenceWhere(isForgotten: (peer: BareJid) => boolean): void {
    if (this.devices.forgetWhere(isForgotten)) this.presenceChanged();
  }

  /** Asks the server for the agent's own name. Until it answers, or if it doesn't, the name that is known stays. */
  async readOwnName(stream: MessagingStream): Promise<void> {
    const name = await stream.getOwnName().catch(() => this.ownName);
    if (name === undefined || name === this.ownName) return;
    this.setOwnName(name);
    this.journal.write(putFact('ownName', name));
    this.announce();
  }

  /** Whether somebody is in the directory. */
  has(jid: BareJid): boolean {
    return this.items.has(jid);
  }

  /** The name of a peer. Somebody who could be taken for somebody else is named with their whole address, so that nobody passes for another. */
  nameOf(jid: BareJid): string {
    const name = (jid === this.me ? this.ownName : this.items.get(jid)?.name) || logonOf(jid);
    return this.isAmbiguous(jid) ? `${name} (${shownAddress(jid, { isMarked: false })})` : name;
  }

  /** The logon of a peer, with its host where somebody else could be meant by it. */
  logonTextOf(jid: BareJid): string {
    return this.isAmbiguous(jid) ? shownAddress(jid, { isMarked: false }) : logonOf(jid);
  }

  statusOf(jid: BareJid): AgentStatus {
    let best = this.isLoaded && this.items.has(jid) ? LOGGED_OFF : ({ availability: 'unknown' } as const satisfies AgentStatus);
    for (const { status } of this.devices.of(jid).values()) {
      if (REACHABILITY.indexOf(status.availability) < REACHABILITY.indexOf(best.availability)) best = status;
    }
    return best;
  }

  /** The agent's available devices, with what tells their capabilities (XEP-0115). */
  devicesOf(jid: BareJid): readonly (readonly [FullJid, string | undefined])[] {
    return [...this.devices.of(jid)].map(([from, { capsKey }]) => [from, capsKey] as const);
  }

  find({ search, filter, group, first, count }: DirectoryQuery): { total: number; rows: InternalTarget[]; isLoaded: boolean } {
    const match = matcherOf(search);
    const found: { readonly listed: Listed; readonly score: number }[] = [];
    for (const listed of this.candidates(filter, group)) {
      const score = match(listed.searchText);
      if (score > 0) found.push({ listed, score });
    }
    // A stable sort: equals stay in the order of names (or of use, for Recent).
    if (search.trim() !== '') found.sort((a, b) => b.score - a.score);
    return {
      total: found.length,
      rows: found.slice(first, first + count).map(({ listed }) => this.targetOf(listed)),
      isLoaded: this.isLoaded,
    };
  }

  private candidates(filter: TargetFilter, group: string | undefined): readonly Listed[] {
    const all = this.list();
    if (group !== undefined) return all.filter(({ item }) => 'jid' in item && item.groups.includes(group));
    switch (filter) {
      case 'all':
        return all;
      case 'agents':
        return all.filter(({ item }) => 'jid' in item);
      case 'groups':
        return all.filter(({ item }) => 'group' in item);
      case 'favorites':
        return all.filter(({ key }) => this.remembered.favorites.has(key));
      case 'recent': {
        const byKey = new Map(all.map((listed) => [listed.key, listed]));
        return this.remembered.recents.flatMap((key) => byKey.get(key) ?? []);
      }
    }
  }

  /** Agents by name, then groups by name; made anew only when the roster changes. */
  private list(): readonly Listed[] {
    if (this.listed) return this.listed;
    const { compare } = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
    const agents = [...this.items.values()].sort((a, b) => compare(a.name, b.name));
    const groups = [...new Set(agents.flatMap(({ groups }) => groups))].sort(compare);
    this.listed = [
      ...agents.map((item) => ({ item, key: item.jid, searchText: searchTextOf({ ...item, logon: logonOf(item.jid) }) })),
      ...groups.map((group) => ({ item: { group }, key: `group:${group}`, searchText: searchTextOf({ name: group }) })),
    ];
    return this.listed;
  }

  private targetOf({ item, key }: Listed): AgentTarget | GroupTarget {
    const isFavorite = this.remembered.favorites.has(key);
    if ('jid' in item) {
      return { kind: 'agent', ...item, name: this.nameOf(item.jid), logon: logonOf(item.jid), status: this.statusOf(item.jid), isFavorite };
    }
    const members = [...this.items.values()].filter(({ groups }) => groups.includes(item.group));
    const ready = members.filter(({ jid }) => this.statusOf(jid).availability === 'ready').length;
    return { kind: 'group', name: item.group, ready, total: members.length, isFavorite };
  }

  private put(item: RosterItem): void {
    this.items.set(item.jid, item);
    this.lookAlikes.put(item.jid, [item.name, logonOf(item.jid)]);
  }

  private remove(jid: BareJid): void {
    this.items.delete(jid);
    if (jid !== this.me) this.lookAlikes.remove(jid);
  }

  private setOwnName(name: string | undefined): void {
    this.ownName = name;
    this.lookAlikes.put(this.me, [name || logonOf(this.me), logonOf(this.me)]);
  }

  /** Whether a peer could be taken for somebody else. The agent's own name needs no address, because everybody who looks like it gets one. */
  private isAmbiguous(jid: BareJid): boolean {
    return jid !== this.me && this.lookAlikes.isAmbiguous(jid, [logonOf(jid)]);
  }

  private presenceChanged(): void {
    // The list is made when it is committed, once for all changes that have gathered by then.
    this.journal.writeLatest('presence', (transaction) => putFact('presence', this.presenceFact())(transaction));
    this.announce();
  }

  private rosterFact(): Fact<'roster'> {
    return [...this.items.values()].map(({ jid, name, groups }) => ({ jid, name, groups: [...groups] }));
  }

  private presenceFact(): Fact<'presence'> {
    return this.devices.all().map(([from, device]) => ({ from, ...device }));
  }

  private announce(): void {
    this.changes.announce('targets');
    this.changes.announce('overview');
    this.changes.announce('history');
  }
}
