import type { CallLevel } from '../model/call/voice-call.ts';
import type { SoundContext } from './sound-context.ts';
import { SoundLevel } from './sound-level.ts';

const LEVEL_EVERY_MS = 100;

/** What is heard of each side now; undefined while nothing of it is. */
type Heard = { readonly [Side in keyof CallLevel]: MediaStreamTrack | undefined };

/** How loud the two sides of a call are, as long as somebody watches. */
export class CallLevels {
  #measuring: ReturnType<typeof setInterval> | undefined;
  #own: SoundLevel | undefined;
  #peer: SoundLevel | undefined;

  constructor(
    private readonly sound: SoundContext,
    private readonly heard: () => Heard,
    private readonly tell: (level: CallLevel) => void,
  ) {}

  watch(isWatched: boolean): void {
    clearInterval(this.#measuring);
    this.#measuring = isWatched ? setInterval(() => this.#measure(), LEVEL_EVERY_MS) : undefined;
    if (!isWatched) this.#stop();
  }

  #measure(): void {
    const { own, peer } = this.heard();
    this.#own = this.#levelOf(own, this.#own);
    this.#peer = this.#levelOf(peer, this.#peer);
    this.tell({ own: this.#own?.now() ?? 0, peer: this.#peer?.now() ?? 0 });
  }

  #levelOf(track: MediaStreamTrack | undefined, level: SoundLevel | undefined): SoundLevel | undefined {
    if (track === level?.track) return level;
    level?.stop();
    return track && new SoundLevel(this.sound, track);
  }

  #stop(): void {
    this.#own?.stop();
    this.#peer?.stop();
    this.#own = undefined;
    this.#peer = undefined;
  }
}
