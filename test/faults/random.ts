import { seedRandom } from '../../demo/crm/service/seed-random.ts';

/** Random choices that are the same for the same seed. */
export class Random {
  /** From 0 up to, and without, 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seedRandom(seed).next;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** One of them, by their weights. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries[0]!)[0];
  }
}
