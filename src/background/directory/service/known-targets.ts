import type { BareJid } from '../../../model/jid.ts';
import { logonOf } from '../../../model/logon.ts';
import type { TargetRef } from '../../../model/target-ref.ts';
import type { StoredTarget } from '../../../storage/directory-store.ts';
import type { RememberedTargets } from '../remembered-targets.ts';
import type { Roster } from '../roster.ts';
import { keyOfChange, type TargetChange } from './directory-answers.ts';

/** The most whose names the roster is told: those that were shown last. */
const MOST_SHOWN = 1_000;

/** Names a target as `keyOfChange` does. */
export const keyOfRef = (ref: TargetRef): string => keyOfChange({ kind: ref.kind, id: ref.kind === 'agent' ? ref.jid : ref.id });

/**
 * The directory's targets that the agent has seen or used. The roster is told their names, so that sessions with them show these. Favorites and
 * recently used ones are kept, so that they can be shown before the directory is read.
 */
export class KnownTargets {
  readonly #shown = new Map<string, StoredTarget>();

  constructor(
    private readonly roster: Pick<Roster, 'learnt' | 'lookAlikes' | 'isListed'>,
    private readonly remembered: Pick<RememberedTargets, 'recents' | 'favorites'>,
    private readonly me: BareJid,
  ) {}

  /** To be called for rows before they are named, so that those which look alike are told apart. */
  note(targets: readonly StoredTarget[]): void {
    for (const target of targets) {
      const key = keyOfChange(target);
      this.#shown.delete(key);
      this.#shown.set(key, target);
      this.#teach(target);
    }
    for (const [key, target] of this.#shown) if (this.#shown.size > MOST_SHOWN) this.#forget(key, target);
  }

  /** Follows what has become of those that are known. */
  apply(changes: readonly TargetChange[]): void {
    for (const change of changes) {
      const key = keyOfChange(change);
      const target = this.#shown.get(key);
      if (target && 'isRemoved' in change) this.#forget(key, target);
      else if (!('isRemoved' in change) && target) this.note([change]);
    }
  }

  get(ref: TargetRef): StoredTarget | undefined {
    return this.#shown.get(keyOfRef(ref));
  }

  /** Favorites and recently used ones, as far as they are known. */
  kept(): readonly StoredTarget[] {
    const refs = [...this.remembered.recents, ...this.remembered.favorites];
    return [...new Set(refs.flatMap((ref) => this.get(ref) ?? []))];
  }

  #teach({ kind, id, name }: StoredTarget): void {
    const { roster } = this;
    if (kind !== 'agent' || id === this.me || roster.isListed(id)) return;
    roster.learnt.set(id, name);
    roster.lookAlikes.put(id, [name, logonOf(id)]);
  }

  #forget(key: string, { kind, id }: StoredTarget): void {
    this.#shown.delete(key);
    if (kind !== 'agent') return;
    this.roster.learnt.delete(id);
    if (!this.roster.isListed(id) && id !== this.me) this.roster.lookAlikes.remove(id);
  }
}
