import { isTimeout, withTimeLimit } from '../time/waits.ts';
import { StreamFailure } from './stream-failure.ts';

/** How long an agent who signs in waits for another host. One that is just ending is gone sooner. */
const PATIENCE_MS = 5_000;

interface AccountLockOptions {
  /** Whether the lock is waited for however long that takes. */
  readonly isPatient: boolean;
  /** Called when another host holds it. */
  readonly onWaiting: () => void;
}

/**
 * Waits until no other host of this browser holds the account's stream.
 * @returns what gives the lock back
 * @throws when the signal aborts; StreamFailure `open-elsewhere` when another host goes on holding it
 */
export function takeAccountLock(name: string, signal: AbortSignal, { isPatient, onWaiting }: AccountLockOptions): Promise<() => void> {
  // Pages that were loaded without encryption have no locks. If two hosts of the account meet at the server, each takes another resource.
  if (!navigator.locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    const hold = () => new Promise<void>((release) => resolve(release));
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => (lock ? hold() : 'taken'))
      .then((outcome) => {
        if (outcome !== 'taken') return undefined;
        onWaiting();
        const wait = (until: AbortSignal) => navigator.locks.request(name, { signal: until }, hold);
        return isPatient ? wait(signal) : withTimeLimit(PATIENCE_MS, wait, signal);
      })
      .catch((cause: unknown) => reject(isTimeout(cause) ? new StreamFailure('open-elsewhere', { cause }) : cause));
  });
}
