const INTERVAL_MS = 500;

/**
 * Calls back when the process that started this one has ended. npm passes a SIGTERM on to the shell between itself and this process, and that shell
 * ends without passing it on. Without this watch, everything would go on running after `kill` of `npm run demo`.
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
