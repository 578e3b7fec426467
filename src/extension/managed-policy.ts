import browser, { type Storage } from 'webextension-polyfill';
import type { PolicySource } from '../background/session-host.ts';
import { policyOf } from './policy-values.ts';

/** The policy that the browser manages for this extension. */
export const managedPolicy: PolicySource = {
  async read() {
    // Firefox refuses where no policy is set.
    return policyOf(await browser.storage.managed.get().catch(() => ({})));
  },
  onChange(listener) {
    browser.storage.onChanged.addListener((_changes: Record<string, Storage.StorageChange>, area: string) => {
      if (area === 'managed') listener();
    });
  },
};
