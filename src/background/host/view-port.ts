import { type BirpcReturn, createBirpc } from 'birpc';
import { type CommandResult, type Query, readQuery, type Slices, topicOf } from '../../channel/contract.ts';
import type { PageContacts } from '../../channel/page-contacts.ts';
import type { PageTelephony } from '../../channel/page-telephony.ts';
import type { ChannelPort, HostFunctions, SliceAnswer, ViewFunctions } from '../../channel/rpc.ts';
import type { Changes } from '../events/changes.ts';
import type { MediaPage } from '../voice/media-pages.ts';

/** A view is told of changes at most this often: once a frame. */
const FRAME_MS = 16;

export interface ViewPortOptions {
  readonly changes: Changes;
  readonly command: (name: string, input: unknown, view: ViewPort) => Promise<CommandResult>;
  /** Answers a query as things stand now; the signal aborts when the view no longer follows it. */
  readonly answer: (query: Query, signal: AbortSignal) => Slices[Query['kind']] | Promise<Slices[Query['kind']]>;
  /** What a view is given that has no answer yet, when answering failed; it counts the failure. */
  readonly standIn: (query: Query) => Slices[Query['kind']];
  /** The view's page brings contacts, or tokens for them. */
  readonly onContacts: (offer: unknown, call: PageContacts['call']) => void;
  /** The view's document can hold calls' sound, and holds that of these calls already. */
  readonly onMedia: (calls: unknown, call: MediaPage) => void;
  readonly onMediaEvent: (name: unknown, inputs: unknown) => Promise<unknown>;
  /** The view's page handles its contacts' calls. */
  readonly onTelephony: (origin: unknown, call: PageTelephony['call']) => void;
  readonly onClose: () => void;
}

type Answer = Slices[Query['kind']];

/** One connected view: its commands in, its queries' slices out. */
export class ViewPort {
  private readonly subscriptions = new Map<number, AbortController>();
  private readonly dirty = new Map<number, Query>();
  /** By subscription, when what it was last told was true. */
  private readonly told = new Map<number, number>();
  private turn = 0;
  private readonly view: BirpcReturn<ViewFunctions, HostFunctions>;
  private lastPushAt = 0;
  private isPushDue = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    channel: ChannelPort,
    private readonly options: ViewPortOptions,
  ) {
    this.view = createBirpc<ViewFunctions, HostFunctions>(
      {
        command: (name, input) => options.command(name, input, this),
        subscribe: (id, query) => this.subscribe(id, query),
        unsubscribe: (id) => this.unsubscribe(id),
        offerContacts: (offer) => options.onContacts(offer, (name, inputs) => this.view.contacts(name, inputs)),
        offerMedia: (calls) => options.onMedia(calls, (name, inputs) => this.view.media(name, inputs)),
        mediaEvent: (name, inputs) => options.onMediaEvent(name, inputs),
        offerTelephony: (origin) => options.onTelephony(origin, (name, interactionId) => this.view.telephony(name, interactionId)),
        stayAwake: () => undefined,
      },
      { post: (message) => channel.post(message), on: (handler) => channel.onMessage(handler), timeout: -1 },
    );
    channel.onClose(() => this.close());
  }

  private subscribe(id: number, input: unknown): void {
    const query = readQuery(input);
    if (!query) return;
    this.unsubscribe(id);
    const topic = topicOf(query);
    const subscription = new AbortController();
    this.subscriptions.set(id, subscription);
    if (topic)
      subscription.signal.addEventListener(
        'abort',
        this.options.changes.follow(topic, () => this.markDirty(id, query)),
      );
    this.markDirty(id, query);
  }

  private unsubscribe(id: number): void {
    this.subscriptions.get(id)?.abort();
    this.subscriptions.delete(id);
    this.dirty.delete(id);
    this.told.delete(id);
  }

  private markDirty(id: number, query: Query): void {
    this.dirty.set(id, query);
    if (this.isPushDue) return;
    this.isPushDue = true;
    // The first change after a quiet frame goes as soon as all that belongs to it is done; a burst is told once a frame.
    const waitMs = this.lastPushAt + FRAME_MS - performance.now();
    if (waitMs <= 0) queueMicrotask(() => this.push());
    else this.timer = setTimeout(() => this.push(), waitMs);
  }

  private push(): void {
    this.isPushDue = false;
    this.lastPushAt = performance.now();
    const answers: SliceAnswer[] = [];
    const turn = (this.turn += 1);
    for (const [id, query] of this.dirty) {
      const signal = this.subscriptions.get(id)?.signal;
      const answer = signal && this.answer(id, query, signal);
      if (!signal || answer === undefined) continue;
      if (!(answer instanceof Promise)) {
        this.told.set(id, turn);
        answers.push([id, answer]);
        continue;
      }
      void answer.then((slice) => {
        // What took longer than a newer answer is not true any more.
        if (slice === undefined || signal.aborted || turn < (this.told.get(id) ?? 0)) return;
        this.told.set(id, turn);
        void this.view.slices.asEvent([[id, slice]]);
      });
    }
    this.dirty.clear();
    if (answers.length > 0) void this.view.slices.asEvent(answers);
  }

  /** One that fails costs this answer: the view keeps the one that it has. */
  private answer(id: number, query: Query, signal: AbortSignal): Answer | undefined | Promise<Answer | undefined> {
    const failed = () => {
      // The account is being left, perhaps: what follows tells the view.
      if (signal.aborted) return undefined;
      const standIn = this.options.standIn(query);
      return this.told.has(id) ? undefined : standIn;
    };
    try {
      const answer = this.options.answer(query, signal);
      return answer instanceof Promise ? answer.catch(failed) : answer;
    } catch {
      return failed();
    }
  }

  private close(): void {
    for (const id of [...this.subscriptions.keys()]) this.unsubscribe(id);
    clearTimeout(this.timer);
    this.options.onClose();
  }
}
