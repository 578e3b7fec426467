import * as v from 'valibot';
import type { CaseDataRule } from '../model/case-data-rules.ts';
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

/** The rules for case data that the page gave last which embeds under a profile; none where nothing can be read. */
export async function getPageRules(profile: string): Promise<readonly CaseDataRule[]> {
  const stored = await withBrowserDatabase((database) => database.get('policy', `page ${profile}`)).catch(() => undefined);
  const parsed = v.safeParse(pageRules, stored);
  return parsed.success ? parsed.output : [];
}

/** @throws StorageError */
export async function putPageRules(profile: string, rules: readonly CaseDataRule[]): Promise<void> {
  await withBrowserDatabase((database) => database.put('policy', rules, `page ${profile}`));
}
