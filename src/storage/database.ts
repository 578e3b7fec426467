import { deleteDB, openDB } from 'idb';
import { type AccountDatabase, type AccountSchema, MIGRATIONS } from './schema.ts';

/** The browser's storage can't be used: switched off, full, or made by a newer version of Backchannel. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

function databaseName(jid: string): string {
  return `backchannel:${jid}`;
}

/**
 * Opens an account's database and brings its schema up to date.
 * @param onLost called when the browser closes it under us (storage cleared, newer version waiting).
 * @throws StorageError
 */
export async function openAccountDatabase(jid: string, onLost: () => void): Promise<AccountDatabase> {
  try {
    const database = await openDB<AccountSchema>(databaseName(jid), MIGRATIONS.length, {
      upgrade(upgrading, oldVersion, _newVersion, transaction) {
        for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(upgrading, transaction);
      },
      // A newer host of the same account waits for us: let it in. Ours ends, and is opened again at the next command.
      blocking: () => {
        database.close();
        onLost();
      },
      terminated: onLost,
    });
    return database;
  } catch (cause) {
    throw new StorageError('The data of this account could not be opened in this browser', { cause });
  }
}

/** Forgets everything of an account in this browser. */
export async function deleteAccountDatabase(jid: string): Promise<void> {
  await deleteDB(databaseName(jid));
}
