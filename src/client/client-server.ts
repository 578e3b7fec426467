import { type Limit, RateLimit } from '../model/rate-limit.ts';
import { type BackchannelClient, HOOK_NAMES, type HookName, type InteractionHandle } from './backchannel-client.ts';
import { BackchannelError, clientErrorOf } from './client-error.ts';
import { type FromPage, MAX_MESSAGE, type ToPage } from './client-wire.ts';

/** The methods that a deployment's list can give an origin. `openInteraction` has those of what it returns with it. */
export const PAGE_METHODS = [
  'onState',
  'onEvent',
  'before',
  'signIn',
  'signOut',
  'setStatus',
  'startIm',
  'find',
  'openInteraction',
  'showTeamCommunicator',
  'showTab',
  'setView',
] as const;
export type PageMethod = (typeof PAGE_METHODS)[number];

/** How long a page that has broken the rules isn't listened to. */
export const QUARANTINE_MS = 30_000;
/** How many questions may wait for a page's answer; more are taken as not answered. */
const MAX_ASKED = 1_000;

export interface ClientServerOptions {
  readonly methods: readonly PageMethod[];
  readonly limit: Limit;
  readonly post: (message: string) => void;
  readonly now: () => number;
  /** Until when the page's origin isn't listened to, from before: milliseconds since the epoch. */
  readonly quarantinedUntil?: number;
  /** Called when it isn't listened to from now on. */
  readonly onQuarantine?: (until: number) => void;
}

type Answer = { readonly value: unknown } | undefined;
type Args = readonly unknown[];
type Call = (server: ClientServer, args: Args) => unknown;

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new BackchannelError('invalid-argument');
  return value;
};
const record = (value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BackchannelError('invalid-argument');
  return value as Readonly<Record<string, unknown>>;
};

/**
 * Serves a client to a page that this document doesn't trust: only the methods that its origin has, only so often, and only what can be read. A page that
 * asks too often, or what can't be understood, isn't listened to for half a minute.
 */
export class ClientServer {
  readonly #rate: RateLimit;
  readonly #asked = new Map<number, (answer: Answer) => void>();
  readonly #interactions = new Map<string, InteractionHandle>();
  readonly #hooks = new Map<HookName, () => void>();
  readonly #ending = new AbortController();
  #lastAsked = 0;
  #lastServed = 0;
  #quarantinedUntil: number;
  #isTellingState = false;
  #stopEvents: (() => void) | undefined;

  constructor(
    readonly client: BackchannelClient,
    private readonly options: ClientServerOptions,
  ) {
    this.#rate = new RateLimit(options.limit);
    this.#quarantinedUntil = options.quarantinedUntil ?? 0;
    const leftMs = this.#quarantinedUntil - options.now();
    if (leftMs > 0) this.#post({ quarantinedMs: leftMs, after: 0 });
    client.ready.then(
      () => this.#post({ ready: true }),
      (error: unknown) => this.#post({ ready: { code: clientErrorOf(error).code } }),
    );
  }

  /** To be called with each message of the page's, whatever it is. */
  receive(message: unknown): void {
    const now = this.options.now();
    if (this.#ending.signal.aborted || now < this.#quarantinedUntil) return;
    const read = readMessage(message);
    if (!read || !this.#rate.take(now)) return this.#quarantine(now);
    if ('answer' in read) return this.#take(read);
    this.#lastServed = read.id;
    void this.#serve(read.id, read.method, read.args);
  }

  /** Ends it: the page is asked nothing more, and its hooks hold no longer. */
  close(): void {
    this.#ending.abort();
    this.#stopEvents?.();
    for (const end of this.#hooks.values()) end();
    for (const answer of this.#asked.values()) answer(undefined);
    this.#asked.clear();
  }

  /** Asks the page. @returns undefined when it doesn't answer any more, or has failed */
  ask(name: string, args: Args): Promise<Answer> {
    if (this.#ending.signal.aborted || this.#asked.size >= MAX_ASKED) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const ask = (this.#lastAsked += 1);
      this.#asked.set(ask, resolve);
      this.#post({ ask, name, args });
    });
  }

  async #serve(id: number, method: string, args: Args): Promise<void> {
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
      if (!(await this.ask('event', [event]))) throw new Error('The page has not taken an event.');
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
      const answer = await this.ask(`before.${hook}`, [facts]);
      if (!answer) throw new Error('The page has not answered a hook.');
      // The hooks hold it against what they may answer.
      return answer.value as undefined;
    };
    this.#hooks.set(hook, this.client.before(hook, asked, typeof timeoutMs === 'number' ? { timeoutMs } : {}));
  }

  async openInteraction(details: Readonly<Record<string, unknown>>): Promise<void> {
    const id = text(details['id']);
    // The session host checks the shape.
    this.#interactions.set(id, await this.client.openInteraction(details as never));
  }

  /** An interaction that this page has opened. */
  interaction(id: unknown): InteractionHandle {
    const known = this.#interactions.get(text(id));
    if (!known) throw new BackchannelError('unknown-interaction');
    return known;
  }

  #take({ answer, value, hasFailed }: Extract<FromPage, { answer: number }>): void {
    const resolve = this.#asked.get(answer);
    this.#asked.delete(answer);
    resolve?.(hasFailed ? undefined : { value });
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

/** What a page can call, and the method of the list that it needs for it. What is read here is checked again by the session host. */
const CALLS: Readonly<Record<string, { readonly needs: PageMethod; readonly call: Call }>> = {
  onState: { needs: 'onState', call: (server) => server.tellState() },
  onEvent: { needs: 'onEvent', call: (server) => server.tellEvents() },
  offEvent: { needs: 'onEvent', call: (server) => server.stopEvents() },
  before: { needs: 'before', call: (server, [name, timeoutMs]) => server.setHook(name, true, timeoutMs) },
  after: { needs: 'before', call: (server, [name]) => server.setHook(name, false, undefined) },
  signIn: { needs: 'signIn', call: ({ client }, [request]) => client.signIn(record(request)) },
  signOut: { needs: 'signOut', call: ({ client }) => client.signOut() },
  setStatus: {
    needs: 'setStatus',
    call: ({ client }, [availability, reason]) =>
      client.setStatus(text(availability) as never, reason === undefined || reason === null ? undefined : text(reason)),
  },
  startIm: {
    needs: 'startIm',
    call: ({ client }, [target, options = {}]) => {
      const { text: first, interactionId } = record(options);
      return client.startIm(typeof target === 'string' ? target : (record(target) as never), {
        ...(first === undefined ? {} : { text: text(first) }),
        ...(interactionId === undefined ? {} : { interactionId: text(interactionId) }),
      });
    },
  },
  find: { needs: 'find', call: ({ client }, [search, options = {}]) => client.find(text(search), record(options)) },
  openInteraction: { needs: 'openInteraction', call: (server, [details]) => server.openInteraction(record(details)) },
  updateInteraction: { needs: 'openInteraction', call: (server, [id, change]) => server.interaction(id).update(record(change)) },
  closeInteraction: { needs: 'openInteraction', call: (server, [id]) => server.interaction(id).close() },
  showTeamCommunicator: { needs: 'showTeamCommunicator', call: ({ client }) => client.showTeamCommunicator() },
  showTab: {
    needs: 'showTab',
    call: ({ client }, [tab]) => {
      const { of, id } = record(tab);
      return client.showTab({ of: of === 'interaction' ? of : 'session', id: text(id) });
    },
  },
  setView: { needs: 'setView', call: ({ client }, [options]) => client.setView(record(options)) },
};

/** Reads a message of a page's; undefined for what is none. */
function readMessage(message: unknown): FromPage | undefined {
  if (typeof message !== 'string' || message.length > MAX_MESSAGE) return undefined;
  try {
    const { id, method, args, answer, value, hasFailed } = record(JSON.parse(message));
    if (typeof answer === 'number') return { answer, value, ...(hasFailed === true ? { hasFailed } : {}) };
    return typeof id === 'number' && typeof method === 'string' && Array.isArray(args) ? { id, method, args } : undefined;
  } catch {
    return undefined;
  }
}
