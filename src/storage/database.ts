import { type IDBPDatabase, openDB } from 'idb';
import { type AccountDatabase, PlainDatabase } from './account-database.ts';
import { accountDatabaseName, sealedDatabaseName } from './database-name.ts';
import type { StorageProblem } from '../model/workspace.ts';
import type { Seal } from './sealed/seal.ts';
import { type AccountSchema, MIGRATIONS, type UpgradeTransaction } from './schema.ts';

/** What a failure of IndexedDB (3.0, "exceptions") says of the browser's storage. A database whose stores are missing was cleared under us. */
const PROBLEMS: Readonly<Record<string, StorageProblem>> = {
  VersionError: 'storage-newer',
  QuotaExceededError: 'storage-full',
  InvalidStateError: 'storage-cleared',
  NotFoundError: 'storage-cleared',
};

/** The browser's storage can't be used: switched off, full, cleared, or made by a newer version of Backchannel. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  get problem(): StorageProblem {
    const { cause } = this;
    return (cause instanceof Error ? PROBLEMS[cause.name] : undefined) ?? 'storage-unavailable';
  }
}

/**
 * Opens an account's database and brings its schema up to date.
 * @param onLost called when the browser closes it under us, with the reason
 * @throws StorageError
 */
export async function openAccountDatabase(jid: string, onLost: (problem: StorageProblem) => void, seal?: Seal): Promise<AccountDatabase> {
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
      blocking: (_version, wanted) => {
        database.close();
        onLost(wanted === null ? 'storage-cleared' : 'storage-newer');
      },
      terminated: () => onLost('storage-cleared'),
    });
    return new PlainDatabase(database);
  } catch (cause) {
    throw new StorageError('The data of this account could not be opened in this browser', { cause });
  }
}

async function migrate(database: IDBPDatabase<AccountSchema>, oldVersion: number, transaction: UpgradeTransaction): Promise<void> {
  for (const migration of MIGRATIONS.slice(oldVersion)) await migration(database, transaction);
}
