import { type BirpcReturn, createBirpc } from 'birpc';
import type { CommandResult, Query, Slices } from '../../channel/contract.ts';
import { readQuery, shownBy, topicOf } from '../../channel/known-queries.ts';
import type { PageContacts } from '../../channel/page-contacts.ts';
import type { PageTelephony } from '../../channel/page-telephony.ts';
import type { PageTokens } from '../../channel/page-tokens.ts';
import type { ChannelPort, HostFunctions, SliceAnswer, ViewFunctions } from '../../channel/rpc.ts';
import type { HostStanding } from '../../channel/version-watch.ts';
import { targetKeyOf } from '../../model/target-ref.ts';
import type { Changes } from '../events/changes.ts';
import type { MediaPage } from '../voice/media-pages.ts';

/** How often at most a view is told of changes: once a frame. */
const FRAME_MS = 16;
/** How long a query waits that couldn't be read because what reads it couldn't be loaded. */
const RETRY_MS = 1_000;

export interface ViewPortOptions {
  readonly changes: Changes;
  readonly command: (name: string, input: unknown, view: ViewPort, isAgain: boolean) => Promise<CommandResult>;
  /** Has all queries be known. */
  readonly loadQueries: () => Promise<unknown>;
  /** Answers a query as things stand now. The signal aborts when the view no longer follows the query. */
  readonly answer: (query: Query, signal: AbortSignal) => Slices[Query['kind']] | Promise<Slices[Query['kind']]>;
  /** The slice for a view that has none yet, in place of an answer that failed. It counts the failure. */
  readonly standIn: (query: Query) => Slices[Query['kind']];
  /** Called when the view's page brings contacts, or tokens for them. */
  readonly onContacts: (offer: unknown, call: PageContacts['call']) => void;
  /** Called when the view's page gives tokens for the messaging server. */
  readonly onTokens: (page: PageTokens) => void;
  /** Called when the view's document can hold calls' sound. It may hold that of some calls already. */
  readonly onMedia: (calls: unknown, call: MediaPage) => void;
  readonly onMediaEvent: (name: unknown, inputs: unknown) => Promise<unknown>;
  /** Called when the view's page handles its contacts' calls. */
  readonly onTelephony: (origin: unknown, call: PageTelephony['call']) => void;
  /** Called when the view has told of which build it is. */
  readonly onGreeting: (build: unknown, loadedAt: unknown) => HostStanding;
  /** @param willReturn Whether another page is about to take the place of the view's page */
  readonly onClose: (willReturn: boolean) => void;
}

type Answer = Slices[Query['kind']];

/** Serves one connected view: takes its commands, and pushes the slices of its queries. */
export class ViewPort {
  readonly #subscriptions = new Map<number, AbortController>();
  readonly #dirty = new Map<number, Query>();
  /** By subscription, which answer the view was told last. Answers are numbered in the order in which they were begun. */
  readonly #told = new Map<number, number>();
  /** By subscription, the overview that the view was told last. It is announced whenever something of it may have changed. */
  readonly #overviews = new Map<number, string>();
  /** By subscription, what ends following the targets that its answer shows. */
  readonly #targets = new Map<number, () => void>();
  #turn = 0;
  readonly #view: BirpcReturn<ViewFunctions, HostFunctions>;
  #lastPushAt = 0;
  #isPushDue = false;
  #willReturn = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How many commands of this view are being carried out, and how much was asked of the sound in its document that isn't done. */
  #running = 0;

  constructor(
    channel: ChannelPort,
    private readonly options: ViewPortOptions,
  ) {
    this.#view = createBirpc<ViewFunctions, HostFunctions>(
      {
        command: (name, input, isAgain) => this.#command(name, input, isAgain === true),
        subscribe: (id, query) => this.#subscribe(id, query),
        unsubscribe: (id) => this.#unsubscribe(id),
        offerContacts: (offer) => options.onContacts(offer, (name, inputs) => this.#view.contacts(name, inputs)),
        offerTokens: () => options.onTokens({ call: (asked) => this.#view.token(asked) }),
        offerMedia: (calls) => options.onMedia(calls, (name, inputs) => this.#run(() => this.#view.media(name, inputs))),
        mediaEvent: (name, inputs) => options.onMediaEvent(name, inputs),
        offerTelephony: (origin) => options.onTelephony(origin, (name, interactionId) => this.#view.telephony(name, interactionId)),
        greet: (build, loadedAt) => Promise.resolve(options.onGreeting(build, loadedAt)),
        willReturn: () => void (this.#willReturn = true),
        stayAwake: () => undefined,
      },
      { post: (message) => channel.post(message), on: (handler) => channel.onMessage(handler), timeout: -1 },
    );
    channel.onClose(() => this.#close());
  }

  /** Has a command carried out. What it has changed is told before the view is told that it is done. */
  #command(name: string, input: unknown, isAgain: boolean): Promise<CommandResult> {
    return this.#run(() => this.options.command(name, input, this, isAgain));
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#isPushDue && performance.now() - this.#lastPushAt >= FRAME_MS) this.#push();
    }
  }

  #subscribe(id: number, input: unknown): void {
    const query = readQuery(input);
    this.#unsubscribe(id);
    if (query) this.#follow(id, query);
    else this.#followLater(id, input);
  }

  /** Follows a query that isn't known yet, if it is one, as soon as all are. */
  #followLater(id: number, input: unknown): void {
    const waiting = new AbortController();
    this.#subscriptions.set(id, waiting);
    const attempt = () => {
      if (waiting.signal.aborted) return;
      this.options.loadQueries().then(
        () => {
          const query = waiting.signal.aborted ? undefined : readQuery(input);
          if (query) this.#follow(id, query);
        },
        () => setTimeout(attempt, RETRY_MS),
      );
    };
    attempt();
  }

  #follow(id: number, query: Query): void {
    const topic = topicOf(query);
    const subscription = new AbortController();
    this.#subscriptions.set(id, subscription);
    if (topic) {
      subscription.signal.addEventListener(
        'abort',
        this.options.changes.follow(topic, () => this.#markDirty(id, query)),
      );
    }
    // What is searched for is no change, of which many may come at once: the agent waits for it with each key.
    if ('search' in query) this.#tell(new Map([[id, query]]));
    else this.#markDirty(id, query);
  }

  #unsubscribe(id: number): void {
    this.#subscriptions.get(id)?.abort();
    this.#subscriptions.delete(id);
    this.#dirty.delete(id);
    this.#told.delete(id);
    this.#overviews.delete(id);
    this.#targets.get(id)?.();
    this.#targets.delete(id);
  }

  #markDirty(id: number, query: Query): void {
    this.#dirty.set(id, query);
    if (this.#isPushDue) return;
    this.#isPushDue = true;
    // The first change after a quiet frame is told as soon as everything that belongs to it is done. A burst of changes is told once a
    // frame. What a command changes is told a turn later, because storing and sending wait for nothing else; so is what goes with the sound of a call,
    // which needs the thread that would render.
    const waitMs = this.#lastPushAt + FRAME_MS - performance.now();
    const pushIn = (ms: number) => (this.#timer = setTimeout(() => this.#push(), ms));
    if (waitMs <= 0 && this.#running === 0) queueMicrotask(() => (this.#running > 0 ? pushIn(0) : this.#push()));
    else pushIn(waitMs);
  }

  #push(): void {
    if (!this.#isPushDue) return;
    clearTimeout(this.#timer);
    this.#isPushDue = false;
    this.#lastPushAt = performance.now();
    const due = new Map(this.#dirty);
    this.#dirty.clear();
    this.#tell(due);
  }

  /** Answers these queries. */
  #tell(due: ReadonlyMap<number, Query>): void {
    const answers: SliceAnswer[] = [];
    const turn = (this.#turn += 1);
    for (const [id, query] of due) {
      const signal = this.#subscriptions.get(id)?.signal;
      const answer = signal && this.#answer(id, query, signal);
      if (!signal || answer === undefined) continue;
      if (!(answer instanceof Promise)) {
        if (!this.#noteTold(id, query, turn, answer)) continue;
        // What was said is told by itself and first, so that a view has rendered it before it renders the rest.
        if (isTranscript(query)) void this.#view.slices.asEvent([[id, answer]]);
        else answers.push([id, answer]);
        continue;
      }
      this.#followTargets(id, query, undefined);
      void answer.then((slice) => {
        // An answer that took longer than a newer one is out of date.
        if (slice === undefined || signal.aborted || turn < (this.#told.get(id) ?? 0)) return;
        if (this.#noteTold(id, query, turn, slice)) void this.#view.slices.asEvent([[id, slice]]);
      });
    }
    if (answers.length > 0) void this.#view.slices.asEvent(answers);
  }

  /** @returns whether it is to be told. An overview that says nothing new isn't: all that a view shows would be rendered for it */
  #noteTold(id: number, query: Query, turn: number, answer: Answer): boolean {
    this.#told.set(id, turn);
    this.#followTargets(id, query, answer);
    if (query.kind !== 'overview') return true;
    const overview = JSON.stringify(answer);
    const isNew = overview !== this.#overviews.get(id);
    this.#overviews.set(id, overview);
    return isNew;
  }

  /** Has the query be answered again when a target changes that its answer shows; as long as there is no answer, when any does. */
  #followTargets(id: number, query: Query, answer: Answer | undefined): void {
    const targetsOf = shownBy(query);
    if (!targetsOf) return;
    this.#targets.get(id)?.();
    const shown = answer && new Map(targetsOf(answer).map((ref) => [targetKeyOf(ref), ref]));
    this.#targets.set(
      id,
      this.options.changes.followTargets(shown, () => this.#markDirty(id, query)),
    );
  }

  /** Answers a query. If that fails, the view keeps the answer that it has. */
  #answer(id: number, query: Query, signal: AbortSignal): Answer | undefined | Promise<Answer | undefined> {
    const failed = () => {
      // The account may be being left, which the next announcement tells the view.
      if (signal.aborted) return undefined;
      const standIn = this.options.standIn(query);
      return this.#told.has(id) ? undefined : standIn;
    };
    try {
      const answer = this.options.answer(query, signal);
      return answer instanceof Promise ? answer.catch(failed) : answer;
    } catch {
      return failed();
    }
  }

  #close(): void {
    for (const id of [...this.#subscriptions.keys()]) this.#unsubscribe(id);
    clearTimeout(this.#timer);
    this.options.onClose(this.#willReturn);
  }
}

function isTranscript({ kind }: Query): boolean {
  return kind === 'transcript';
}
