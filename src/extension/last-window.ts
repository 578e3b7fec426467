import type { SessionHost } from '../background/host/session-host.ts';

/** A browser that ends is gone by then. */
const STILL_HERE_MS = 5_000;

/**
 * Tells the server that the agent has gone when the browser's last window is closed, because with it most browsers end, and nothing else announces
 * that. Some go on without a window; there the agent is back soon. To be called in the background's first turn.
 */
export function followLastWindow(host: Pick<SessionHost, 'leave' | 'comeBack'>): void {
  browser.windows.onRemoved.addListener(async () => {
    const windows = await browser.windows.getAll();
    if (windows.length > 0) return;
    host.leave();
    setTimeout(() => host.comeBack(), STILL_HERE_MS);
  });
}
