import browser, { type Runtime } from 'webextension-polyfill';
import * as v from 'valibot';

const PAGE = 'workspace.html';

const showRequest = v.object({ type: v.literal('show-interaction'), sessionId: v.string() });

/**
 * Shows an interaction in the main window: in the one that is open, wherever it is, or else in a new tab.
 * Called by the background and by the popup.
 */
export async function showInteraction(sessionId: string): Promise<void> {
  const isShown = await browser.runtime.sendMessage({ type: 'show-interaction', sessionId }).catch(() => false);
  if (isShown !== true) await browser.tabs.create({ url: browser.runtime.getURL(`${PAGE}#${new URLSearchParams({ session: sessionId }).toString()}`) });
}

/** The main window's side: shows what it is asked for, and comes to the front. */
export function onShowInteraction(show: (sessionId: string) => void): void {
  const asked = new URLSearchParams(location.hash.slice(1)).get('session');
  if (asked) show(asked);
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = v.safeParse(showRequest, message);
    if (!parsed.success || sender.id !== browser.runtime.id) return undefined;
    show(parsed.output.sessionId);
    return comeToFront().then(() => true);
  });
}

/** A side panel is in front already, and has no tab. */
async function comeToFront(): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id === undefined) return;
  await browser.tabs.update(tab.id, { active: true });
  if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
}
