/**
 * Waits until no other host of this browser holds the account's stream.
 * @param onWaiting Called when another one does
 * @returns what gives the lock back @throws when the signal aborts
 */
export function takeAccountLock(name: string, signal: AbortSignal, onWaiting: () => void): Promise<() => void> {
  // Pages that were loaded without encryption have no locks. If two hosts of the account meet at the server, each takes another resource.
  if (!navigator.locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    const hold = () => new Promise<void>((release) => resolve(release));
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => (lock ? hold() : 'taken'))
      .then((outcome) => {
        if (outcome !== 'taken') return undefined;
        onWaiting();
        return navigator.locks.request(name, { signal }, hold);
      })
      .catch(reject);
  });
}
