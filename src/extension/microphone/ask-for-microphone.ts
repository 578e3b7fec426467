import browser from 'webextension-polyfill';
import { ASK_FOR_MICROPHONE } from '../call-sound/sound-messages.ts';

/**
 * Asks the agent for the microphone in a tab, as popup, side panel and an offscreen document can't: the one with the calls' sound, as
 * Firefox gives leave to one tab only, or else one of its own.
 * @returns when the agent has decided, or has closed that tab
 */
export async function askForMicrophone(): Promise<void> {
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
