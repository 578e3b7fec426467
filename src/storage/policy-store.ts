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

/**
 * What the page that embeds the widget decides where no policy does. What is absent stays as it was. These are the values as they were
 * stored, which nobody has checked.
 */
export interface PageDecisions {
  readonly caseData?: unknown;
  readonly guestHosts?: unknown;
  readonly isPlainAllowed?: unknown;
  readonly trustedDomains?: unknown;
  readonly availabilityHubs?: unknown;
  readonly strangers?: unknown;
  readonly cardNumbersInMessages?: unknown;
  readonly isSharedComputer?: unknown;
  readonly retentionDays?: unknown;
  readonly privileges?: unknown;
  readonly settings?: unknown;
}

/** The key under which each is stored, for a profile. */
const KEYS: { readonly [Name in keyof PageDecisions]-?: (profile: string) => string } = {
  caseData: (profile) => `page ${profile}`,
  guestHosts: (profile) => `guest-hosts ${profile}`,
  isPlainAllowed: (profile) => `plain ${profile}`,
  trustedDomains: (profile) => `trusted-domains ${profile}`,
  availabilityHubs: (profile) => `availability-hubs ${profile}`,
  strangers: (profile) => `strangers ${profile}`,
  cardNumbersInMessages: (profile) => `card-numbers ${profile}`,
  isSharedComputer: (profile) => `shared-computer ${profile}`,
  retentionDays: (profile) => `retention-days ${profile}`,
  privileges: (profile) => `privileges ${profile}`,
  settings: (profile) => `settings ${profile}`,
};
const NAMES = Object.keys(KEYS) as (keyof PageDecisions)[];

/** What the page that embeds the widget under a profile decided last. It is empty where nothing can be read. */
export async function getPageDecisions(profile: string): Promise<PageDecisions> {
  // If storage fails, nothing can be signed in to here, so that it doesn't matter what a page has decided.
  const stored = (key: string) => withBrowserDatabase((database): Promise<unknown> => database.get('policy', key)).catch(() => undefined);
  const decided = await Promise.all(NAMES.map(async (name) => [name, await stored(KEYS[name](profile))] as const));
  return Object.fromEntries(decided.filter(([, decision]) => decision !== undefined));
}

/** @throws StorageError */
export async function putPageDecisions(profile: string, decisions: PageDecisions): Promise<void> {
  await withBrowserDatabase(async (database) => {
    for (const name of NAMES) if (decisions[name] !== undefined) await database.put('policy', decisions[name], KEYS[name](profile));
  });
}
