import { isolated } from '../channel/isolated-listener.ts';
import type { BackchannelClient, ClientEvent, Hook, HookName, InteractionHandle, ViewOptions } from './backchannel-client.ts';
import { BackchannelError } from './client-error.ts';
import { type ClientState, deepFrozen, STARTING } from './client-state.ts';
import { MAX_MESSAGE, type ToPage } from './client-wire.ts';

/** How long a call may take. */
const WITHIN_MS = 30_000;

/** A softphone also has calls for which the page has opened no interaction, and goes on when the agent has signed out. */
const NO_FAULTS: readonly string[] = ['destroyed', 'unknown-interaction', 'not-signed-in'];

export interface PageEndOptions {
  readonly post: (message: string) => void;
  /** Does what of `setView` is the page's own, and returns the rest. */
  readonly setView: (options: ViewOptions) => ViewOptions;
  /** Takes away what the page has of it. */
  readonly end: () => void;
  /** What the page brings, by the name that it is asked for by. */
  readonly brought?: (name: string) => unknown;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: BackchannelError) => void;
  readonly message: string;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * The client in a page, whose calls a frame or the dock carries out. Nothing is called before it has taken the page. When it takes the page again, it has begun
 * anew: what has no answer is called again, and what the page listens to is said again.
 */
export class PageEnd implements BackchannelClient {
  readonly ready: Promise<void>;
  #state: ClientState = STARTING;
  #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #isTaken = false;
  #quarantinedUntil = 0;
  #over: BackchannelError | undefined;
  #isReady!: () => void;
  #isNot!: (error: BackchannelError) => void;
  readonly #listeners = new Set<(state: ClientState) => void>();
  readonly #handlers = new Set<(event: ClientEvent) => void | Promise<void>>();
  readonly #hooks = new Map<string, { readonly hook: (facts: never) => unknown; readonly timeoutMs: number | undefined }>();

  constructor(private readonly options: PageEndOptions) {
    this.ready = new Promise((resolve, reject) => {
      this.#isReady = resolve;
      this.#isNot = reject;
    });
    this.ready.catch(() => undefined);
  }

  get state(): ClientState {
    return this.#state;
  }

  /** To be called with each message of the frame's or the dock's. */
  receive(message: unknown): void {
    // Both are the deployment's own, which the page trusts.
    const told = JSON.parse(message as string) as ToPage;
    if ('version' in told) {
      if (told.refused) return this.fail(told.refused);
      for (const method of told.unused ?? []) reportError(new BackchannelError('method-not-allowed', { method }));
      this.#begin();
    } else if ('id' in told)
      this.#settle(told.id, told.error ? new BackchannelError(told.error.code, told.error.details) : undefined, told.value);
    else if ('state' in told) {
      this.#state = deepFrozen(told.state);
      this.#listeners.forEach((heard) => heard(this.#state));
    } else if ('ask' in told) void this.#answer(told.ask, told.name, told.args);
    else if ('ready' in told) {
      if (told.ready === true) this.#isReady();
      else this.#isNot(new BackchannelError(told.ready.code));
    } else {
      this.#quarantinedUntil = performance.now() + told.quarantinedMs;
      this.#rejectAll(this.#quarantined(told.quarantinedMs), told.after);
    }
  }

  /** Nobody has taken the page in time. It is taken as soon as somebody does. */
  notReady(code: string): void {
    this.#isNot(new BackchannelError(code));
  }

  /** Ends it, for this reason: everything that is asked of it is refused from now on. */
  fail(code: string): void {
    if (this.#over) return;
    this.#over = new BackchannelError(code);
    this.#isNot(this.#over);
    this.#rejectAll(this.#over);
    this.options.end();
  }

  onState(listener: (state: ClientState) => void): () => void {
    const heard = isolated(listener);
    this.#listeners.add(heard);
    if (this.#state !== STARTING) queueMicrotask(() => this.#listeners.has(heard) && heard(this.#state));
    this.say('onState');
    return () => void this.#listeners.delete(heard);
  }

  onEvent(handler: (event: ClientEvent) => void | Promise<void>): () => void {
    const heard = (event: ClientEvent) => handler(event);
    this.#handlers.add(heard);
    // Begun anew, it tells again what no handler has taken.
    this.say('offEvent');
    this.say('onEvent');
    return () => {
      this.#handlers.delete(heard);
      if (!this.#handlers.size) this.say('offEvent');
    };
  }

  before<N extends HookName>(name: N, hook: Hook<N>, { timeoutMs }: { readonly timeoutMs?: number } = {}): () => void {
    const known = { hook, timeoutMs };
    this.#hooks.set(name, known);
    this.say('before', name, timeoutMs);
    return () => {
      if (this.#hooks.get(name) !== known) return;
      this.#hooks.delete(name);
      this.say('after', name);
    };
  }

  signIn: BackchannelClient['signIn'] = (...args) => this.call('signIn', ...args);
  signOut: BackchannelClient['signOut'] = () => this.call('signOut');
  setStatus: BackchannelClient['setStatus'] = (...args) => this.call('setStatus', ...args);
  startIm: BackchannelClient['startIm'] = (...args) => this.call('startIm', ...args);
  find: BackchannelClient['find'] = (...args) => this.call('find', ...args);
  showTeamCommunicator: BackchannelClient['showTeamCommunicator'] = () => this.call('showTeamCommunicator');
  showTab: BackchannelClient['showTab'] = (...args) => this.call('showTab', ...args);

  async openInteraction(...[details]: Parameters<BackchannelClient['openInteraction']>): Promise<InteractionHandle> {
    const { id } = details;
    await this.call('openInteraction', details);
    return { id, update: (change) => this.call('updateInteraction', id, change), close: () => this.call('closeInteraction', id) };
  }

  setView(given: ViewOptions): Promise<void> {
    return this.call('setView', this.options.setView(given));
  }

  destroy(): void {
    this.fail('destroyed');
  }

  /** Calls what serves the page. */
  call<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    return new Promise((resolve, reject) => {
      const leftMs = this.#quarantinedUntil - performance.now();
      if (this.#over) return reject(this.#over);
      if (leftMs > 0) return reject(this.#quarantined(leftMs));
      const id = (this.#lastId += 1);
      const message = messageOf({ id, method, args });
      if (!message) return reject(new BackchannelError('too-large'));
      const timer = setTimeout(() => this.#settle(id, new BackchannelError('no-answer')), WITHIN_MS);
      this.#waiting.set(id, { resolve, reject, message, timer });
      if (this.#isTaken) this.options.post(message);
    });
  }

  /** Calls what nobody waits for, as what the page listens to. Before the page is taken, that is said when it is. */
  say(method: string, ...args: readonly unknown[]): void {
    if (this.#isTaken || this.#over) void this.call(method, ...args).catch(reportUnlessOver);
  }

  #begin(): void {
    const waiting = [...this.#waiting.values()];
    this.#isTaken = true;
    if (this.#listeners.size) this.say('onState');
    if (this.#handlers.size) this.say('onEvent');
    for (const [name, { timeoutMs }] of this.#hooks) this.say('before', name, timeoutMs);
    for (const { message } of waiting) this.options.post(message);
  }

  #settle(id: number, error: BackchannelError | undefined, value?: unknown): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    if (error) waiting?.reject(error);
    else waiting?.resolve(value as never);
  }

  async #answer(answer: number, name: string, args: readonly unknown[]): Promise<void> {
    const post = (told: object) => {
      const message = messageOf({ answer, ...told });
      if (!message) throw new BackchannelError('too-large');
      this.options.post(message);
    };
    try {
      if (name !== 'event') {
        const asked = name.startsWith('before.') ? this.#hooks.get(name.slice(7))?.hook : this.options.brought?.(name);
        return post({ value: typeof asked === 'function' ? ((await asked(...args)) as unknown) : undefined });
      }
      // What nobody hears any more isn't taken.
      if (!this.#handlers.size) return post({ hasFailed: true });
      await Promise.all([...this.#handlers].map(async (heard) => heard(args[0] as never)));
      post({});
    } catch (error) {
      const problem: unknown = typeof error === 'object' && error !== null && 'problem' in error ? error.problem : undefined;
      // The page's own error, which it hears of as of any that nobody catches; with `problem` it is an answer.
      if (typeof problem !== 'string') reportError(error);
      post({ hasFailed: true, problem });
    }
  }

  #rejectAll(error: BackchannelError, after = 0): void {
    for (const id of [...this.#waiting.keys()]) if (id > after) this.#settle(id, error);
  }

  #quarantined(retryAfterMs: number): BackchannelError {
    return new BackchannelError('quarantined', { retryAfterMs: Math.ceil(retryAfterMs) });
  }
}

/** What is told as JSON; undefined for what can't be, or isn't listened to because it is too large. */
function messageOf(told: object): string | undefined {
  try {
    const message = JSON.stringify(told);
    return message.length > MAX_MESSAGE ? undefined : message;
  } catch {
    return undefined;
  }
}

/** What nobody waits for, as a listener that the list doesn't give, is reported, but not that all is over, or that a call isn't that of an open interaction. */
function reportUnlessOver(error: BackchannelError): void {
  if (!NO_FAULTS.includes(error.code)) reportError(error);
}
