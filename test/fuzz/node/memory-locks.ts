type Granted = (lock: { readonly name: string } | null) => Promise<unknown>;

/** The part of the Web Locks API that session hosts use: exclusive locks by name. */
export class MemoryLocks {
  readonly #held = new Map<string, Promise<unknown>>();

  async request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    granted: Granted,
  ): Promise<unknown> {
    while (this.#held.has(name)) {
      if (options.ifAvailable) return granted(null);
      await this.#held.get(name);
      options.signal?.throwIfAborted();
    }
    const work = Promise.resolve(granted({ name }));
    this.#held.set(
      name,
      work.catch(() => undefined).finally(() => this.#held.delete(name)),
    );
    return work;
  }
}
