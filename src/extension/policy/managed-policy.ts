import type { Storage } from 'webextension-polyfill';
import { getLastPolicy, putLastPolicy } from '../../storage/policy-store.ts';
import { earlyPolicy } from './early-policy.ts';

/** The policy that the browser manages for this extension. */
export const managedPolicy = earlyPolicy(
  {
    ask: () => browser.storage.managed.get().catch(noneIsSet),
    onChange(listener) {
      browser.storage.onChanged.addListener((_changes: Record<string, Storage.StorageChange>, area: string) => {
        if (area === 'managed') listener();
      });
    },
  },
  { get: getLastPolicy, put: putLastPolicy },
);

/** Firefox's error for a policy that isn't set counts as no values. Any other error doesn't tell what is set, and is thrown on. */
function noneIsSet(error: unknown): Record<string, unknown> {
  if (error instanceof Error && error.message.includes('manifest not found')) return {};
  throw error;
}
