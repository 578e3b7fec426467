/** The emoji picker's own databases (emoji-picker-element), by the languages that it is shown in. */
const DATABASES = ['emoji-picker-element-en', 'emoji-picker-element-de'];
/** Its store of what was picked how often; everything else there is the emoji themselves. */
const FAVORITES = 'favorites';

/** Forgets which emoji an agent often uses. Their database stays: a picker that is open somewhere would hold a deletion up. */
export async function forgetOftenUsedEmojis(): Promise<void> {
  await Promise.all(DATABASES.map(forgetIn));
}

function forgetIn(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    // There is none yet, and it isn't ours to make.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = () => resolve();
    opening.onsuccess = () => {
      const database = opening.result;
      const isThere = database.objectStoreNames.contains(FAVORITES);
      const transaction = isThere ? database.transaction(FAVORITES, 'readwrite') : undefined;
      transaction?.objectStore(FAVORITES).clear();
      database.close();
      if (!transaction) return resolve();
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error('The emoji that were often used could not be forgotten', { cause: transaction.error }));
    };
  });
}
