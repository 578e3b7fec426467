import { takeAccountLock } from './account-lock.ts';
import type { ConnectionOptions } from './connection-options.ts';
import type { MessagingStream } from './messaging-port.ts';
import { retryDelayMs, spreadDelayMs } from './retry-delay.ts';
import { REACH_WITHIN_MS, ServerAddresses } from './server-addresses.ts';
import { ServerWatch } from './server-watch.ts';
import { problemOf, StreamFailure } from './stream-failure.ts';

/** A connection that is lost sooner than this counts as one more failed attempt, so that a server that closes at once isn't asked without a pause. */
const HELD_MS = 10_000;
/** How far such losses lengthen the wait: to half a second up to a whole one, so that agents of a cluster whose nodes die one soon after the other are back in two. */
const MOST_AFTER_LOSS = 1;
/** While an agent types, attempts begin at most this often. */
const HURRY_EVERY_MS = 1_000;

/** Keeps one stream to the messaging server: connects, and after every loss connects again, until stopped. */
export class Connection {
  #stream: MessagingStream | undefined;
  /** The stream that is being opened. */
  #opening: MessagingStream | undefined;
  #isConnecting = false;
  #attempt = 0;
  /** When the last attempt began, as `performance.now` counts, like the other two. */
  #begunAt = 0;
  #nextAt = 0;
  #openedAt = 0;
  /** The server has ended the streams of all its clients, and this one isn't back yet. */
  #isEverybodyAway = false;
  #isPaused = false;
  /** The last attempt has failed because who gives or checks tokens couldn't be reached. */
  #isIssuerAway = false;
  /** The next attempt doesn't wait. */
  #isHurried = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #stopping = new AbortController();
  #releaseLock: (() => void) | undefined;
  readonly #addresses: ServerAddresses;
  readonly #watch: ServerWatch;
  /** Tries now, because the network is back. An attempt that began without it may wait for long, and is given up. */
  readonly #retryNow = () => {
    if (this.#retryTimer !== undefined) return void this.#reconnect();
    if (!this.#opening || this.#opening.isReached) return;
    this.#isHurried = true;
    this.#opening.drop();
  };

  constructor(private readonly options: ConnectionOptions) {
    this.#addresses = new ServerAddresses(options.service);
    this.#watch = new ServerWatch(this.#addresses.all, () => this.#handleServerBack());
  }

  /**
   * Resolves when signed in for the first time; `connected` follows when all that was missed has been read.
   * @throws StreamFailure when the first attempt fails and `isPersistent` is false, or trying again is of no use
   */
  async start(isPersistent: boolean): Promise<void> {
    const { lockName, onState } = this.options;
    const onWaiting = () => onState({ status: 'waiting' });
    this.#releaseLock = await takeAccountLock(lockName, this.#stopping.signal, { isPatient: isPersistent, onWaiting });
    // The connection may have been stopped while it waited for the lock, which nobody else would give back.
    if (this.#stopping.signal.aborted) return this.stop();
    globalThis.addEventListener('online', this.#retryNow);
    this.options.onState({ status: 'connecting' });
    try {
      await this.#connect();
    } catch (error) {
      this.#noteFailure(error);
      const isOver = !isPersistent || this.#stopping.signal.aborted || (error instanceof StreamFailure && error.isFinal);
      if (isOver) {
        await this.stop();
        throw error;
      }
      this.#scheduleRetry(error);
    }
  }

  /** The open stream, if there is one. */
  get current(): MessagingStream | undefined {
    return this.#stream;
  }

  /** To be called when the agent acts or looks. Without a connection, it brings the next attempt forward, to one a second at most. */
  hurry(): void {
    const waitMs = Math.max(0, this.#begunAt + HURRY_EVERY_MS - performance.now());
    if (this.#retryTimer === undefined || this.#nextAt <= performance.now() + waitMs) return;
    this.#retryIn(waitMs);
  }

  /** Ends the stream until `goOn` is called. */
  pause(): void {
    if (this.#isPaused || this.#stopping.signal.aborted) return;
    this.#isPaused = true;
    this.#watch.stop();
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream) this.options.onClosed();
    void stream?.end();
  }

  goOn(): void {
    if (!this.#isPaused || this.#stopping.signal.aborted) return;
    this.#isPaused = false;
    this.options.onState({ status: 'connecting' });
    // An attempt that had begun before is taken.
    if (!this.#isConnecting) void this.#reconnect();
  }

  /** Ends the stream because of something that the server doesn't know of, and stays away. */
  endBy(failure: StreamFailure): void {
    if (this.#stopping.signal.aborted) return;
    this.options.log.note(`connection-ended ${failure.problem}`);
    if (this.#stream) this.options.onClosed();
    this.#giveUp(failure);
  }

  /** Ends the stream and stays away. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#watch.stop();
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    globalThis.removeEventListener('online', this.#retryNow);
    const stream = this.#stream;
    this.#stream = undefined;
    await stream?.end();
    this.#releaseLock?.();
  }

  /** Connects. With a token that the server refuses it tries once more, with another one, because servers don't say when a token has ended. */
  async #connect(): Promise<void> {
    this.#isConnecting = true;
    try {
      await this.#addresses.each((mayBeSlow) =>
        this.#attemptToConnect(false, mayBeSlow).catch((error: unknown) => {
          if (!(error instanceof StreamFailure) || error.problem !== 'token-refused') throw error;
          return this.#attemptToConnect(true, mayBeSlow);
        }),
      );
    } finally {
      this.#isConnecting = false;
    }
  }

  async #attemptToConnect(isRefused: boolean, mayBeSlow: boolean): Promise<void> {
    const { prepare, openStream, log } = this.options;
    await prepare(isRefused);
    if (this.#stopping.signal.aborted) throw new StreamFailure('unexpected');
    const begunAt = performance.now();
    const stream = openStream(this.#addresses.current, (failure) => this.#handleClosed(stream, failure));
    this.#begunAt = begunAt;
    this.#isHurried = false;
    this.#opening = stream;
    const impatience = mayBeSlow ? undefined : setTimeout(() => stream.isReached || stream.drop(), REACH_WITHIN_MS);
    const how = await stream.connect().finally(() => {
      clearTimeout(impatience);
      this.#opening = undefined;
    });
    log.note(`connected ${how}`, performance.now() - begunAt);
    if (this.#isPaused || this.#stopping.signal.aborted) return stream.end();
    this.#stream = stream;
    this.#openedAt = performance.now();
    this.#watch.stop();
    void this.#bringUpToDate(stream, how);
  }

  /** Reads what was missed. Connecting doesn't wait for it, because a view that waits for the sign-in needn't wait for the archive. */
  async #bringUpToDate(stream: MessagingStream, how: 'resumed' | 'new'): Promise<void> {
    try {
      await this.options.onOpen(stream, how);
      if (this.#stream !== stream) return;
      this.#isEverybodyAway = false;
      this.options.onState({ status: 'connected', domain: this.options.domain });
    } catch {
      // The server doesn't answer, or storage fails, of which the journal tells. The next connection reads on from there.
      this.options.log.note('not-caught-up');
      stream.drop();
    }
  }

  #handleClosed(stream: MessagingStream, failure: Error): void {
    if (this.#stream !== stream || this.#stopping.signal.aborted) return;
    this.#stream = undefined;
    this.options.log.note(`connection-lost ${problemOf(failure)}`);
    this.options.onClosed();
    if (failure instanceof StreamFailure && failure.isFinal) return this.#giveUp(failure);
    const hasHeld = performance.now() - this.#openedAt >= HELD_MS;
    this.#attempt = hasHeld ? 0 : Math.min(this.#attempt, MOST_AFTER_LOSS);
    this.#scheduleRetry(failure);
  }

  #scheduleRetry(failure: unknown): void {
    if (this.#isPaused) return;
    const known = failure instanceof StreamFailure ? failure : undefined;
    this.#isIssuerAway = known?.problem === 'issuer-unreachable';
    if (known?.isResourceTaken) this.options.onResourceTaken();
    if (known?.meetsEverybody) this.#isEverybodyAway = true;
    const delayMs = this.#isHurried ? 0 : known?.meetsEverybody ? spreadDelayMs(this.#hasOthers) : retryDelayMs(this.#attempt);
    this.#attempt += 1;
    this.#watch.start();
    this.#retryIn(delayMs);
  }

  /** Connects, because the server answers again. Where all clients wait for that, each takes a moment of its own. */
  #handleServerBack(): void {
    if (!this.#isEverybodyAway) return this.#retryNow();
    const waitMs = spreadDelayMs(this.#hasOthers);
    if (this.#retryTimer !== undefined && this.#nextAt > performance.now() + waitMs) this.#retryIn(waitMs);
  }

  #retryIn(delayMs: number): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.#reconnect(), delayMs);
    this.#nextAt = performance.now() + delayMs;
    this.options.onState({
      status: 'reconnecting',
      nextAttemptAt: this.options.now() + delayMs,
      ...(this.#isIssuerAway ? { problem: 'issuer-unreachable' } : {}),
    });
  }

  get #hasOthers(): boolean {
    return this.#addresses.all.length > 1;
  }

  async #reconnect(): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    try {
      await this.#connect();
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#noteFailure(error);
      if (error instanceof StreamFailure && error.isFinal) this.#giveUp(error);
      else if (!this.#stream) this.#scheduleRetry(error);
    }
  }

  #noteFailure(error: unknown): void {
    this.options.log.note(`not-connected ${problemOf(error)}`);
  }

  #giveUp({ problem, detail }: StreamFailure): void {
    void this.stop();
    this.options.onState({ status: 'signed-out', problem, detail });
  }
}
