import type { Tone } from '../../channel/media-host.ts';
import { SoundContext } from '../../media-host/sound-context.ts';
import { Tones } from '../../media-host/tones.ts';

/** Firefox stops a background that has been idle for half a minute; this is well within that time. */
const STAY_AWAKE_EVERY_MS = 10_000;

/**
 * Plays ring and ringback in the background itself, where that is a page. Firefox keeps the tab with the calls' sound silent until it has been in
 * front.
 */
export class BackgroundTones {
  readonly #sound = new SoundContext();
  readonly #tones = new Tones(this.#sound);
  #speakerId = '';
  #waking: ReturnType<typeof setInterval> | undefined;

  /** Plays a tone until another is asked for, or none. */
  async setTone(tone: Tone | undefined): Promise<void> {
    this.#tones.play(tone, this.#speakerId);
    clearInterval(this.#waking);
    // Any call of the browser's API counts as activity, so that Firefox doesn't stop the background.
    if (tone) this.#waking = setInterval(() => void browser.runtime.getPlatformInfo(), STAY_AWAKE_EVERY_MS);
    else this.#sound.close();
  }

  /** Sets the speaker, by its id as enumerateDevices gives it; empty is the system's choice. Tones need no microphone. */
  async setDevices(_microphoneId: string, speakerId: string): Promise<void> {
    this.#speakerId = speakerId;
    this.#tones.setDevice(speakerId);
  }
}
