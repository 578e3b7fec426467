const INTERVAL_MS = 500;

/**
 * Calls back when the process that started this one is gone. npm passes a SIGTERM on to the shell between it and us, and
 * that shell dies of it without a word: without this, `kill` of `npm run demo` would leave everything running.
 */
export function onParentGone(callback: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, INTERVAL_MS);
  timer.unref();
}
