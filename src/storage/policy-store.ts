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
