import * as v from 'valibot';
import type { CaseDataRule } from '../model/case-data-rules.ts';
import type { Policy } from '../model/policy.ts';
import { withBrowserDatabase } from './browser-database.ts';

const KEY = 'last';
const values = v.record(v.string(), v.unknown());

/** An organisation's policy, value by value, as the browser manages it. Nobody has checked the values yet. */
export type ManagedValues = Readonly<v.InferOutput<typeof values>>;

/** The policy as the browser gave it out last; undefined when it never has. @throws StorageError */
export async function getLastPolicy(): Promise<ManagedValues | undefined> {
  const parsed = v.safeParse(values, await withBrowserDatabase((database) => database.get('policy', KEY)));
  return parsed.success ? parsed.output : undefined;
}

/** @throws StorageError */
export async function putLastPolicy(given: ManagedValues): Promise<void> {
  await withBrowserDatabase((database) => database.put('policy', given, KEY));
}

const pageRules = v.array(
  v.object({ key: v.string(), isHidden: v.exactOptional(v.boolean()), isMasked: v.exactOptional(v.boolean()), label: v.exactOptional(v.string()), order: v.exactOptional(v.number()) }),
) satisfies v.GenericSchema<unknown, CaseDataRule[]>;

const guestHosts = v.array(v.string());

/** What the page that embeds decides, where no policy does; what is absent it leaves as it was. */
export type PageDecisions = Pick<Policy, 'caseData' | 'guestHosts'>;

const rulesKey = (profile: string) => `page ${profile}`;
const guestHostsKey = (profile: string) => `guest-hosts ${profile}`;

/** What the page decided last which embeds under a profile; nothing where nothing can be read. */
export async function getPageDecisions(profile: string): Promise<PageDecisions> {
  const stored = (key: string) => withBrowserDatabase((database): Promise<unknown> => database.get('policy', key)).catch(() => undefined);
  const [rules, hosts] = await Promise.all([stored(rulesKey(profile)), stored(guestHostsKey(profile))]);
  return { ...(v.is(pageRules, rules) ? { caseData: rules } : {}), ...(v.is(guestHosts, hosts) ? { guestHosts: hosts } : {}) };
}

/** @throws StorageError */
export async function putPageDecisions(profile: string, { caseData, guestHosts: hosts }: PageDecisions): Promise<void> {
  await withBrowserDatabase(async (database) => {
    if (caseData) await database.put('policy', caseData, rulesKey(profile));
    if (hosts) await database.put('policy', hosts, guestHostsKey(profile));
  });
}
