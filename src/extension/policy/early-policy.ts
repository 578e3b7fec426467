import type { PolicySource } from '../../background/host/policy-in-force.ts';
import { NO_POLICY, type Policy } from '../../model/policy.ts';
import type { ManagedValues } from '../../storage/policy-store.ts';

/** Where the browser keeps the organisation's policy. */
export interface PolicyManager {
  /** The values that are set. Rejects when the browser can't tell. */
  ask(): Promise<ManagedValues>;
  onChange(listener: () => void): void;
}

/** Where the policy that the browser gave out last is stored. */
export interface PolicyMemory {
  get(): Promise<ManagedValues | undefined>;
  put(values: ManagedValues): Promise<void>;
}

/**
 * A policy that is there as soon as the browser has started. Chromium gives it out only some three seconds later, during which nobody could reach a
 * colleague. Until then the policy that it gave out last holds. If the new one differs, that is a change like any other.
 */
export function earlyPolicy(manager: PolicyManager, memory: PolicyMemory): PolicySource {
  const listeners: (() => void)[] = [];
  return {
    async read() {
      let isAnswered = false;
      const asked = manager.ask().finally(() => (isAnswered = true));
      // If storage fails, nobody can be signed in, and signing in says so.
      const last = await memory.get().catch(() => undefined);
      const learnt = asked.then(
        async (values) => {
          const isNew = JSON.stringify(values) !== JSON.stringify(last);
          // If they can't be kept, the next start waits for the browser's answer instead.
          if (isNew) await memory.put(values).catch(() => undefined);
          return isNew;
        },
        () => false,
      );
      // If the browser can't tell what is set, the last policy goes on holding. If there never was one, the values count as unreadable, which bars
      // everything.
      if (isAnswered || !last) return policyIn(await asked.catch(() => last));
      void learnt.then((isNew) => isNew && listeners.forEach((listener) => listener()));
      return policyIn(last);
    },
    onChange(listener) {
      listeners.push(listener);
      manager.onChange(listener);
    },
  };
}

/** The policy that values stand for. What reads them is loaded only where there are any. */
async function policyIn(values: ManagedValues | undefined): Promise<Policy> {
  return values && Object.keys(values).length === 0 ? NO_POLICY : (await import('./policy-values.ts')).policyOf(values);
}
