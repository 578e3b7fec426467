import { deleteDB } from 'idb';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { accountDatabaseName, sealedDatabaseName } from '../../src/storage/database-name.ts';
import { newSealKey, Seal } from '../../src/storage/sealed/seal.ts';

/** Opens an account's database in one of its two kinds, plain or sealed. Each store works with either. */
export interface TestDatabase {
  open(jid: string): Promise<AccountDatabase>;
  delete(jid: string): Promise<void>;
}

/** Deletes everything of an account. */
export async function deleteAccountDatabase(jid: string): Promise<void> {
  await deleteDB(accountDatabaseName(jid));
}

const seal = Seal.of(newSealKey());

export const DATABASES: Readonly<Record<'in clear' | 'sealed', TestDatabase>> = {
  'in clear': { open: (jid) => openAccountDatabase(jid, () => undefined), delete: deleteAccountDatabase },
  sealed: {
    open: async (jid) => openAccountDatabase(jid, () => undefined, await seal),
    delete: async (jid) => deleteDB(await sealedDatabaseName(jid, await seal)),
  },
};

export const DATABASE_KINDS = Object.keys(DATABASES) as (keyof typeof DATABASES)[];
