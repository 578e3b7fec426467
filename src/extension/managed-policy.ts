import browser, { type Storage } from 'webextension-polyfill';
import { getLastPolicy, putLastPolicy } from '../storage/policy-store.ts';
import { earlyPolicy } from './early-policy.ts';

/** The policy that the browser manages for this extension. */
export const managedPolicy = earlyPolicy(
  {
    // Firefox refuses where no policy is set.
    ask: () => browser.storage.managed.get().catch(() => ({})),
    onChange(listener) {
      browser.storage.onChanged.addListener((_changes: Record<string, Storage.StorageChange>, area: string) => {
        if (area === 'managed') listener();
      });
    },
  },
  { get: getLastPolicy, put: putLastPolicy },
);
