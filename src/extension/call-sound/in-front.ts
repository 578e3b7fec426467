import browser from 'webextension-polyfill';

/**
 * Does what Firefox does only for the tab in front of the window that has the focus: it gives the microphone to no other, and asks in no
 * other. After that the agent is back where they were, unless they have gone elsewhere.
 */
export async function inFront<T>(ask: () => Promise<T>): Promise<T> {
  const { id, windowId } = await browser.tabs.getCurrent();
  const [own, last, [tab]] = await Promise.all([browser.windows.getCurrent(), browser.windows.getLastFocused(), browser.tabs.query({ active: true, windowId })]);
  if (own.focused && tab?.id === id) return ask();
  await browser.tabs.update(id, { active: true });
  if (!own.focused) await bringToFront(own.id);
  try {
    return await ask();
  } finally {
    if (!document.hidden && tab?.id !== id) await browser.tabs.update(tab?.id, { active: true }).catch(() => undefined);
    if (last.id !== own.id && (await hasFocus(own.id))) await bringToFront(last.id);
  }
}

/** The document itself hasn't, where the agent has just answered the browser's question. */
async function hasFocus(windowId: number | undefined): Promise<boolean> {
  return windowId !== undefined && (await browser.windows.get(windowId)).focused;
}

async function bringToFront(windowId: number | undefined): Promise<void> {
  if (windowId !== undefined) await browser.windows.update(windowId, { focused: true }).catch(() => undefined);
}
