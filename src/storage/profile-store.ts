import { type DBSchema, openDB } from 'idb';
import * as v from 'valibot';
import { StorageError } from './database.ts';

const bytes = v.instance(Uint8Array);

const profile = v.object({
  jid: v.string(),
  /** The server's WebSocket address. */
  service: v.string(),
  /** SCRAM keys (RFC 5802, 3): they sign in to this one account and can't be turned back into the password. */
  keys: v.optional(v.object({ salt: bytes, clientKey: bytes, serverKey: bytes })),
});

/** Who was signed in last under a profile, so that a restarted host can sign in by itself. */
export type Profile = v.InferOutput<typeof profile>;

interface ProfileSchema extends DBSchema {
  profiles: { key: string; value: unknown };
}

async function openProfiles() {
  try {
    return await openDB<ProfileSchema>('backchannel', 1, {
      upgrade: (database) => void database.createObjectStore('profiles'),
    });
  } catch (cause) {
    throw new StorageError("This browser doesn't let Backchannel store anything", { cause });
  }
}

/** @throws StorageError */
export async function getProfile(name: string): Promise<Profile | undefined> {
  const database = await openProfiles();
  const parsed = v.safeParse(profile, await database.get('profiles', name));
  database.close();
  return parsed.success ? parsed.output : undefined;
}

/** @throws StorageError */
export async function putProfile(name: string, value: Profile | undefined): Promise<void> {
  const database = await openProfiles();
  if (value) await database.put('profiles', value, name);
  else await database.delete('profiles', name);
  database.close();
}
