import type {
  JingleAnswer,
  JingleRequest,
  MediaCall,
  MediaCallChange,
  MediaEndReason,
  MediaEvents,
  MediaFunctions,
  Tone,
} from '../channel/media-host.ts';
import type { FullJid } from '../model/jid.ts';
import { CallGuard } from './call-guard.ts';
import { CallMedia } from './call-media.ts';
import { UNKNOWN } from './jingle-request.ts';
import { isRingingHere } from './ringing-here.ts';
import { type InFront, Microphone } from './microphone.ts';
import { SoundContext } from './sound-context.ts';
import { CALL_TIMES, type CallTimes } from './times.ts';
import { Tones } from './tones.ts';
import type { CallId } from '../model/ids.ts';

/** How many calls that are over are remembered, for a session host that was away, and for requests that come late. */
const MAX_ENDS = 20;

export interface MediaHostOptions {
  readonly times?: CallTimes;
  /** Brings the document to the front, if it can do so. */
  readonly inFront?: InFront;
}

/** Holds the sound of all calls in one document: see `MediaFunctions`. */
export class MediaHost implements MediaFunctions {
  readonly #held = new Map<string, CallMedia>();
  readonly #ends = new Map<string, 'here' | 'peer' | 'failure'>();
  readonly #sound = new SoundContext();
  readonly #tones = new Tones(this.#sound);
  readonly #guard = new CallGuard();
  readonly #microphone: Microphone;
  /** Dispatches an event by the call's id when a call is started. */
  readonly #starts = new EventTarget();
  #speakerId = '';

  readonly #times: CallTimes;

  constructor(
    private readonly events: MediaEvents,
    { times = CALL_TIMES, inFront }: MediaHostOptions = {},
  ) {
    this.#times = times;
    this.#microphone = new Microphone(() => this.#held.forEach((call) => call.microphoneChanged()), inFront);
  }

  /** Whether the document has something to do: a call, or a tone. */
  get isBusy(): boolean {
    return this.#held.size > 0 || this.#tones.isPlaying;
  }

  /**
   * The calls that this document holds. A session host that asks has just started, or had lost this document. It is told what it may have missed, and
   * asks again for tones and levels. Calls that ended by themselves are among the answer until the session host has ended them too, because it may
   * not have heard of their end.
   */
  async calls(): Promise<readonly string[]> {
    this.#play(undefined);
    for (const call of this.#held.values()) call.watchLevel(false);
    const untold = [...this.#ends].flatMap(([callId, by]) => (by === 'here' ? [] : [{ callId, by }]));
    // This is told a turn later, when the session host has taken the answer.
    setTimeout(() => {
      for (const call of this.#held.values()) call.tellAgain();
      for (const { callId, by } of untold) this.events.callEnded(callId, by);
    });
    return [...this.#held.keys(), ...untold.map(({ callId }) => callId)];
  }

  async startCall(call: MediaCall): Promise<void> {
    const { callId } = call;
    const end = this.#ends.get(callId);
    // An offer that was made ahead may have failed while it rang, which ended nothing then.
    if (end === 'peer' || end === 'failure') this.events.callEnded(callId, end);
    if (end) return;
    if (!isRingingHere(call)) {
      this.#microphone.start();
      this.#guard.follow(true);
    }
    const held = this.#held.get(callId);
    if (held) return held.goOn(call);
    const events = this.events;
    const microphone = this.#microphone;
    const sound = this.#sound;
    const times = this.#times;
    const speakerId = this.#speakerId;
    this.#held.set(callId, new CallMedia(call, { events, microphone, sound, times, speakerId, over: (by) => this.#over(callId, by) }));
    this.#starts.dispatchEvent(new Event(callId));
  }

  /** Takes a request of the peer's. The offer may come before the call is started here; it waits then. */
  async receiveJingle(callId: CallId, from: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    const call = this.#held.get(callId) ?? (await this.#started(callId));
    return call?.receive(from, request) ?? UNKNOWN;
  }

  async changeCall(callId: CallId, change: MediaCallChange): Promise<void> {
    await this.#held.get(callId)?.change(change);
  }

  async endCall(callId: CallId, reason: MediaEndReason): Promise<void> {
    this.#held.get(callId)?.end(reason);
    this.#forget(callId, 'here');
    if (this.#ends.has(callId)) this.#ends.set(callId, 'here');
  }

  async retryMicrophone(): Promise<void> {
    await this.#microphone.retry();
  }

  async setDevices(microphoneId: string, speakerId: string): Promise<void> {
    this.#speakerId = speakerId;
    this.#tones.setDevice(speakerId);
    for (const call of this.#held.values()) call.setSpeaker(speakerId);
    await this.#microphone.setDevice(microphoneId);
  }

  async setTone(tone: Tone | undefined): Promise<void> {
    this.#play(tone);
  }

  async watchLevel(callId: CallId, isWatched: boolean): Promise<void> {
    this.#held.get(callId)?.watchLevel(isWatched);
  }

  #play(tone: Tone | undefined): void {
    this.#tones.play(tone, this.#speakerId);
    this.#rest();
  }

  #started(callId: CallId): Promise<CallMedia | undefined> {
    if (this.#ends.has(callId)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#starts.removeEventListener(callId, done);
        resolve(this.#held.get(callId));
      };
      const timer = setTimeout(done, this.#times.startMs);
      this.#starts.addEventListener(callId, done);
    });
  }

  #over(callId: CallId, by: 'peer' | 'failure'): void {
    const wasRingingHere = this.#held.get(callId)?.isRingingHere;
    this.#forget(callId, by);
    if (!wasRingingHere) this.events.callEnded(callId, by);
  }

  #forget(callId: CallId, by: 'here' | 'peer' | 'failure'): void {
    const held = this.#held.get(callId);
    if (!held) return;
    this.#held.delete(callId);
    // One that rings here has only been made ready, and may be so again.
    if (!held.isRingingHere) this.#ends.set(callId, by);
    const [oldest] = this.#ends.keys();
    if (this.#ends.size > MAX_ENDS && oldest !== undefined) this.#ends.delete(oldest);
    const hasCalls = [...this.#held.values()].some(({ isRingingHere }) => !isRingingHere);
    this.#guard.follow(hasCalls);
    if (!hasCalls) this.#microphone.stop();
    this.#rest();
  }

  #rest(): void {
    if (!this.isBusy) this.#sound.close();
  }
}

export const startMediaHost = (events: MediaEvents): MediaHost => new MediaHost(events);
