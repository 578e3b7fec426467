import type { TargetsSlice } from '../../channel/contract.ts';
import type { InternalTarget, TargetFilter } from '../../model/internal-target.ts';
import { type BareJid, domainOf } from '../../model/jid.ts';
import { logonOf } from '../../model/logon.ts';
import { shownAddress } from '../../model/shown-address.ts';
import { comparableHost } from '../../model/standing.ts';
import { type GroupRef, type TargetKey, targetKeyOf, type TargetRef } from '../../model/target-ref.ts';
import { matcherOf, searchTextOf } from '../../model/target-search.ts';
import { type Fact, getFact, putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import type { Changes } from '../events/changes.ts';
import type { MessagingStream, RosterItem } from '../stream/messaging-port.ts';
import { LookAlikes } from './look-alikes.ts';
import type { Presence } from './presence.ts';
import type { RememberedTargets } from './remembered-targets.ts';
import { announceTargets } from './target-changes.ts';
import type { TargetDirectory, TargetQuestion } from './target-directory.ts';

/** A target as it is searched. */
export interface Listed {
  readonly searchText: string;
  readonly ref: TargetRef;
  readonly key: TargetKey;
  /** The ids of the groups that it is in. */
  readonly groups: readonly string[];
}

/** What an earlier host of this account stored. */
export interface RosterFacts {
  readonly roster?: Fact<'roster'>;
  readonly ownName?: Fact<'ownName'>;
}

export async function getRosterFacts(database: AccountDatabase): Promise<RosterFacts> {
  const [roster, ownName] = await Promise.all([getFact(database, 'roster'), getFact(database, 'ownName')]);
  return { roster, ownName };
}

/** The internal targets of a team: the server's roster with its groups (RFC 6121 2). The server tells everybody's presence. */
export class Roster implements TargetDirectory {
  readonly #items = new Map<BareJid, RosterItem>();
  #listed: readonly Listed[] | undefined;
  /** Whether the roster was read at least once. */
  isLoaded: boolean;
  #ownName: string | undefined;
  readonly lookAlikes = new LookAlikes(() => this.#announce());
  /** The names of agents who aren't in the roster, from another directory, which keeps them few. They aren't listed here. */
  readonly learnt = new Map<BareJid, string>();

  constructor(
    private readonly me: BareJid,
    private readonly remembered: Pick<RememberedTargets, 'isFavorite' | 'recents'>,
    private readonly presence: Pick<Presence, 'watch' | 'unwatch' | 'statusOf' | 'toldCount'>,
    private readonly journal: Journal,
    private readonly changes: Changes,
    stored: RosterFacts = {},
  ) {
    for (const item of stored.roster ?? []) this.#put(item);
    this.isLoaded = stored.roster !== undefined;
    this.#setOwnName(stored.ownName);
  }

  load(items: readonly RosterItem[]): void {
    const listed = new Set(items.map(({ jid }) => jid));
    this.update(
      items,
      [...this.#items.keys()].filter((jid) => !listed.has(jid)),
    );
    this.isLoaded = true;
  }

  update(items: readonly RosterItem[], removed: readonly BareJid[]): void {
    for (const item of items) if (item.jid !== this.me) this.#put(item);
    for (const jid of removed) this.#remove(jid);
    this.#listed = undefined;
    this.journal.writeLatest('roster', (transaction) => putFact('roster', this.#rosterFact())(transaction));
    this.#announce();
  }

  /** Asks the server for the agent's own name. Until it answers, or if it doesn't, the name that is known stays. */
  async readOwnName(stream: MessagingStream): Promise<void> {
    const name = await stream.getOwnName().catch(() => this.#ownName);
    if (name === undefined || name === this.#ownName) return;
    this.#setOwnName(name);
    this.journal.write(putFact('ownName', name));
    this.#announce();
  }

  /** Whether somebody is in the directory. */
  has(jid: BareJid): boolean {
    return this.isListed(jid) || this.learnt.has(jid);
  }

  /** Whether somebody is in the roster itself. */
  isListed(jid: BareJid): boolean {
    return this.#items.has(jid);
  }

  /** The name of a peer. Somebody who could be taken for somebody else is named with their whole address, so that nobody passes for another. */
  nameOf(jid: BareJid): string {
    const name = (jid === this.me ? this.#ownName : (this.#items.get(jid)?.name ?? this.learnt.get(jid))) || logonOf(jid);
    return this.#isAmbiguous(jid) ? `${name} (${shownAddress(jid, { isMarked: false })})` : name;
  }

  /** The logon of a peer, with its host where somebody else could be meant by it. */
  logonTextOf(jid: BareJid): string {
    return this.#isAmbiguous(jid) ? shownAddress(jid, { isMarked: false }) : logonOf(jid);
  }

  find({ search, filter, membersOf, first, count }: TargetQuestion): TargetsSlice {
    const match = matcherOf(search);
    const found: { readonly listed: Listed; readonly score: number }[] = [];
    for (const listed of this.candidates(filter, membersOf)) {
      const score = match(listed.searchText, listed.ref.kind === 'agent' ? listed.ref.jid : undefined);
      if (score > 0) found.push({ listed, score });
    }
    // A stable sort: equals stay in the order of names (or of use, for Recent).
    if (search.trim() !== '') found.sort((a, b) => b.score - a.score);
    return {
      total: found.length,
      first,
      rows: found.slice(first, first + count).map(({ listed }) => this.targetOf(listed)),
      isLoaded: this.isLoaded,
    };
  }

  /** The targets that a filter lets through, or a group's members, in the order in which they are shown. */
  candidates(filter: TargetFilter, membersOf: GroupRef | undefined): readonly Listed[] {
    const all = this.#list();
    // A roster knows no skills.
    if (membersOf) return membersOf.kind === 'group' ? all.filter(({ groups }) => groups.includes(membersOf.id)) : [];
    switch (filter) {
      case 'all':
        return all;
      case 'agents':
        return all.filter(({ ref }) => ref.kind === 'agent');
      case 'groups':
        return all.filter(({ ref }) => ref.kind === 'group');
      case 'favorites':
        return all.filter(({ key }) => this.remembered.isFavorite(key));
      case 'recent': {
        const byKey = new Map(all.map((listed) => [listed.key, listed]));
        return this.remembered.recents.flatMap((ref) => byKey.get(targetKeyOf(ref)) ?? []);
      }
    }
  }

  /** Agents by name, then groups by name; made anew only when the roster changes. */
  #list(): readonly Listed[] {
    if (this.#listed) return this.#listed;
    const { compare } = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
    const agents = [...this.#items.values()].sort((a, b) => compare(a.name, b.name));
    const groups = [...new Set(agents.flatMap((agent) => agent.groups))].sort(compare);
    this.#listed = [
      ...agents.map(({ jid, name, groups }) =>
        listedOf({ kind: 'agent', jid }, groups, searchTextOf({ name, groups, logon: logonOf(jid) })),
      ),
      ...groups.map((id) => listedOf({ kind: 'group', id }, [], searchTextOf({ name: id }))),
    ];
    return this.#listed;
  }

  targetOf({ ref, key, groups }: Listed): InternalTarget {
    const isFavorite = this.remembered.isFavorite(key);
    if (ref.kind === 'agent') {
      const { jid } = ref;
      return { ...ref, name: this.nameOf(jid), groups, logon: logonOf(jid), status: this.presence.statusOf(jid), isFavorite };
    }
    const count = this.presence.toldCount(ref);
    if (count) return { ...ref, name: ref.id, ...count, isFavorite };
    const members = [...this.#items.values()].filter((item) => item.groups.includes(ref.id));
    const ready = members.filter(({ jid }) => this.presence.statusOf(jid).availability === 'ready').length;
    return { ...ref, name: ref.id, ready, total: members.length, isFavorite };
  }

  #put(item: RosterItem): void {
    this.#items.set(item.jid, item);
    this.presence.watch(item.jid, item.groups);
    this.lookAlikes.put(item.jid, [item.name, logonOf(item.jid)]);
  }

  #remove(jid: BareJid): void {
    this.#items.delete(jid);
    this.presence.unwatch(jid);
    if (jid !== this.me) this.lookAlikes.remove(jid);
  }

  #setOwnName(name: string | undefined): void {
    this.#ownName = name;
    this.lookAlikes.put(this.me, [name || logonOf(this.me), logonOf(this.me)]);
  }

  /** Whether a peer could be taken for somebody else. The agent's own name needs no address, because everybody who looks like it gets one. */
  #isAmbiguous(jid: BareJid): boolean {
    return jid !== this.me && (this.#hasAddressAsLogon(jid) || this.lookAlikes.isAmbiguous(jid, [logonOf(jid)]));
  }

  /**
   * Whether a logon reads like somebody else's address, which the escapes of XEP-0106 make possible: like one of the agent's own host or of the
   * directory. Who isn't in the directory has no logon that reads like an address at all.
   */
  #hasAddressAsLogon(jid: BareJid): boolean {
    const logon = logonOf(jid);
    if (!logon.includes('@')) return false;
    return !this.has(jid) || this.has(logon) || comparableHost(domainOf(logon)) === comparableHost(domainOf(this.me));
  }

  #rosterFact(): Fact<'roster'> {
    return [...this.#items.values()].map(({ jid, name, groups }) => ({ jid, name, groups: [...groups] }));
  }

  #announce(): void {
    announceTargets(this.changes);
  }
}

function listedOf(ref: TargetRef, groups: readonly string[], searchText: string): Listed {
  return { ref, key: targetKeyOf(ref), groups, searchText };
}
