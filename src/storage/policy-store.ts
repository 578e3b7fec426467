import * as v from 'valibot';
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

/** What the page that embeds decides, where no policy does; what is absent it leaves as it was. Nobody has checked what was stored. */
export interface PageDecisions {
  readonly caseData?: unknown;
  readonly guestHosts?: unknown;
  readonly isPlainAllowed?: unknown;
}

const rulesKey = (profile: string) => `page ${profile}`;
const guestHostsKey = (profile: string) => `guest-hosts ${profile}`;
const plainKey = (profile: string) => `plain ${profile}`;

/** What the page decided last which embeds under a profile; nothing where nothing can be read. */
export async function getPageDecisions(profile: string): Promise<PageDecisions> {
  const stored = (key: string) => withBrowserDatabase((database): Promise<unknown> => database.get('policy', key)).catch(() => undefined);
  const [rules, hosts, plain] = await Promise.all([stored(rulesKey(profile)), stored(guestHostsKey(profile)), stored(plainKey(profile))]);
  return { ...(rules === undefined ? {} : { caseData: rules }), ...(hosts === undefined ? {} : { guestHosts: hosts }), ...(plain === undefined ? {} : { isPlainAllowed: plain }) };
}

/** @throws StorageError */
export async function putPageDecisions(profile: string, { caseData, guestHosts: hosts, isPlainAllowed }: PageDecisions): Promise<void> {
  await withBrowserDatabase(async (database) => {
    if (caseData !== undefined) await database.put('policy', caseData, rulesKey(profile));
    if (hosts !== undefined) await database.put('policy', hosts, guestHostsKey(profile));
    if (isPlainAllowed !== undefined) await database.put('policy', isPlainAllowed, plainKey(profile));
  });
}
