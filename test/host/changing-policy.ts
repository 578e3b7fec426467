import { NO_POLICY, type Policy } from '../../src/model/policy.ts';

/** A policy that a test changes while the host runs. */
export class ChangingPolicy {
  #listener = (): void => undefined;

  constructor(private current: Partial<Policy>) {}

  read = (): Promise<Policy> => Promise.resolve({ ...NO_POLICY, ...this.current });

  onChange = (listener: () => void): void => {
    this.#listener = listener;
  };

  change(next: Partial<Policy>): void {
    this.current = next;
    this.#listener();
  }
}
