/**
 * How a page and its session host are to each other, whose code may be of different builds: a SharedWorker runs on as long as any tab has it, also
 * when the files on the web server have changed. `host-is-busy` says that the host will make room for a newer one by itself, `host-is-older` that it
 * can't.
 */
export type HostStanding = 'same' | 'view-is-older' | 'host-is-busy' | 'host-is-older';

/** Knows whether this page and its session host are of one build. */
export class VersionWatch {
  #standing: HostStanding = 'same';
  readonly #followers = new Set<() => void>();

  /** @param loadedAt When this page was loaded, milliseconds since the epoch */
  constructor(
    private readonly build: string,
    private readonly loadedAt: number,
  ) {}

  get standing(): HostStanding {
    return this.#standing;
  }

  /** To be called with each new channel to a host. */
  async greet(host: { greet(build: string, loadedAt: number): Promise<HostStanding> }): Promise<void> {
    // A host of an earlier version doesn't know this function.
    this.#standing = await host.greet(this.build, this.loadedAt).catch(() => 'host-is-older' as const);
    for (const follower of this.#followers) follower();
  }

  /** @returns a function that ends it */
  follow(follower: () => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
