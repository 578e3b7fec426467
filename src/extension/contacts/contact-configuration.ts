import browser, { type Storage } from 'webextension-polyfill';
import * as v from 'valibot';
import type { ContactSignIn, Policy } from '../../model/policy.ts';
import { managedPolicy } from '../managed-policy.ts';
import { contactSignIn, httpAddress } from '../policy-values.ts';

const NAME = 'contact-service';

/** What the agent has entered, where the organisation decides nothing. */
const own = v.object({ contactService: v.optional(httpAddress), contactSignIn: v.optional(contactSignIn) });
export type OwnContactConfiguration = v.InferOutput<typeof own>;

/** Which contact service this browser's agent uses, and how they sign in to it. */
export interface ContactConfiguration {
  readonly contactService?: string;
  readonly contactSignIn?: ContactSignIn;
}

/** What counts: the policy's, and where it sets nothing the agent's own. */
export function configurationOf(policy: Policy, { contactService, contactSignIn: signIn }: OwnContactConfiguration): ContactConfiguration {
  return { contactService: policy.contactService ?? contactService, contactSignIn: policy.contactSignIn ?? signIn };
}

/** Reads what the agent has entered. */
export async function readOwnContactConfiguration(): Promise<OwnContactConfiguration> {
  const parsed = v.safeParse(own, (await browser.storage.local.get(NAME))[NAME]);
  return parsed.success ? parsed.output : {};
}

/** Reads what counts. */
export async function readContactConfiguration(): Promise<ContactConfiguration> {
  const [policy, entered] = await Promise.all([managedPolicy.read(), readOwnContactConfiguration()]);
  return configurationOf(policy, entered);
}

/** Stores what the agent has entered; nothing, where the fields are empty. */
export async function putOwnContactConfiguration(entered: OwnContactConfiguration): Promise<void> {
  await browser.storage.local.set({ [NAME]: v.parse(own, entered) });
}

/** Calls when what counts may have changed. In the background, to be called in its first turn. */
export function onContactConfigurationChange(listener: () => void): void {
  browser.storage.onChanged.addListener((changes: Record<string, Storage.StorageChange>, area: string) => {
    if (area === 'local' && NAME in changes) listener();
  });
  managedPolicy.onChange(listener);
}

/** Follows the agent's own entry, for who asks without waiting. To be called in the background's first turn. */
export function followContactService(onChange: () => void): (policy: Policy) => string | undefined {
  let entered: OwnContactConfiguration = {};
  const read = () =>
    void readOwnContactConfiguration().then((now) => {
      entered = now;
      onChange();
    });
  onContactConfigurationChange(read);
  read();
  return (policy) => configurationOf(policy, entered).contactService;
}
