import { type BareJid, bareJidOf, type FullJid } from '../../src/model/jid.ts';
import { type GroupRef, type TargetKey, targetKeyOf } from '../../src/model/target-ref.ts';

/** How long changes gather before a viewer is told of them. */
const BATCH_MS = 250;
/** The most agents whom one viewer watches: what fits on a screen, favourites, recents and open sessions several times over. */
export const MOST_WATCHED = 500;
/** The most groups and skills of which one viewer is told how many are ready. */
const MOST_GROUPS = 100;
/** A viewer who hasn't asked anything for so long has gone. Clients ask every half minute. */
const LEASE_MS = 100_000;

interface Viewer {
  readonly watched: Set<BareJid>;
  readonly changed: Set<BareJid>;
  /** The groups and skills of which the viewer is told how many are ready. */
  groups: ReadonlyMap<TargetKey, GroupRef>;
  readonly changedGroups: Set<TargetKey>;
  timer?: ReturnType<typeof setTimeout>;
  askedAt: number;
}

export interface ViewersOptions {
  readonly maySee: (viewer: BareJid, agent: BareJid) => boolean;
  /** Tells a viewer of agents whose status has changed, and of groups of which another number is ready. */
  readonly tell: (viewer: FullJid, agents: readonly BareJid[], groups: readonly GroupRef[]) => void;
  readonly now: () => number;
}

/** Who watches whom. It holds no more than what is watched. */
export class Viewers {
  readonly #viewers = new Map<FullJid, Viewer>();
  readonly #watchers = new Map<BareJid, Set<FullJid>>();
  readonly #groupWatchers = new Map<TargetKey, Set<FullJid>>();

  constructor(private readonly options: ViewersOptions) {}

  get size(): number {
    return this.#viewers.size;
  }

  /** How many agents are watched, each counted once for each viewer. */
  get watches(): number {
    return [...this.#viewers.values()].reduce((sum, { watched }) => sum + watched.size, 0);
  }

  /** The agents that somebody watches. */
  get watched(): IterableIterator<BareJid> {
    return this.#watchers.keys();
  }

  /** How many agents a viewer watches, of those that they may see; undefined for somebody who watches nobody. */
  countOf(viewer: FullJid): number | undefined {
    return this.#viewers.get(viewer)?.watched.size;
  }

  /** Whether a viewer may watch so many agents. @param isWhole Whether they take the place of those that the viewer watches now */
  hasRoom(viewer: FullJid, on: readonly BareJid[], isWhole: boolean): boolean {
    const watched = isWhole ? [] : (this.#viewers.get(viewer)?.watched ?? []);
    return new Set([...watched, ...on]).size <= MOST_WATCHED;
  }

  /** @returns the agents of `on` whom the viewer may see */
  watch(viewer: FullJid, on: readonly BareJid[], off: readonly BareJid[], isWhole: boolean): readonly BareJid[] {
    if (isWhole) this.remove(viewer);
    const { now, maySee } = this.options;
    const entry: Viewer = this.#viewers.get(viewer) ?? {
      watched: new Set(),
      changed: new Set(),
      groups: new Map(),
      changedGroups: new Set(),
      askedAt: now(),
    };
    entry.askedAt = now();
    this.#viewers.set(viewer, entry);
    for (const agent of off) this.#unwatch(viewer, entry, agent);
    const seen = on.filter((agent) => maySee(bareJidOf(viewer), agent));
    for (const agent of seen) {
      entry.watched.add(agent);
      this.#watchers.set(agent, (this.#watchers.get(agent) ?? new Set()).add(viewer));
    }
    return seen;
  }

  /** Says of which groups a viewer who is known is told how many are ready, in place of those before. */
  watchGroups(viewer: FullJid, groups: readonly GroupRef[]): void {
    const entry = this.#viewers.get(viewer);
    if (!entry) return;
    for (const key of entry.groups.keys()) this.#unwatchGroup(viewer, key);
    entry.groups = new Map(groups.slice(0, MOST_GROUPS).map((group) => [targetKeyOf(group), group]));
    for (const key of entry.groups.keys()) this.#groupWatchers.set(key, (this.#groupWatchers.get(key) ?? new Set()).add(viewer));
  }

  remove(viewer: FullJid): void {
    const entry = this.#viewers.get(viewer);
    if (!entry) return;
    clearTimeout(entry.timer);
    for (const agent of entry.watched) this.#unwatch(viewer, entry, agent);
    for (const key of entry.groups.keys()) this.#unwatchGroup(viewer, key);
    this.#viewers.delete(viewer);
  }

  /** Forgets viewers who have gone without a word. */
  removeGone(): void {
    const { now } = this.options;
    for (const [viewer, { askedAt }] of [...this.#viewers]) if (now() - askedAt > LEASE_MS) this.remove(viewer);
  }

  /** Has everybody told who watches the agent, together with what else changes within a moment. */
  noteChange(agent: BareJid): void {
    for (const viewer of this.#watchers.get(agent) ?? []) {
      const entry = this.#viewers.get(viewer);
      if (!entry) continue;
      entry.changed.add(agent);
      this.#tellSoon(viewer, entry);
    }
  }

  /** The same for groups of which another number is ready. */
  noteCounts(groups: readonly GroupRef[]): void {
    for (const key of groups.map(targetKeyOf)) {
      for (const viewer of this.#groupWatchers.get(key) ?? []) {
        const entry = this.#viewers.get(viewer);
        if (!entry) continue;
        entry.changedGroups.add(key);
        this.#tellSoon(viewer, entry);
      }
    }
  }

  #tellSoon(viewer: FullJid, entry: Viewer): void {
    entry.timer ??= setTimeout(() => {
      entry.timer = undefined;
      const changed = [...entry.changed].filter((one) => entry.watched.has(one));
      const groups = [...entry.changedGroups].flatMap((key) => entry.groups.get(key) ?? []);
      entry.changed.clear();
      entry.changedGroups.clear();
      if (changed.length + groups.length > 0) this.options.tell(viewer, changed, groups);
    }, BATCH_MS);
  }

  clear(): void {
    for (const viewer of [...this.#viewers.keys()]) this.remove(viewer);
  }

  #unwatchGroup(viewer: FullJid, key: TargetKey): void {
    const watchers = this.#groupWatchers.get(key);
    watchers?.delete(viewer);
    if (watchers?.size === 0) this.#groupWatchers.delete(key);
  }

  #unwatch(viewer: FullJid, entry: Viewer, agent: BareJid): void {
    if (!entry.watched.delete(agent)) return;
    const watchers = this.#watchers.get(agent);
    watchers?.delete(viewer);
    if (watchers?.size === 0) this.#watchers.delete(agent);
  }
}
