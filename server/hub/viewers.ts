import { type BareJid, bareJidOf, type FullJid } from '../../src/model/jid.ts';

/** How long changes gather before a viewer is told of them. */
const BATCH_MS = 250;
/** The most agents whom one viewer watches: what fits on a screen, favourites, recents and open sessions several times over. */
export const MOST_WATCHED = 500;
/** A viewer who hasn't asked anything for so long has gone. Clients ask every half minute. */
const LEASE_MS = 100_000;

interface Viewer {
  readonly watched: Set<BareJid>;
  readonly changed: Set<BareJid>;
  timer?: ReturnType<typeof setTimeout>;
  askedAt: number;
}

export interface ViewersOptions {
  readonly maySee: (viewer: BareJid, agent: BareJid) => boolean;
  /** Tells a viewer of agents whose status has changed. */
  readonly tell: (viewer: FullJid, agents: readonly BareJid[]) => void;
  readonly now: () => number;
}

/** Who watches whom. It holds no more than what is watched. */
export class Viewers {
  readonly #viewers = new Map<FullJid, Viewer>();
  readonly #watchers = new Map<BareJid, Set<FullJid>>();

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
    const entry: Viewer = this.#viewers.get(viewer) ?? { watched: new Set(), changed: new Set(), askedAt: now() };
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

  remove(viewer: FullJid): void {
    const entry = this.#viewers.get(viewer);
    if (!entry) return;
    clearTimeout(entry.timer);
    for (const agent of entry.watched) this.#unwatch(viewer, entry, agent);
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
      entry.timer ??= setTimeout(() => {
        entry.timer = undefined;
        const changed = [...entry.changed].filter((one) => entry.watched.has(one));
        entry.changed.clear();
        if (changed.length > 0) this.options.tell(viewer, changed);
      }, BATCH_MS);
    }
  }

  clear(): void {
    for (const viewer of [...this.#viewers.keys()]) this.remove(viewer);
  }

  #unwatch(viewer: FullJid, entry: Viewer, agent: BareJid): void {
    if (!entry.watched.delete(agent)) return;
    const watchers = this.#watchers.get(agent);
    watchers?.delete(viewer);
    if (watchers?.size === 0) this.#watchers.delete(agent);
  }
}
