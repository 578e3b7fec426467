import type { TargetKey } from '../../model/internal-target.ts';
import { putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Changes } from '../events/changes.ts';

const MOST_RECENTS = 50;

/** Favorites and Recent of the Team Communicator, kept per agent. */
export class RememberedTargets {
  readonly favorites: Set<TargetKey>;
  /** Newest first. */
  recents: readonly TargetKey[];

  constructor(
    favorites: readonly TargetKey[],
    recents: readonly TargetKey[],
    private readonly journal: Journal,
    private readonly changes: Changes,
  ) {
    this.favorites = new Set(favorites);
    this.recents = recents;
  }

  setFavorite(key: TargetKey, isFavorite: boolean): void {
    if (isFavorite) this.favorites.add(key);
    else this.favorites.delete(key);
    this.journal.write(putFact('favorites', [...this.favorites]));
    this.changes.announce('targets');
  }

  noteUse(key: TargetKey): void {
    this.recents = [key, ...this.recents.filter((other) => other !== key)].slice(0, MOST_RECENTS);
    this.journal.write(putFact('recents', [...this.recents]));
    this.changes.announce('targets');
  }
}
