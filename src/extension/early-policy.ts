import type { PolicySource } from '../background/session-host.ts';
import type { ManagedValues } from '../storage/policy-store.ts';
import { policyOf } from './policy-values.ts';

/** The browser, as the keeper of the organisation's policy. */
export interface PolicyManager {
  /** What is set; rejects when the browser can't tell. */
  ask(): Promise<ManagedValues>;
  onChange(listener: () => void): void;
}

/** What the browser said last. */
export interface PolicyMemory {
  get(): Promise<ManagedValues | undefined>;
  put(values: ManagedValues): Promise<void>;
}

/**
 * A policy that is there as soon as the browser has started. Chromium answers only some three seconds later, and nobody could
 * reach a colleague before. Until then what it said last holds; when it says otherwise, that is a change like any other.
 */
export function earlyPolicy(manager: PolicyManager, memory: PolicyMemory): PolicySource {
  const listeners: (() => void)[] = [];
  return {
    async read() {
      let isAnswered = false;
      const asked = manager.ask().finally(() => (isAnswered = true));
      // Without storage nobody is signed in; that is for others to say.
      const last = await memory.get().catch(() => undefined);
      const learnt = asked.then(
        async (values) => {
          const isNew = JSON.stringify(values) !== JSON.stringify(last);
          if (isNew) await memory.put(values).catch(() => undefined);
          return isNew;
        },
        () => false,
      );
      // A browser that can't tell takes back nothing of what it said before. Where it never said anything, what couldn't be read bars everything.
      if (isAnswered || !last) return policyOf(await asked.catch(() => last));
      void learnt.then((isNew) => isNew && listeners.forEach((listener) => listener()));
      return policyOf(last);
    },
    onChange(listener) {
      listeners.push(listener);
      manager.onChange(listener);
    },
  };
}
