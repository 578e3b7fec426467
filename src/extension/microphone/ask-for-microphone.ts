import { ASK_FOR_MICROPHONE } from '../call-sound/sound-messages.ts';

/**
 * Asks the agent for the microphone in a tab, because popup, side panel and offscreen document can't ask. It is the tab with the calls' sound, since
 * Firefox gives the microphone to one tab only, or else a tab of its own.
 * @returns when the agent has decided, or has closed that tab
 */
export async function askForMicrophone(): Promise<void> {
  // Without a document that can ask nobody receives the message, and a tab is opened.
  if ((await browser.runtime.sendMessage({ type: ASK_FOR_MICROPHONE }).catch(() => false)) === true) return;
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
