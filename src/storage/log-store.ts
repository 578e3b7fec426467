import * as v from 'valibot';
import type { LogEntry } from '../model/log-entry.ts';
import { withBrowserDatabase } from './browser-database.ts';

const logShape = v.array(v.object({ at: v.number(), code: v.string(), count: v.number(), ms: v.exactOptional(v.number()) }));

/** The log of a profile's session hosts, oldest first. What can't be read is none. @throws StorageError */
export async function getLog(profile: string): Promise<readonly LogEntry[]> {
  const parsed = v.safeParse(logShape, await withBrowserDatabase((database) => database.get('logs', profile)));
  return parsed.success ? parsed.output : [];
}

/** @throws StorageError */
export async function putLog(profile: string, entries: readonly LogEntry[]): Promise<void> {
  await withBrowserDatabase((database) => database.put('logs', entries, profile));
}
