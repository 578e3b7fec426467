import type { CallMedia } from '../model/call/voice-call.ts';
import type { CallTimes } from './times.ts';

/** What a connection's watch asks for. */
export interface ConnectionHooks {
  changed(): void;
  /** Looks for another way to the peer (ICE restart). */
  restart(): void;
  /** Ends the call, because there is no way to the peer, or none any more. */
  giveUp(): void;
}

/**
 * Watches the way to the peer from the acceptance on. It goes by `connectionState`, which includes DTLS, because the state of ICE alone
 * stays "disconnected" when the peer's browser was killed (docs/browsers.md).
 */
export class ConnectionWatch {
  #current: CallMedia['connection'] = 'connecting';
  #givingUp: ReturnType<typeof setTimeout> | undefined;
  #restarting: ReturnType<typeof setTimeout> | undefined;
  readonly #ended = new AbortController();

  constructor(
    private readonly times: CallTimes,
    private readonly hooks: ConnectionHooks,
  ) {}

  /** To be called when both have accepted. */
  start(): void {
    if (this.#current === 'connecting') this.#givingUp ??= setTimeout(() => this.hooks.giveUp(), this.times.connectMs);
  }

  get state(): CallMedia['connection'] {
    return this.#current;
  }

  watch(pc: RTCPeerConnection): void {
    const { signal } = this.#ended;
    pc.addEventListener('connectionstatechange', () => this.#look(pc), { signal });
    // When the computer is in a network again, another way is looked for at once, before ICE has noticed.
    addEventListener('online', () => this.#current === 'interrupted' && this.hooks.restart(), { signal });
  }

  stop(): void {
    this.#ended.abort();
    clearTimeout(this.#givingUp);
    clearTimeout(this.#restarting);
  }

  #look(pc: RTCPeerConnection): void {
    if (this.#ended.signal.aborted) return;
    const { connectionState } = pc;
    if (connectionState === 'connected') {
      clearTimeout(this.#givingUp);
      clearTimeout(this.#restarting);
      this.#become('connected');
      return;
    }
    if (!isLost(pc)) return;
    if (this.#current === 'connected') {
      this.#givingUp = setTimeout(() => this.hooks.giveUp(), this.times.interruptionMs);
      this.#become('interrupted');
    }
    this.#restartAfter(connectionState === 'failed' ? 0 : this.times.repairMs, pc);
  }

  #restartAfter(delayMs: number, pc: RTCPeerConnection): void {
    clearTimeout(this.#restarting);
    this.#restarting = setTimeout(() => {
      // While another way is being looked for, the connection doesn't count as lost.
      if (isLost(pc)) this.hooks.restart();
      this.#restartAfter(this.times.restartEveryMs, pc);
    }, delayMs);
  }

  #become(state: CallMedia['connection']): void {
    if (state === this.#current) return;
    this.#current = state;
    this.hooks.changed();
  }
}

function isLost({ connectionState }: RTCPeerConnection): boolean {
  return connectionState === 'disconnected' || connectionState === 'failed';
}
