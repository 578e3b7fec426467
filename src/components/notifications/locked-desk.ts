import type { Overview } from '../../model/workspace.ts';
import type { LockedAnnouncer, LockedAnnouncerOptions } from './locked-announcer.ts';

/** Tells what comes to a locked desk. What does so is loaded when the desk is locked for the first time. */
export class LockedDesk {
  #announcer: Promise<LockedAnnouncer> | undefined;

  constructor(private readonly options: LockedAnnouncerOptions) {}

  follow(overview: Overview): void {
    if (!overview.lock && !this.#announcer) return;
    this.#announcer ??= import('./locked-announcer.ts').then(({ LockedAnnouncer }) => new LockedAnnouncer(this.options));
    // If it can't be loaded, the next change tries again.
    this.#announcer.then((announcer) => announcer.follow(overview)).catch(() => (this.#announcer = undefined));
  }

  /** Takes back what the desktop was told. */
  stop(): void {
    void this.#announcer?.then((announcer) => announcer.stop());
  }
}
