import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { StorageError } from './database.ts';

interface BrowserSchema extends DBSchema {
  /** By the profile's name: see profile-store.ts. */
  profiles: { key: string; value: unknown };
  /** One value: see policy-store.ts. */
  policy: { key: string; value: unknown };
}

/**
 * Works with what is kept for the browser, whoever is signed in.
 * @throws StorageError
 */
export async function withBrowserDatabase<T>(work: (database: IDBPDatabase<BrowserSchema>) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

async function open(): Promise<IDBPDatabase<BrowserSchema>> {
  try {
    return await openDB<BrowserSchema>('backchannel', 2, {
      upgrade(upgrading, oldVersion) {
        if (oldVersion < 1) upgrading.createObjectStore('profiles');
        if (oldVersion < 2) upgrading.createObjectStore('policy');
      },
    });
  } catch (cause) {
    throw new StorageError("This browser doesn't let Backchannel store anything", { cause });
  }
}
