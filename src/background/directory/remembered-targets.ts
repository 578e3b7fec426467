import { type TargetKey, targetKeyOf, type TargetRef } from '../../model/target-ref.ts';
import { putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Changes } from '../events/changes.ts';

const MOST_RECENTS = 50;

/** Favorites and Recent of the Team Communicator, kept per agent. */
export class RememberedTargets {
  readonly #favorites: Map<TargetKey, TargetRef>;

  constructor(
    favorites: readonly TargetRef[],
    private newestFirst: readonly TargetRef[],
    private readonly journal: Journal,
    private readonly changes: Changes,
  ) {
    this.#favorites = new Map(favorites.map((ref) => [targetKeyOf(ref), ref]));
  }

  /** Newest first. */
  get recents(): readonly TargetRef[] {
    return this.newestFirst;
  }

  get favorites(): readonly TargetRef[] {
    return [...this.#favorites.values()];
  }

  isFavorite(target: TargetKey): boolean {
    return this.#favorites.has(target);
  }

  setFavorite(target: TargetRef, isFavorite: boolean): void {
    if (isFavorite) this.#favorites.set(targetKeyOf(target), target);
    else this.#favorites.delete(targetKeyOf(target));
    this.journal.write(putFact('favorites', [...this.#favorites.values()]));
    this.changes.announce('targets');
  }

  noteUse(target: TargetRef): void {
    const key = targetKeyOf(target);
    this.newestFirst = [target, ...this.newestFirst.filter((other) => targetKeyOf(other) !== key)].slice(0, MOST_RECENTS);
    this.journal.write(putFact('recents', [...this.newestFirst]));
    this.changes.announce('targets');
  }
}
