import type { RateLimit } from '../model/rate-limit.ts';
import { HOOK_NAMES, type HookName } from './backchannel-client.ts';
import { CALLS, type PageMethod, readMessage, type ServedClient, type ServedPage } from './client-calls.ts';
import { BackchannelError, clientErrorOf } from './client-error.ts';
import type { FromPage, ToPage } from './client-wire.ts';

/** How long a page that has broken the rules isn't listened to. */
export const QUARANTINE_MS = 30_000;
/** How many questions may wait for a page's answer; more are taken as not answered. */
const MAX_ASKED = 1_000;
/** How long a page may take to answer. Who asks has given it up by then. */
export const ANSWER_WITHIN_MS = 15_000;

export interface ClientServerOptions {
  readonly methods: readonly PageMethod[];
  /** Counts the page's calls; several pages of an origin may share one. */
  readonly rate: Pick<RateLimit, 'take'>;
  readonly post: (message: string) => void;
  readonly now: () => number;
  /** Until when the page's origin isn't listened to, from before: milliseconds since the epoch. */
  readonly quarantinedUntil?: number;
  /** Called when it isn't listened to from now on. */
  readonly onQuarantine?: (until: number) => void;
}

/** What a page has answered; `problem` if it has failed, with what it says of it, or hasn't answered. */
export type Answer = { readonly value: unknown } | { readonly problem: string | undefined };
/** Asks a page for the answer to a question. */
export type Ask = (name: string, args: readonly unknown[], withinMs: number) => Promise<Answer>;

/** What asks a page's softphone, as the session host does. */
export const softphoneOf =
  (ask: Ask) =>
  async (name: string, id: string): Promise<{ readonly isDone: boolean }> => ({
    isDone: 'value' in (await ask(`telephony.${name}`, [id], ANSWER_WITHIN_MS)),
  });

const NO_ANSWER: Answer = { problem: undefined };

/**
 * Serves a client to a page that this document doesn't trust: only the methods that its origin has, only so often, and only what can be read. A page that
 * asks too often, or what can't be understood, isn't listened to for half a minute.
 */
export class ClientServer implements ServedPage {
  readonly #asked = new Map<number, (answer: Answer) => void>();
  readonly #hooks = new Map<HookName, () => void>();
  readonly #ending = new AbortController();
  #lastAsked = 0;
  #lastServed = 0;
  #quarantinedUntil: number;
  #isTellingState = false;
  #stopEvents: (() => void) | undefined;

  constructor(
    readonly client: ServedClient,
    private readonly options: ClientServerOptions,
  ) {
    this.#quarantinedUntil = options.quarantinedUntil ?? 0;
    const leftMs = this.#quarantineLeftAt(options.now());
    if (leftMs > 0) this.#post({ quarantinedMs: leftMs, after: 0 });
    client.ready.then(
      () => this.#post({ ready: true }),
      (error: unknown) => this.#post({ ready: { code: clientErrorOf(error).code } }),
    );
  }

  /** To be called with each message of the page's, whatever it is. */
  receive(message: unknown): void {
    const now = this.options.now();
    if (this.#ending.signal.aborted || this.#quarantineLeftAt(now) > 0) return;
    const read = readMessage(message);
    // The answer to a question counts as no call: how many questions there are isn't the page's doing.
    if (read && 'answer' in read && this.#asked.has(read.answer)) return this.#take(read);
    if (!read || !this.options.rate.take(now)) return this.#quarantine(now);
    // It comes too late, or to no question.
    if ('answer' in read) return;
    this.#lastServed = read.id;
    void this.#serve(read.id, read.method, read.args);
  }

  /** Ends it: the page is asked nothing more, and its hooks hold no longer. */
  close(): void {
    this.#ending.abort();
    this.#stopEvents?.();
    for (const end of this.#hooks.values()) end();
    for (const answer of this.#asked.values()) answer(NO_ANSWER);
    this.#asked.clear();
  }

  /** Asks the page. @param withinMs How long it may take; without it, until the page is gone */
  ask(name: string, args: readonly unknown[], withinMs?: number): Promise<Answer> {
    if (this.#ending.signal.aborted || this.#asked.size >= MAX_ASKED) return Promise.resolve(NO_ANSWER);
    return new Promise((resolve) => {
      const ask = (this.#lastAsked += 1);
      const timer = withinMs === undefined ? undefined : setTimeout(() => this.#settle(ask, NO_ANSWER), withinMs);
      this.#asked.set(ask, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#post({ ask, name, args });
    });
  }

  async #serve(id: number, method: string, args: readonly unknown[]): Promise<void> {
    try {
      const known = Object.hasOwn(CALLS, method) ? CALLS[method] : undefined;
      if (!known || !this.options.methods.includes(known.needs)) throw new BackchannelError('method-not-allowed');
      const value: unknown = await known.call(this, args);
      this.#post({ id, value });
    } catch (error) {
      const { code, details } = clientErrorOf(error);
      this.#post({ id, error: { code, details } });
    }
  }

  /** Tells how things stand, from now on. */
  tellState(): void {
    if (this.#isTellingState) return;
    this.#isTellingState = true;
    this.#ending.signal.addEventListener(
      'abort',
      this.client.onState((state) => this.#post({ state })),
    );
  }

  tellEvents(): void {
    this.#stopEvents ??= this.client.onEvent(async (event) => {
      // An event that the page hasn't taken is told again with the next handler.
      if ('problem' in (await this.ask('event', [event]))) throw new Error('The page has not taken an event.');
    });
  }

  stopEvents(): void {
    this.#stopEvents?.();
    this.#stopEvents = undefined;
  }

  setHook(name: unknown, isOn: boolean, timeoutMs: unknown): void {
    const hook = HOOK_NAMES.find((known) => known === name);
    if (!hook) throw new BackchannelError('invalid-argument');
    this.#hooks.get(hook)?.();
    this.#hooks.delete(hook);
    if (!isOn) return;
    const asked = async (facts: unknown) => {
      const answer = await this.ask(`before.${hook}`, [facts], ANSWER_WITHIN_MS);
      if ('problem' in answer) throw new Error('The page has not answered a hook.');
      // The hooks hold it against what they may answer.
      return answer.value as undefined;
    };
    this.#hooks.set(hook, this.client.before(hook, asked, typeof timeoutMs === 'number' ? { timeoutMs } : {}));
  }

  #take(read: Extract<FromPage, { answer: number }>): void {
    this.#settle(read.answer, 'hasFailed' in read ? { problem: read.problem } : { value: read.value });
  }

  #settle(ask: number, answer: Answer): void {
    const resolve = this.#asked.get(ask);
    this.#asked.delete(ask);
    resolve?.(answer);
  }

  /** How long the page isn't listened to any more. Where that is longer than it ever is, the clock was set back, and it is over. */
  #quarantineLeftAt(now: number): number {
    const leftMs = this.#quarantinedUntil - now;
    return leftMs > QUARANTINE_MS ? 0 : leftMs;
  }

  #quarantine(now: number): void {
    this.#quarantinedUntil = now + QUARANTINE_MS;
    this.options.onQuarantine?.(this.#quarantinedUntil);
    this.#post({ quarantinedMs: QUARANTINE_MS, after: this.#lastServed });
  }

  #post(message: ToPage): void {
    if (!this.#ending.signal.aborted) this.options.post(JSON.stringify(message));
  }
}
