import type { BareJid } from '../../model/jid.ts';
import { LOCKED, type LockState } from '../../storage/lock-state.ts';
import type { IdleDetector } from './idle-detector.ts';

/** A timer doesn't count the time that a computer sleeps, so the clock is looked at as often as this. */
const CHECK_EVERY_MS = 15_000;
/** Input within this time counts as now. It is longer than the time between two looks, so that none is missed. */
const ACTIVE_WITHIN_MS = 60_000;
/** Being active is stored at most this often: a host that is started again takes the agent to have been away for no longer than that. */
const STORE_EVERY_MS = 10_000;
/** After the first wrong passwords, which are slips, each doubles the wait. */
const FREE_TRIES = 2;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 5 * 60_000;

export interface IdleLockOptions {
  readonly now: () => number;
  /** After how long without the agent the desk is locked; 0 is never. */
  readonly lockAfterMs: () => number;
  /** A call is connected: the agent talks, and needn't touch anything. */
  readonly isOnCall: () => boolean;
  readonly detector?: IdleDetector;
  readonly store: (jid: BareJid, state: LockState) => void;
  /** The desk is locked, or isn't any more. */
  readonly onChange: () => void;
}

/**
 * Whether the desk of who is signed in is locked. It is by the agent's own wish, or when they have been away for too long: also while no host ran, or
 * while the computer slept.
 */
export class IdleLock {
  private state: LockState = LOCKED;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private storedActiveAt = 0;
  /** Whose desk it is, while somebody is signed in. */
  private jid: BareJid | undefined;
  private watchedMs = 0;
  /** The browser has started this host to tell that nobody is there, before it was known whose desk it is. */
  private isIdleAtStart = false;

  constructor(private readonly options: IdleLockOptions) {
    options.detector?.onIdle(() => this.noteIdle());
  }

  /** An agent is about to be shown their desk. @param stored As it was when they were here last; undefined for one who has just come */
  begin(jid: BareJid, stored: LockState | undefined): void {
    const now = this.options.now();
    const { isLocked = false, activeAt = now, wrongTries = 0, nextTryAt = 0 } = stored ?? {};
    // A clock that was turned back makes nobody wait for longer, and keeps no desk open for longer.
    this.state = { isLocked, activeAt: Math.min(activeAt, now), wrongTries, nextTryAt: Math.min(nextTryAt, now + LONGEST_DELAY_MS) };
    this.jid = jid;
    this.lockIfDue();
    this.store();
    this.watch();
    if (this.isIdleAtStart) this.noteIdle();
    this.isIdleAtStart = false;
    void this.look();
  }

  /** Nobody is signed in any more. */
  end(): void {
    this.jid = undefined;
    this.isIdleAtStart = false;
    clearTimeout(this.timer);
    this.state = LOCKED;
  }

  get isLocked(): boolean {
    this.lockIfDue();
    return this.state.isLocked;
  }

  get current(): LockState {
    return this.state;
  }

  /** When the next password is looked at, if not now. */
  get nextTryAt(): number | undefined {
    return this.state.nextTryAt > this.options.now() ? this.state.nextTryAt : undefined;
  }

  lock(): void {
    if (!this.state.isLocked) this.set({ isLocked: true });
  }

  /** The agent is there. Who comes back too late finds the desk locked. */
  noteActivity(): void {
    if (this.isLocked) return;
    const activeAt = this.options.now();
    this.state = { ...this.state, activeAt };
    if (activeAt - this.storedActiveAt < STORE_EVERY_MS) return;
    this.storedActiveAt = activeAt;
    this.store();
  }

  /** The setting may be another. */
  follow(): void {
    if (this.jid === undefined) return;
    // Until now nobody had to tell that the agent is there.
    if (this.watchedMs === 0 && this.options.lockAfterMs() > 0) this.state = { ...this.state, activeAt: this.options.now() };
    this.lockIfDue();
    this.watch();
  }

  /**
   * A password is about to be looked at. It counts as wrong until it has proven right, so that of many at once only one is looked at.
   * @returns whether it may be
   */
  beginTry(): boolean {
    const now = this.options.now();
    if (this.state.nextTryAt > now) return false;
    const wrongTries = this.state.wrongTries + 1;
    const delayMs = wrongTries <= FREE_TRIES ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (wrongTries - FREE_TRIES - 1), LONGEST_DELAY_MS);
    this.set({ wrongTries, nextTryAt: now + delayMs });
    return true;
  }

  /** It couldn't be looked at. */
  takeBackTry(): void {
    this.set({ wrongTries: Math.max(0, this.state.wrongTries - 1), nextTryAt: 0 });
  }

  unlock(): void {
    if (this.jid !== undefined) this.set({ isLocked: false, activeAt: this.options.now(), wrongTries: 0, nextTryAt: 0 });
  }

  private noteIdle(): void {
    if (this.jid === undefined) this.isIdleAtStart = true;
    else if (this.options.lockAfterMs() > 0 && !this.options.isOnCall()) this.lock();
  }

  private lockIfDue(): void {
    const { state } = this;
    // Also when nobody is signed in: then there is nothing to lock.
    if (state.isLocked) return;
    const afterMs = this.options.lockAfterMs();
    if (afterMs === 0) return;
    if (this.options.now() >= state.activeAt + afterMs && !this.options.isOnCall()) this.lock();
  }

  /** Looks at the clock first: whoever has been away for too long isn't there in time by coming back. */
  private async look(): Promise<void> {
    clearTimeout(this.timer);
    if (this.jid === undefined) return;
    this.timer = setTimeout(() => void this.look(), CHECK_EVERY_MS);
    if (this.isLocked || this.options.lockAfterMs() === 0) return;
    if (this.options.isOnCall() || (await this.options.detector?.isActive(ACTIVE_WITHIN_MS).catch(() => false))) this.noteActivity();
  }

  private watch(): void {
    const afterMs = this.options.lockAfterMs();
    if (afterMs === this.watchedMs) return;
    this.watchedMs = afterMs;
    if (afterMs > 0) this.options.detector?.watch(afterMs);
  }

  private store(): void {
    if (this.jid !== undefined) this.options.store(this.jid, this.state);
  }

  private set(change: Partial<LockState>): void {
    const wasLocked = this.state.isLocked;
    this.state = { ...this.state, ...change };
    this.store();
    if (this.state.isLocked !== wasLocked) this.options.onChange();
  }
}
