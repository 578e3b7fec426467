import type { Happening, NumberedHappening, RecentHappenings } from '../../model/desk/happening.ts';
import type { Changes } from './changes.ts';
import { randomId } from '../../channel/random-id.ts';

/** How many are kept for views. One that doesn't follow for long enough misses older ones. */
const MAX_KEPT = 100;

/** Numbers what happens to an agent's sessions and calls, and keeps the newest for those who follow it. */
export class Happenings {
  readonly #life = randomId();
  #last = 0;
  #kept: readonly NumberedHappening[] = [];

  constructor(private readonly changes: Changes) {}

  /** To be called when it is stored. */
  tell(happening: Happening): void {
    this.#kept = [...this.#kept, { ...happening, number: (this.#last += 1) }].slice(-MAX_KEPT);
    this.changes.announce('happenings');
  }

  recent(): RecentHappenings {
    return { life: this.#life, happenings: this.#kept };
  }
}
