import type { Topic } from '../../channel/contract.ts';

/** Tells whoever follows a topic that it changed; what changed is theirs to read. */
export class Changes {
  private readonly listeners = new Map<Topic, Set<() => void>>();

  follow(topic: Topic, onChange: () => void): () => void {
    const followers = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, followers.add(onChange));
    return () => void followers.delete(onChange);
  }

  /** Somebody follows it. */
  isFollowed(topic: Topic): boolean {
    return (this.listeners.get(topic)?.size ?? 0) > 0;
  }

  announce(topic: Topic): void {
    for (const onChange of this.listeners.get(topic) ?? []) onChange();
  }

  /** Everything may be another: there is another account, or none. */
  announceAll(): void {
    for (const topic of [...this.listeners.keys()]) this.announce(topic);
  }
}
