import { Turn } from '../../model/turn.ts';
import type { AllowedOrigins } from '../policy/allowed-origins.ts';

const SCRIPT_ID = 'dock';
const SCRIPT_FILE = 'dock-content.js';

/** Puts the dock's content script into the pages that may have it. */
export class DockInjection {
  /** Updates are made one after the other, because changes of permissions come in quick succession. */
  readonly #turn = new Turn();

  /** @param origins The list of allowed origins as it is now. */
  constructor(private readonly origins: () => Promise<AllowedOrigins>) {}

  /**
   * Puts the script into the pages that are loaded from now on, and with `isOpenToo` into those that are open as well. In a page where the
   * script runs already, a second one does nothing.
   */
  update({ isOpenToo }: { readonly isOpenToo: boolean }): Promise<void> {
    return this.#turn.take(async () => {
      const { patterns } = await this.origins();
      await register(patterns);
      if (isOpenToo && patterns.length > 0) await injectIntoOpenTabs(patterns);
    });
  }
}

async function register(patterns: readonly string[]): Promise<void> {
  const ids = [SCRIPT_ID];
  const [registered] = await browser.scripting.getRegisteredContentScripts({ ids });
  if (patterns.length === 0) {
    if (registered) await browser.scripting.unregisterContentScripts({ ids });
    return;
  }
  const script = { id: SCRIPT_ID, matches: [...patterns], js: [SCRIPT_FILE], runAt: 'document_idle' as const, allFrames: false };
  if (!registered) await browser.scripting.registerContentScripts([script]);
  else if (registered.matches?.join() !== patterns.join()) await browser.scripting.updateContentScripts([script]);
}

async function injectIntoOpenTabs(patterns: readonly string[]): Promise<void> {
  const tabs = await browser.tabs.query({ url: [...patterns] });
  // Error pages, and tabs that are just closing, refuse the script.
  await Promise.allSettled(
    tabs.map(({ id }) => id !== undefined && browser.scripting.executeScript({ target: { tabId: id }, files: [SCRIPT_FILE] })),
  );
}
