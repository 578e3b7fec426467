import * as v from 'valibot';
import { type MediaEvents, type MediaFunctions, mediaFunctionsBy } from '../../channel/media-host.ts';
import type { Log } from '../events/log.ts';
import type { MediaPage, MediaPages, MediaPagesListener, OfferedMedia } from './media-pages.ts';
import type { CallId } from '../../model/ids.ts';
import { MICROPHONE_STATES } from '../../model/call/voice-call.ts';

/** What the account's calls hear from media hosts. */
export interface MediaListener extends MediaEvents {
  /** Called when a media host has come. It holds the sound of these calls. */
  hostCame(calls: readonly string[]): void;
  hostGone(calls: readonly string[]): void;
}

/** How long a document may take to say that it is open, or to answer. After that it counts as gone. */
const ANSWER_MS = 10_000;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const jid = v.pipe(v.string(), v.maxLength(3_100));
const figure = v.pipe(v.number(), v.finite());

/** What a media host may tell, by name. */
const EVENTS = {
  sendJingle: v.tuple([id, jid, v.record(v.string(), v.unknown())]),
  callChanged: v.tuple([
    id,
    v.object({
      connection: v.picklist(['connecting', 'connected', 'interrupted']),
      microphone: v.picklist(MICROPHONE_STATES),
      quality: v.optional(v.object({ isPoor: v.boolean(), lossPercent: figure, jitterMs: figure, roundTripMs: figure })),
    }),
  ]),
  heldByPeer: v.tuple([id, v.boolean()]),
  callEnded: v.tuple([id, v.picklist(['peer', 'failure'])]),
  level: v.tuple([id, v.object({ own: figure, peer: figure })]),
} as const;

interface MediaHost {
  readonly functions: MediaFunctions;
  readonly calls: Set<CallId>;
}

/** The documents that hold calls' sound. Knows which call is in which document, and passes on what they tell. */
export class MediaHosts implements MediaPagesListener {
  readonly #hosts = new Map<object, MediaHost>();
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly pages: MediaPages,
    private readonly listener: MediaListener,
    private readonly log: Pick<Log, 'note' | 'noting'>,
  ) {}

  /** Takes the documents that are there, and those that come. */
  start(): void {
    this.pages.listener = this;
    for (const [view, offered] of this.pages.list()) this.came(view, offered);
  }

  stop(): void {
    if (this.pages.listener === this) this.pages.listener = undefined;
  }

  came(view: object, { page, calls }: OfferedMedia): void {
    this.#hosts.set(view, { functions: functionsOf(page), calls: new Set(calls) });
    this.listener.hostCame(calls);
    for (const tell of this.#waiting) tell();
  }

  gone(view: object): void {
    const host = this.#hosts.get(view);
    if (!host) return;
    this.#hosts.delete(view);
    this.listener.hostGone([...host.calls]);
  }

  /** Takes what a document tells, after checking its shape. What it tells of a call that another document holds isn't taken. */
  async heard(view: object, name: unknown, inputs: unknown): Promise<unknown> {
    const host = this.#hosts.get(view);
    if (!host || !isEvent(name)) return undefined;
    const parsed = v.safeParse(EVENTS[name], inputs);
    if (!parsed.success || !host.calls.has(parsed.output[0])) return undefined;
    try {
      // The inputs were parsed by the shape of this very event.
      return await (Reflect.apply(this.listener[name], this.listener, parsed.output) as unknown);
    } catch (error) {
      this.log.note('media-event-failed');
      throw error;
    }
  }

  /** The document that holds the sound of a call. */
  of(callId: CallId): MediaFunctions | undefined {
    return [...this.#hosts.values()].find(({ calls }) => calls.has(callId))?.functions;
  }

  /** Whether a document holds the sound of the call. */
  has(callId: CallId): boolean {
    return this.of(callId) !== undefined;
  }

  /** Gives a call to a document: the one of the view that the agent works in, or any; where there is none, one is opened. */
  async give(callId: CallId, view: object | undefined): Promise<MediaFunctions | undefined> {
    const known = this.of(callId);
    if (known) return known;
    const host = await this.#choose(view);
    host?.calls.add(callId);
    return host?.functions;
  }

  /** Gives a call that rings to a document that is open, if there is one, unless the call has a document already. */
  lend(callId: CallId): MediaFunctions | undefined {
    const host = this.has(callId) ? undefined : [...this.#hosts.values()].at(-1);
    host?.calls.add(callId);
    return host?.functions;
  }

  /** The document that came with a view. */
  in(view: object): MediaFunctions | undefined {
    return this.#hosts.get(view)?.functions;
  }

  /** A document for a sound that belongs to no call. */
  async any(): Promise<MediaFunctions | undefined> {
    return (await this.#choose(undefined))?.functions;
  }

  /** The documents that are open. */
  all(): readonly MediaFunctions[] {
    return [...this.#hosts.values()].map(({ functions }) => functions);
  }

  /** To be called when the call is over. */
  release(callId: CallId): void {
    for (const { calls } of this.#hosts.values()) calls.delete(callId);
  }

  async #choose(view: object | undefined): Promise<MediaHost | undefined> {
    const host = (view && this.#hosts.get(view)) ?? [...this.#hosts.values()].at(-1);
    const { open } = this.pages;
    if (host || !open) return host;
    const came = new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      setTimeout(resolve, ANSWER_MS);
    });
    await open().catch(this.log.noting('media-host-not-opened'));
    await (this.#hosts.size > 0 ? undefined : came);
    this.#waiting.clear();
    return [...this.#hosts.values()].at(-1);
  }
}

function isEvent(name: unknown): name is keyof typeof EVENTS {
  return typeof name === 'string' && Object.hasOwn(EVENTS, name);
}

/** @throws when the document doesn't answer */
function functionsOf(page: MediaPage): MediaFunctions {
  return mediaFunctionsBy((name, inputs) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise(
      (_resolve, reject) => (timer = setTimeout(() => reject(new Error('The media host does not answer')), ANSWER_MS)),
    );
    return Promise.race([page(name, inputs), silence]).finally(() => clearTimeout(timer));
  });
}
