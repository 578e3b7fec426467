import type { BackchannelClient, ClientEvent, Hook, HookName, InteractionHandle, ViewOptions } from './backchannel-client.ts';
import { BackchannelError } from './client-error.ts';
import { type ClientState, deepFrozen, STARTING } from './client-state.ts';
import { MAX_MESSAGE, type ToPage } from './client-wire.ts';

/** How long a call may take. */
const WITHIN_MS = 30_000;

export interface PageEndOptions {
  readonly post: (message: string) => void;
  /** Does what of `setView` is the page's own, and returns the rest. */
  readonly setView: (options: ViewOptions) => ViewOptions;
  /** Takes away what the page has of it. */
  readonly end: () => void;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: BackchannelError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** The client in a page, whose calls a frame carries out. Nothing is called before the frame has taken the page. */
export class PageEnd implements BackchannelClient {
  readonly ready: Promise<void>;
  #state: ClientState = STARTING;
  #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #queued: string[] | undefined = [];
  #quarantinedUntil = 0;
  #over: BackchannelError | undefined;
  #isReady!: () => void;
  #isNot!: (error: BackchannelError) => void;
  readonly #listeners = new Set<(state: ClientState) => void>();
  readonly #handlers = new Set<(event: ClientEvent) => void | Promise<void>>();
  readonly #hooks = new Map<string, (facts: never) => unknown>();

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

  /** To be called with each message of the frame's. */
  receive(message: unknown): void {
    // The frame is the deployment's own, which the page trusts.
    const told = JSON.parse(message as string) as ToPage;
    if ('version' in told) {
      if (told.refused) return this.fail(told.refused);
      const queued = this.#queued ?? [];
      this.#queued = undefined;
      queued.forEach(this.options.post);
    } else if ('id' in told)
      this.#settle(told.id, told.error ? new BackchannelError(told.error.code, told.error.details) : undefined, told.value);
    else if ('state' in told) {
      this.#state = deepFrozen(told.state);
      this.#listeners.forEach((listener) => listener(this.#state));
    } else if ('ask' in told) void this.#answer(told.ask, told.name, told.args);
    else if ('ready' in told) {
      if (told.ready === true) this.#isReady();
      else this.#isNot(new BackchannelError(told.ready.code));
    } else {
      this.#quarantinedUntil = performance.now() + told.quarantinedMs;
      this.#rejectAll(this.#quarantined(told.quarantinedMs), told.after);
    }
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
    const heard = (state: ClientState) => listener(state);
    this.#listeners.add(heard);
    if (this.#state !== STARTING) queueMicrotask(() => this.#listeners.has(heard) && heard(this.#state));
    void this.#call('onState').catch(reportUnlessOver);
    return () => void this.#listeners.delete(heard);
  }

  onEvent(handler: (event: ClientEvent) => void | Promise<void>): () => void {
    const heard = (event: ClientEvent) => handler(event);
    this.#handlers.add(heard);
    // Begun anew, it tells again what no handler has taken.
    void this.#call('offEvent').catch(() => undefined);
    void this.#call('onEvent').catch(reportUnlessOver);
    return () => {
      this.#handlers.delete(heard);
      if (!this.#handlers.size) void this.#call('offEvent').catch(() => undefined);
    };
  }

  before<N extends HookName>(name: N, hook: Hook<N>, { timeoutMs }: { readonly timeoutMs?: number } = {}): () => void {
    const key = `before.${name}`;
    this.#hooks.set(key, hook);
    void this.#call('before', name, timeoutMs).catch(reportUnlessOver);
    return () => {
      if (this.#hooks.get(key) !== hook) return;
      this.#hooks.delete(key);
      void this.#call('after', name).catch(() => undefined);
    };
  }

  signIn: BackchannelClient['signIn'] = (...args) => this.#call('signIn', ...args);
  signOut: BackchannelClient['signOut'] = () => this.#call('signOut');
  setStatus: BackchannelClient['setStatus'] = (...args) => this.#call('setStatus', ...args);
  startIm: BackchannelClient['startIm'] = (...args) => this.#call('startIm', ...args);
  find: BackchannelClient['find'] = (...args) => this.#call('find', ...args);
  showTeamCommunicator: BackchannelClient['showTeamCommunicator'] = () => this.#call('showTeamCommunicator');
  showTab: BackchannelClient['showTab'] = (...args) => this.#call('showTab', ...args);

  async openInteraction(...[details]: Parameters<BackchannelClient['openInteraction']>): Promise<InteractionHandle> {
    const { id } = details;
    await this.#call('openInteraction', details);
    return { id, update: (change) => this.#call('updateInteraction', id, change), close: () => this.#call('closeInteraction', id) };
  }

  setView(given: ViewOptions): Promise<void> {
    return this.#call('setView', this.options.setView(given));
  }

  destroy(): void {
    this.fail('destroyed');
  }

  #call<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    return new Promise((resolve, reject) => {
      const leftMs = this.#quarantinedUntil - performance.now();
      if (this.#over) return reject(this.#over);
      if (leftMs > 0) return reject(this.#quarantined(leftMs));
      const id = (this.#lastId += 1);
      let message: string;
      try {
        message = JSON.stringify({ id, method, args });
      } catch {
        return reject(new BackchannelError('too-large'));
      }
      if (message.length > MAX_MESSAGE) return reject(new BackchannelError('too-large'));
      const timer = setTimeout(() => this.#settle(id, new BackchannelError('no-answer')), WITHIN_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      if (this.#queued) this.#queued.push(message);
      else this.options.post(message);
    });
  }

  #settle(id: number, error: BackchannelError | undefined, value?: unknown): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    if (error) waiting?.reject(error);
    else waiting?.resolve(value as never);
  }

  async #answer(answer: number, name: string, args: readonly unknown[]): Promise<void> {
    try {
      const heard = name === 'event' ? [...this.#handlers] : [this.#hooks.get(name)];
      const values = await Promise.all(heard.map((hear) => hear?.(args[0] as never)));
      this.options.post(JSON.stringify({ answer, value: values[0] }));
    } catch (error) {
      // The page's own error, which it hears of as of any that nobody catches.
      reportError(error);
      this.options.post(JSON.stringify({ answer, hasFailed: true }));
    }
  }

  #rejectAll(error: BackchannelError, after = 0): void {
    for (const id of [...this.#waiting.keys()]) if (id > after) this.#settle(id, error);
  }

  #quarantined(retryAfterMs: number): BackchannelError {
    return new BackchannelError('quarantined', { retryAfterMs: Math.ceil(retryAfterMs) });
  }
}

/** What nobody waits for, as a listener that the list doesn't give, is reported, but not that all is over. */
function reportUnlessOver(error: BackchannelError): void {
  if (error.code !== 'destroyed') reportError(error);
}
