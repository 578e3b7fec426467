import browser from 'webextension-polyfill';

const PAGE = 'media-document.html';
const STAY = 'stay-media-document';
const TRIES = 20;
const BETWEEN_TRIES_MS = 100;

/** Chromium's offscreen documents, which webextension-polyfill doesn't know. */
interface Offscreen {
  createDocument(options: { readonly url: string; readonly reasons: readonly string[]; readonly justification: string }): Promise<void>;
}

/** Asks the document that is open not to go just now. */
export function isStayRequest(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === STAY;
}

/** Opens the document that holds the calls' sound: an offscreen document in Chromium, a frame in Firefox's event page. */
export class MediaDocumentOpener {
  private opening: Promise<void> | undefined;

  /** @throws when it can't be opened */
  open(): Promise<void> {
    this.opening ??= this.openOnce().finally(() => (this.opening = undefined));
    return this.opening;
  }

  private async openOnce(): Promise<void> {
    if ('offscreen' in browser) return openOffscreen(browser.offscreen as Offscreen);
    if (document.querySelector('iframe')) return undefined;
    const frame = document.createElement('iframe');
    frame.allow = 'microphone; autoplay; speaker-selection';
    frame.src = browser.runtime.getURL(PAGE);
    document.body.append(frame);
    return undefined;
  }
}

async function openOffscreen(offscreen: Offscreen): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    // One of an earlier background may be there, or just be going.
    const isThere = await browser.runtime.sendMessage({ type: STAY }).catch(() => false);
    if (isThere === true) return;
    try {
      // With AUDIO_PLAYBACK alone Chromium would close it after half a minute of silence.
      return await offscreen.createDocument({ url: PAGE, reasons: ['USER_MEDIA', 'WEB_RTC', 'AUDIO_PLAYBACK'], justification: 'Voice calls: microphone, sound and ring' });
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }
}
