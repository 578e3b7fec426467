import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { StorageError } from './database.ts';

interface BrowserSchema extends DBSchema {
  /** By the profile's name: see profile-store.ts. */
  profiles: { key: string; value: unknown };
  /** One value: see policy-store.ts. */
  policy: { key: string; value: unknown };
  /** Which databases a profile's agents have here: see account-register.ts. */
  accounts: { key: [profile: string, database: string]; value: unknown };
  /** By the profile's name: see log-store.ts. */
  logs: { key: string; value: unknown };
}

export type BrowserDatabase = IDBPDatabase<BrowserSchema>;

/**
 * Works with what is kept for the browser, whoever is signed in.
 * @throws StorageError
 */
export async function withBrowserDatabase<T>(work: (database: BrowserDatabase) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    return await work(database);
  } catch (cause) {
    throw new StorageError('What is kept for this browser could not be read or stored', { cause });
  } finally {
    database.close();
  }
}

async function open(): Promise<BrowserDatabase> {
  try {
    return await openDB<BrowserSchema>('backchannel', 4, {
      upgrade(upgrading, oldVersion) {
        if (oldVersion < 1) upgrading.createObjectStore('profiles');
        if (oldVersion < 2) upgrading.createObjectStore('policy');
        if (oldVersion < 3) upgrading.createObjectStore('accounts');
        if (oldVersion < 4) upgrading.createObjectStore('logs');
      },
    });
  } catch (cause) {
    throw new StorageError("This browser doesn't let Backchannel store anything", { cause });
  }
}
