import { STAY } from './sound-messages.ts';

const OFFSCREEN_PAGE = 'media-document.html';
const TAB_PAGE = 'call-sound.html';
const TRIES = 20;
const BETWEEN_TRIES_MS = 100;

/**
 * Opens the document that holds the calls' sound. In Chromium that is an offscreen document. Firefox gives no background page the microphone,
 * whatever the agent has allowed, so that it is a pinned tab there, behind the one in front.
 */
export class MediaDocumentOpener {
  #opening: Promise<void> | undefined;

  /** @throws when it can't be opened */
  open(): Promise<void> {
    this.#opening ??= openOnce().finally(() => (this.#opening = undefined));
    return this.#opening;
  }
}

async function openOnce(): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    // The document of an earlier background may still be there, or just be closing.
    const isThere = await browser.runtime.sendMessage({ type: STAY }).catch(() => false);
    if (isThere === true) return;
    try {
      return await create();
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }
}

async function create(): Promise<void> {
  const { offscreen } = browser;
  if (!offscreen) return void (await browser.tabs.create({ url: browser.runtime.getURL(TAB_PAGE), active: false, pinned: true }));
  // With AUDIO_PLAYBACK alone Chromium would close it after half a minute of silence.
  await offscreen.createDocument({
    url: OFFSCREEN_PAGE,
    reasons: ['USER_MEDIA', 'WEB_RTC', 'AUDIO_PLAYBACK'],
    justification: 'Voice calls: microphone, sound and ring',
  });
}
