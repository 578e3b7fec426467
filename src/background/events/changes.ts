import type { Topic } from '../../channel/contract.ts';

/** Tells followers of a topic that it has changed. They read for themselves what has changed. */
export class Changes {
  readonly #listeners = new Map<Topic, Set<() => void>>();

  follow(topic: Topic, onChange: () => void): () => void {
    const followers = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, followers.add(onChange));
    return () => void followers.delete(onChange);
  }

  /** Whether somebody follows the topic. */
  isFollowed(topic: Topic): boolean {
    return (this.#listeners.get(topic)?.size ?? 0) > 0;
  }

  announce(topic: Topic): void {
    for (const onChange of this.#listeners.get(topic) ?? []) onChange();
  }

  /** Announces every topic, because there is another account, or none. */
  announceAll(): void {
    for (const topic of [...this.#listeners.keys()]) this.announce(topic);
  }
}
