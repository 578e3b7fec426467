/**
 * Runs `work` with a signal that aborts after so many milliseconds (reason: a DOMException named TimeoutError), or as soon as `given` aborts (its
 * reason). The timer ends with the work.
 *
 * This stands in for `AbortSignal.any([given, AbortSignal.timeout(ms)])`, of which some engines keep only weak references: once their garbage
 * collector has run, that signal never aborts (seen in Node 20), and the work waits for ever.
 */
export async function withTimeLimit<T>(ms: number, work: (signal: AbortSignal) => Promise<T>, given?: AbortSignal): Promise<T> {
  const limit = new AbortController();
  const follow = () => limit.abort(given?.reason);
  const timer = setTimeout(() => limit.abort(new DOMException(`It took more than ${ms} ms`, 'TimeoutError')), ms);
  given?.addEventListener('abort', follow);
  if (given?.aborted) follow();
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    given?.removeEventListener('abort', follow);
  }
}

export const isTimeout = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'TimeoutError';

/** Resolves with what `work` comes to, or with undefined when the time is up or `given` aborts. The work itself goes on. */
export function within<T>(ms: number, work: Promise<T>, given?: AbortSignal): Promise<T | undefined> {
  return withTimeLimit(ms, (limit) => Promise.race([work, whenAborted(limit)]), given);
}

/** Resolves when the signal aborts, at once if it has already. */
export function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** Resolves after so many milliseconds, or when the signal aborts. The signal may live as long as the host: no listener stays on it. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, Math.max(0, ms));
    signal.addEventListener('abort', finish);
    if (signal.aborted) finish();
  });
}
