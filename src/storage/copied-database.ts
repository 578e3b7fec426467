import type { AccountDatabase, StoreName } from './account-database.ts';
import { LAYOUT, STORES } from './sealed/layout.ts';

/** How many records are copied in one transaction. All at once would be in memory twice. */
const MOST_AT_ONCE = 1_000;

/** Copies all of an account's data: from a database in clear to a sealed one, or back. The other one has nothing yet. */
export async function copyDatabase(from: AccountDatabase, to: AccountDatabase): Promise<void> {
  for (const store of STORES) await copyStore(store, from, to);
}

async function copyStore(store: StoreName, from: AccountDatabase, to: AccountDatabase): Promise<void> {
  const [keys, records] = await Promise.all([from.getAllKeys(store), from.getAll(store)]);
  const hasKeyWithin = LAYOUT[store].keyPath !== undefined;
  for (let first = 0; first < records.length; first += MOST_AT_ONCE) {
    await to.commit([store], (transaction) => {
      const part = records.slice(first, first + MOST_AT_ONCE);
      return Promise.all(
        part.map((record, index) => transaction.objectStore(store).put(record, hasKeyWithin ? undefined : keys[first + index])),
      );
    });
  }
}
