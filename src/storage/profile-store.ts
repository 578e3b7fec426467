import * as v from 'valibot';
import { MECHANISMS, SCRAM_MECHANISMS } from '../model/sign-in-mechanisms.ts';
import { withBrowserDatabase } from './browser-database.ts';
import { LOCKED, lockStateShape } from './lock-state.ts';

const bytes = v.instance(Uint8Array);

export const profileShape = v.object({
  jid: v.string(),
  /** The server's WebSocket address. */
  service: v.string(),
  /** Its availability hubs, where they were found by the domain. */
  hubs: v.optional(v.array(v.string())),
  /** The mechanisms that the account has signed in by. Nothing weaker is accepted from then on. */
  usedMechanisms: v.optional(v.array(v.picklist(MECHANISMS)), []),
  /**
   * SCRAM keys (RFC 5802, 3): they sign in to this one account and can't be turned back into the password. Keys of an earlier version,
   * which don't say what they are for, count as none.
   */
  keys: v.fallback(
    v.optional(
      v.object({ mechanism: v.picklist(SCRAM_MECHANISMS), iterations: v.number(), salt: bytes, clientKey: bytes, serverKey: bytes }),
    ),
    undefined,
  ),
  /** Absent of who signed in with an earlier version. */
  lock: v.exactOptional(v.fallback(lockStateShape, LOCKED)),
});

/** Who was signed in last under a profile, so that a restarted host can sign in by itself. */
export type Profile = v.InferOutput<typeof profileShape>;

/** @throws StorageError */
export async function getProfile(name: string): Promise<Profile | undefined> {
  const parsed = v.safeParse(profileShape, await withBrowserDatabase((database) => database.get('profiles', name)));
  return parsed.success ? parsed.output : undefined;
}

/** @throws StorageError */
export async function putProfile(name: string, value: Profile | undefined): Promise<void> {
  await withBrowserDatabase<unknown>((database) => (value ? database.put('profiles', value, name) : database.delete('profiles', name)));
}

/** Changes what is stored under a profile, in one transaction, so that no change undoes another. @throws StorageError */
export async function changeProfile(name: string, change: (profile: Profile) => Profile): Promise<void> {
  await withBrowserDatabase(async (database) => {
    const transaction = database.transaction('profiles', 'readwrite');
    const parsed = v.safeParse(profileShape, await transaction.store.get(name));
    await Promise.all([parsed.success && transaction.store.put(change(parsed.output), name), transaction.done]);
  });
}
