/**
 * Runs what Firefox allows only to the tab in front, in the window that has the focus: asking for the microphone, and getting it. Afterwards the
 * agent is back where they were, unless they have gone elsewhere.
 */
export async function inFront<T>(ask: () => Promise<T>): Promise<T> {
  const { id, windowId } = await browser.tabs.getCurrent();
  const [own, last, [tab]] = await Promise.all([
    browser.windows.getCurrent(),
    browser.windows.getLastFocused(),
    browser.tabs.query({ active: true, windowId }),
  ]);
  if (own.focused && tab?.id === id) return ask();
  await browser.tabs.update(id, { active: true });
  if (!own.focused) await bringToFront(own.id);
  try {
    return await ask();
  } finally {
    // The tab or window that was in front may be closed by now. The agent then stays where they are, here and below.
    if (!document.hidden && tab?.id !== id) await browser.tabs.update(tab?.id, { active: true }).catch(() => undefined);
    if (last.id !== own.id && (await hasFocus(own.id))) await bringToFront(last.id);
  }
}

/** Asks the browser: after the agent has answered its question, the document itself doesn't have the focus though its window does. */
async function hasFocus(windowId: number | undefined): Promise<boolean> {
  return windowId !== undefined && (await browser.windows.get(windowId)).focused;
}

async function bringToFront(windowId: number | undefined): Promise<void> {
  // A window that was closed meanwhile can't be brought to the front, which nobody misses.
  if (windowId !== undefined) await browser.windows.update(windowId, { focused: true }).catch(() => undefined);
}
