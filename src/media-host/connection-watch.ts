import type { CallMedia } from '../model/voice-call.ts';
import type { CallTimes } from './times.ts';

/** What a connection's watch asks for. */
export interface ConnectionHooks {
  changed(): void;
  /** Another way should be looked for (ICE restart). */
  restart(): void;
  /** There is no way, or none any more. */
  giveUp(): void;
}

/**
 * Watches the way between two peers from the acceptance on. `connectionState` counts, DTLS included: ICE alone stays "disconnected"
 * where a peer's browser was killed.
 */
export class ConnectionWatch {
  private current: CallMedia['connection'] = 'connecting';
  private givingUp: ReturnType<typeof setTimeout> | undefined;
  private restarting: ReturnType<typeof setTimeout> | undefined;
  private readonly ended = new AbortController();

  constructor(
    private readonly times: CallTimes,
    private readonly hooks: ConnectionHooks,
  ) {
    this.givingUp = setTimeout(() => hooks.giveUp(), times.connectMs);
  }

  get state(): CallMedia['connection'] {
    return this.current;
  }

  watch(pc: RTCPeerConnection): void {
    const { signal } = this.ended;
    pc.addEventListener('connectionstatechange', () => this.look(pc), { signal });
    // A computer that is in a network again needn't wait for ICE to notice.
    addEventListener('online', () => this.current === 'interrupted' && this.hooks.restart(), { signal });
  }

  stop(): void {
    this.ended.abort();
    clearTimeout(this.givingUp);
    clearTimeout(this.restarting);
  }

  private look(pc: RTCPeerConnection): void {
    if (this.ended.signal.aborted) return;
    const { connectionState } = pc;
    if (connectionState === 'connected') {
      clearTimeout(this.givingUp);
      clearTimeout(this.restarting);
      this.become('connected');
      return;
    }
    if (!isLost(pc)) return;
    if (this.current === 'connected') {
      this.givingUp = setTimeout(() => this.hooks.giveUp(), this.times.interruptionMs);
      this.become('interrupted');
    }
    this.restartAfter(connectionState === 'failed' ? 0 : this.times.repairMs, pc);
  }

  private restartAfter(delayMs: number, pc: RTCPeerConnection): void {
    clearTimeout(this.restarting);
    this.restarting = setTimeout(() => {
      // Not while a way is being looked for.
      if (isLost(pc)) this.hooks.restart();
      this.restartAfter(this.times.restartEveryMs, pc);
    }, delayMs);
  }

  private become(state: CallMedia['connection']): void {
    if (state === this.current) return;
    this.current = state;
    this.hooks.changed();
  }
}

function isLost({ connectionState }: RTCPeerConnection): boolean {
  return connectionState === 'disconnected' || connectionState === 'failed';
}
