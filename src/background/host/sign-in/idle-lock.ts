import type { BareJid } from '../../../model/jid.ts';
import { LOCKED, type LockState } from '../../../storage/lock-state.ts';
import type { IdleDetector } from './idle-detector.ts';

/** How often the clock is looked at. A single timer wouldn't do, because it doesn't count the time that a computer sleeps. */
const CHECK_EVERY_MS = 15_000;
/** Input within this time counts as now. The time is longer than that between two looks, so that no input is missed. */
const ACTIVE_WITHIN_MS = 60_000;
/**
 * How often at most it is stored that the agent is active. To a host that is started again the agent seems to have been away for at most
 * this much longer.
 */
const STORE_EVERY_MS = 10_000;
/** How many wrong passwords are free of a wait, because they may be slips. Each one after them doubles the wait. */
const FREE_TRIES = 2;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 5 * 60_000;

export interface IdleLockOptions {
  readonly now: () => number;
  /** After how long without the agent the desk is locked; 0 is never. */
  readonly lockAfterMs: () => number;
  /** Whether a call is connected. An agent who talks is there without touching anything. */
  readonly isOnCall: () => boolean;
  readonly detector?: IdleDetector;
  readonly store: (jid: BareJid, state: LockState) => void;
  /** Called when the desk was locked or unlocked. */
  readonly onChange: () => void;
}

/**
 * Knows whether the desk of the agent who is signed in is locked. The agent locks it, or it locks itself when they have been away for too
 * long, even if no host ran or the computer slept meanwhile.
 */
export class IdleLock {
  #state: LockState = LOCKED;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #storedActiveAt = 0;
  /** The address of the agent who is signed in; undefined while nobody is. */
  #jid: BareJid | undefined;
  #watchedMs = 0;
  /** Whether the browser has started this host to tell that nobody is there. That comes before the host knows whose desk it is. */
  #isIdleAtStart = false;

  constructor(private readonly options: IdleLockOptions) {
    options.detector?.onIdle(() => this.#noteIdle());
  }

  /**
   * To be called before an agent is shown their desk.
   * @param stored The state in which they left it; undefined for an agent who has just signed in
   */
  begin(jid: BareJid, stored: LockState | undefined): void {
    const now = this.options.now();
    const { isLocked = false, activeAt = now, wrongTries = 0, nextTryAt = 0 } = stored ?? {};
    this.#state = { isLocked, activeAt, wrongTries, nextTryAt };
    this.#jid = jid;
    this.#lockIfDue();
    this.#store();
    this.#watch();
    if (this.#isIdleAtStart) this.#noteIdle();
    this.#isIdleAtStart = false;
    void this.#look();
  }

  /** To be called when nobody is signed in any more. */
  end(): void {
    this.#jid = undefined;
    this.#isIdleAtStart = false;
    clearTimeout(this.#timer);
    this.#state = LOCKED;
  }

  get isLocked(): boolean {
    this.#lockIfDue();
    return this.#state.isLocked;
  }

  get current(): LockState {
    return this.#state;
  }

  /**
   * The times are bounded whenever they are looked at, because a clock that was set back would otherwise make an agent wait for longer, or keep a desk
   * open for longer.
   */
  #boundTimes(): void {
    const now = this.options.now();
    const { activeAt, nextTryAt } = this.#state;
    this.#state = { ...this.#state, activeAt: Math.min(activeAt, now), nextTryAt: Math.min(nextTryAt, now + LONGEST_DELAY_MS) };
  }

  /** When the next password is looked at, if not now. */
  get nextTryAt(): number | undefined {
    this.#boundTimes();
    return this.#state.nextTryAt > this.options.now() ? this.#state.nextTryAt : undefined;
  }

  lock(): void {
    if (!this.#state.isLocked) this.#set({ isLocked: true });
  }

  /** Notes that the agent is there. If they come back too late, the desk is locked in place of that. */
  noteActivity(): void {
    if (this.isLocked) return;
    const activeAt = this.options.now();
    this.#state = { ...this.#state, activeAt };
    if (activeAt - this.#storedActiveAt < STORE_EVERY_MS) return;
    this.#storedActiveAt = activeAt;
    this.#store();
  }

  /** To be called when the setting may have changed. */
  follow(): void {
    if (this.#jid === undefined) return;
    // As long as the desk didn't lock itself, nobody noted that the agent is there, so that their time begins now.
    if (this.#watchedMs === 0 && this.options.lockAfterMs() > 0) this.#state = { ...this.#state, activeAt: this.options.now() };
    this.#lockIfDue();
    this.#watch();
  }

  /**
   * To be called before a password is looked at. It counts as wrong until it has proven right, so that of many that come at once only one
   * is looked at.
   * @returns whether it may be
   */
  beginTry(): boolean {
    this.#boundTimes();
    const now = this.options.now();
    if (this.#state.nextTryAt > now) return false;
    const wrongTries = this.#state.wrongTries + 1;
    const delayMs = wrongTries <= FREE_TRIES ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (wrongTries - FREE_TRIES - 1), LONGEST_DELAY_MS);
    this.#set({ wrongTries, nextTryAt: now + delayMs });
    return true;
  }

  /** To be called when the password couldn't be looked at. */
  takeBackTry(): void {
    this.#set({ wrongTries: Math.max(0, this.#state.wrongTries - 1), nextTryAt: 0 });
  }

  unlock(): void {
    if (this.#jid !== undefined) this.#set({ isLocked: false, activeAt: this.options.now(), wrongTries: 0, nextTryAt: 0 });
  }

  #noteIdle(): void {
    if (this.#jid === undefined) this.#isIdleAtStart = true;
    else if (this.options.lockAfterMs() > 0 && !this.options.isOnCall()) this.lock();
  }

  #lockIfDue(): void {
    this.#boundTimes();
    const state = this.#state;
    // The initial state counts as locked, so that this holds also when nobody is signed in and there is nothing to lock.
    if (state.isLocked) return;
    const afterMs = this.options.lockAfterMs();
    if (afterMs === 0) return;
    if (this.options.now() >= state.activeAt + afterMs && !this.options.isOnCall()) this.lock();
  }

  /** Looks whether the agent is there. The clock is looked at first, so that an agent who was away for too long finds the desk locked. */
  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#jid === undefined) return;
    this.#timer = setTimeout(() => void this.#look(), CHECK_EVERY_MS);
    if (this.isLocked || this.options.lockAfterMs() === 0) return;
    // A browser that doesn't answer has seen no input, so that the desk is locked rather than left open.
    if (this.options.isOnCall() || (await this.options.detector?.isActive(ACTIVE_WITHIN_MS).catch(() => false))) this.noteActivity();
  }

  #watch(): void {
    const afterMs = this.options.lockAfterMs();
    if (afterMs === this.#watchedMs) return;
    this.#watchedMs = afterMs;
    if (afterMs > 0) this.options.detector?.watch(afterMs);
  }

  #store(): void {
    if (this.#jid !== undefined) this.options.store(this.#jid, this.#state);
  }

  #set(change: Partial<LockState>): void {
    const wasLocked = this.#state.isLocked;
    this.#state = { ...this.#state, ...change };
    this.#store();
    if (this.#state.isLocked !== wasLocked) this.options.onChange();
  }
}
