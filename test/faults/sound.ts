import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from './browser.ts';

const LOOK_EVERY_MS = 1_000;
/** How long a call is kept whose other side isn't in it. A page with sound notices that by ICE. */
const ALONE_MS = 10_000;

/** In place of the sound of calls: ends those on whose other side nobody is any more, as a page does that hears nothing. */
export async function watchSound(browsers: readonly Browser[], signal: AbortSignal): Promise<void> {
  const aloneSince = new Map<string, number>();
  while (!signal.aborted) {
    const held = new Map<string, Browser[]>();
    for (const browser of browsers)
      for (const callId of browser.media.flatMap((media) => media.held)) held.set(callId, [...(held.get(callId) ?? []), browser]);
    for (const callId of aloneSince.keys()) if (held.get(callId)?.length !== 1) aloneSince.delete(callId);
    for (const [callId, [browser, ...others]] of held) {
      if (others.length > 0) continue;
      const since = aloneSince.get(callId) ?? performance.now();
      aloneSince.set(callId, since);
      if (performance.now() - since < ALONE_MS) continue;
      for (const media of browser?.media ?? []) if (media.held.includes(callId)) media.giveUp(callId);
    }
    await pause(LOOK_EVERY_MS);
  }
}
