import type { Storage } from 'webextension-polyfill';
import * as v from 'valibot';
import type { Policy } from '../../model/policy.ts';
import { managedPolicy } from '../policy/managed-policy.ts';
import { type ContactConfiguration, configurationOf, type OwnContactConfiguration, ownContactConfiguration } from './contact-terms.ts';

const NAME = 'contact-service';

/** Reads what the agent has entered. */
export async function readOwnContactConfiguration(): Promise<OwnContactConfiguration> {
  const parsed = v.safeParse(ownContactConfiguration, (await browser.storage.local.get(NAME))[NAME]);
  return parsed.success ? parsed.output : {};
}

/** Reads the configuration in force. */
export async function readContactConfiguration(): Promise<ContactConfiguration> {
  const [policy, entered] = await Promise.all([managedPolicy.read(), readOwnContactConfiguration()]);
  return configurationOf(policy, entered);
}

/** Stores what the agent has entered. Empty fields aren't stored. */
export async function putOwnContactConfiguration(entered: OwnContactConfiguration): Promise<void> {
  await browser.storage.local.set({ [NAME]: v.parse(ownContactConfiguration, entered) });
}

/** Forgets what an agent has entered. */
export async function forgetOwnContactConfiguration(): Promise<void> {
  await browser.storage.local.remove(NAME);
}

/** Calls the listener when the configuration in force may have changed. The background has to call this in its first turn. */
export function onContactConfigurationChange(listener: () => void): void {
  browser.storage.onChanged.addListener((changes: Record<string, Storage.StorageChange>, area: string) => {
    if (area === 'local' && NAME in changes) listener();
  });
  managedPolicy.onChange(listener);
}

/** Follows the agent's own entry, for callers that can't wait for it to be read. To be called in the background's first turn. */
export function followContactService(onChange: () => void): (policy: Policy) => string | undefined {
  let entered: OwnContactConfiguration = {};
  const read = () =>
    void readOwnContactConfiguration().then((now) => {
      entered = now;
      onChange();
    });
  onContactConfigurationChange(read);
  read();
  return (policy) => {
    const { contactService, contactSignIn: signIn } = configurationOf(policy, entered);
    // An organisation that names one half has no contact service yet.
    return policy.areContactsDecided && !signIn ? undefined : contactService;
  };
}
