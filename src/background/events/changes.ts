import type { Topic } from '../../channel/contract.ts';
import type { TargetKey, TargetRef } from '../../model/target-ref.ts';

/** Tells followers of a topic that it has changed. They read for themselves what has changed. */
export class Changes {
  readonly #listeners = new Map<Topic, Set<() => void>>();
  /** The views' answers that show targets' availability, each with its targets; undefined stands for all targets. */
  readonly shown = new Set<{ readonly targets: ReadonlyMap<TargetKey, TargetRef> | undefined; readonly onChange: () => void }>();

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

  /** Called when other targets are followed than before. */
  onShown: () => void = () => undefined;

  /** Follows what is known of these targets' availability, because they are shown; undefined stands for all. */
  followTargets(targets: ReadonlyMap<TargetKey, TargetRef> | undefined, onChange: () => void): () => void {
    const follower = { targets, onChange };
    this.shown.add(follower);
    this.onShown();
    return () => {
      this.shown.delete(follower);
      this.onShown();
    };
  }

  /** Announces a change of these targets' availability, and of nothing else, to those who follow one of them. */
  announceTargets(changed: readonly TargetKey[]): void {
    for (const { targets, onChange } of [...this.shown]) if (!targets || changed.some((target) => targets.has(target))) onChange();
  }

  /** Announces every topic, because there is another account, or none. */
  announceAll(): void {
    for (const topic of [...this.#listeners.keys()]) this.announce(topic);
  }
}
