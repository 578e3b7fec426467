import browser from 'webextension-polyfill';

/**
 * Asks the agent for the microphone in a tab of its own, as popup, side panel and the document with the calls' sound can't.
 * @returns when the tab is closed again: it does so itself once the microphone is allowed
 */
export async function askForMicrophone(): Promise<void> {
  const { id } = await browser.tabs.create({ url: browser.runtime.getURL('microphone.html') });
  await new Promise<void>((resolve) => {
    const follow = (closed: number) => {
      if (closed !== id) return;
      browser.tabs.onRemoved.removeListener(follow);
      resolve();
    };
    browser.tabs.onRemoved.addListener(follow);
  });
}
