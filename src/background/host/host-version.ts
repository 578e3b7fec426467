import type { HostStanding } from '../../channel/version-watch.ts';

export interface HostVersionOptions {
  readonly build: string;
  /** When this host's code was loaded, milliseconds since the epoch. */
  readonly loadedAt: number;
  /** Ends this host, so that the views' next one is of the files that are on the web server now. */
  readonly giveWay: () => void;
}

/**
 * Compares this host's build with those of its views. A page that was loaded after the host has the newer files: the host makes room for one of these
 * as soon as no call goes on. A page that was loaded before it has to be loaded anew.
 */
export class HostVersion {
  #isOutdated = false;

  constructor(
    private readonly options: HostVersionOptions,
    private readonly isOnCall: () => boolean,
  ) {}

  greet(build: unknown, loadedAt: unknown): HostStanding {
    if (build === this.options.build || typeof loadedAt !== 'number') return 'same';
    if (loadedAt <= this.options.loadedAt) return 'view-is-older';
    this.#isOutdated = true;
    // The view gets its answer first.
    setTimeout(() => this.follow());
    return 'host-is-busy';
  }

  /** To be called when a call may have ended. */
  follow(): void {
    if (!this.#isOutdated || this.isOnCall()) return;
    this.#isOutdated = false;
    this.options.giveWay();
  }
}
