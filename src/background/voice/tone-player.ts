import type { Tone } from '../../channel/media-host.ts';
import type { Settings } from '../../model/settings.ts';
import type { MediaHosts } from './media-hosts.ts';
import type { MediaPages, ToneHost } from './media-pages.ts';

export interface TonePlayerOptions {
  readonly mediaHosts: MediaHosts;
  readonly mediaPages: MediaPages;
  readonly settings: () => Settings;
  /** Notes that a document with sound doesn't answer. */
  readonly notTold: () => undefined;
}

/** Plays ring and ringback in one of the documents with sound. */
export class TonePlayer {
  #playing: { readonly host: ToneHost; readonly tone: Tone } | undefined;
  #wanted: Tone | undefined;

  constructor(private readonly options: TonePlayerOptions) {}

  /** Everything that plays sound: the documents, and what plays tones. */
  get soundHosts(): readonly ToneHost[] {
    const { mediaHosts, mediaPages } = this.options;
    return [...mediaHosts.all(), ...(mediaPages.toneHost ? [mediaPages.toneHost] : [])];
  }

  /** Plays a tone in one document until another is wanted, or none. */
  play(tone: Tone | undefined): void {
    if (tone === this.#wanted) return;
    this.#wanted = tone;
    this.#begin();
  }

  /** To be called when a document has come, in which a tone that waits for one begins. */
  hostCame(): void {
    if (this.#wanted && !this.#playing) this.#begin();
  }

  /** To be called when a document is gone. If it played the tone, another one goes on with it, or the next one that comes. */
  hostGone(): void {
    if (!this.#playing || this.soundHosts.includes(this.#playing.host)) return;
    this.#playing = undefined;
    this.#begin();
  }

  #begin(): void {
    void this.#change().catch(this.options.notTold);
  }

  async #change(): Promise<void> {
    const { mediaHosts, mediaPages, settings, notTold } = this.options;
    const playing = this.#playing;
    const host = this.#wanted && (mediaPages.toneHost ?? (await mediaHosts.any()));
    const tone = this.#wanted;
    if (playing && (playing.host !== host || tone === undefined)) await playing.host.setTone(undefined).catch(notTold);
    this.#playing = host && tone && { host, tone };
    if (!host) return;
    const { microphoneId, speakerId } = settings();
    await Promise.all([host.setDevices(microphoneId, speakerId), host.setTone(tone)]);
  }
}
