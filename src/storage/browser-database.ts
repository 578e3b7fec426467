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

/** How long the database stays open after it was used. Opening it takes longer than what is done with it, and signing in uses it many times. */
const KEPT_OPEN_MS = 1_000;

let opened: Promise<BrowserDatabase> | undefined;
let users = 0;
let closing: ReturnType<typeof setTimeout> | undefined;

/**
 * Works with what is kept for the browser, whoever is signed in.
 * @throws StorageError
 */
export async function withBrowserDatabase<T>(work: (database: BrowserDatabase) => Promise<T>): Promise<T> {
  users += 1;
  clearTimeout(closing);
  try {
    const database = await (opened ??= open().catch(forgetFailure));
    return await work(database).catch((cause: unknown) => {
      throw new StorageError('What is kept for this browser could not be read or stored', { cause });
    });
  } finally {
    users -= 1;
    if (users === 0) closing = setTimeout(close, KEPT_OPEN_MS);
  }
}

/** Closes the database; what was begun is still carried out. Whoever needs it next opens it again. */
function close(): void {
  void opened?.then(
    (database) => database.close(),
    () => undefined,
  );
  opened = undefined;
}

/** Has the next one who needs the database try anew. */
function forgetFailure(error: unknown): never {
  opened = undefined;
  throw error;
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
      // Somebody deletes it, or a newer version waits for it.
      blocking: close,
      terminated: close,
    });
  } catch (cause) {
    throw new StorageError("This browser doesn't let Backchannel store anything", { cause });
  }
}
