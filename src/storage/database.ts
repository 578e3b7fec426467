import { type IDBPDatabase, openDB } from 'idb';
import { type AccountDatabase, PlainDatabase } from './account-database.ts';
import { accountDatabaseName, sealedDatabaseName } from './database-name.ts';
import type { Seal } from './sealed/seal.ts';
import { type AccountSchema, MIGRATIONS, type UpgradeTransaction } from './schema.ts';

/** The browser's storage can't be used: switched off, full, or made by a newer version of Backchannel. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/**
 * Opens an account's database and brings its schema up to date.
 * @param onLost called when the browser closes it under us (storage cleared, newer version waiting).
 * @throws StorageError
 */
export async function openAccountDatabase(jid: string, onLost: () => void, seal?: Seal): Promise<AccountDatabase> {
  try {
    // The code for sealed databases is loaded only on shared computers.
    if (seal)
      return await (await import('./sealed/sealed-database.ts')).openSealedDatabase(await sealedDatabaseName(jid, seal), seal, onLost);
    const database = await openDB<AccountSchema>(accountDatabaseName(jid), MIGRATIONS.length, {
      upgrade(upgrading, oldVersion, _newVersion, transaction) {
        // An upgrade that fails is undone, and the opening fails too.
        migrate(upgrading, oldVersion, transaction).catch(() => transaction.abort());
      },
      // A newer host of the same account waits for this database. It is closed for it, which ends the account in this host; the next command opens it
      // again.
      blocking: () => {
        database.close();
        onLost();
      },
      terminated: onLost,
    });
    return new PlainDatabase(database);
  } catch (cause) {
    throw new StorageError('The data of this account could not be opened in this browser', { cause });
  }
}

async function migrate(database: IDBPDatabase<AccountSchema>, oldVersion: number, transaction: UpgradeTransaction): Promise<void> {
  for (const migration of MIGRATIONS.slice(oldVersion)) await migration(database, transaction);
}
