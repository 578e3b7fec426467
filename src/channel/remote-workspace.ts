import { type BirpcReturn, createBirpc } from 'birpc';
import type { CommandResult, Commands, Query, QueryOf, Slices } from './contract.ts';
import {
  type JingleAnswer,
  type MediaCallName,
  type MediaEventName,
  type MediaEvents,
  type MediaFunctions,
  readJingleAnswer,
  type StartMediaHost,
} from './media-host.ts';
import type { PageContacts } from './page-contacts.ts';
import type { PageTelephony } from './page-telephony.ts';
import type { PageTokens } from './page-tokens.ts';
import { isolated } from './isolated-listener.ts';
import { isKnown } from './known-overview.ts';
import type { ChannelPort, HostFunctions, ViewFunctions } from './rpc.ts';
import type { VersionWatch } from './version-watch.ts';
import type { CarryOut, Workspace } from './workspace.ts';
import type { Overview } from '../model/workspace.ts';

const REOPEN_AFTER_MS = 100;
/** On so many channels in a row a command may be lost before it is refused. More hosts don't die one after the other. */
const MOST_TRIES = 5;
/** The answer in place of a session host that isn't there. The media host sends the request again when it gets this one. */
const HOST_AWAY: JingleAnswer = { error: { condition: 'remote-server-timeout' } };
/** The answer in place of a session host that fails at the request. Sending it again wouldn't help. */
const HOST_FAILED: JingleAnswer = { error: { condition: 'internal-server-error' } };

/** What a view's page brings to the session host. */
export interface PageOffers {
  readonly contacts?: PageContacts;
  readonly tokens?: PageTokens;
  /** Starts the media host, if the page can hold calls' sound. */
  readonly media?: StartMediaHost;
  readonly telephony?: PageTelephony;
  /** Compares the builds, where the page and the host may be of different ones. */
  readonly version?: VersionWatch;
}

/** Everyone who follows the same query is served by one subscription at the host. */
interface Subscription {
  readonly id: number;
  readonly query: Query;
  readonly followers: Set<(slice: never) => void>;
  latest?: { readonly slice: Slices[Query['kind']] };
}

/**
 * The workspace as views have it: the session host behind a channel. A channel that closes is normal (a stopped worker, a
 * restarted browser part): it is opened again, queries are asked again, and commands without an answer are given again.
 */
export class RemoteWorkspace implements Workspace {
  /** Gives commands to the session host. */
  readonly commands: Commands;
  readonly #subscriptions = new Map<string, Subscription>();
  /** Whether this view and its host are of one build, where they may not be. */
  readonly version: VersionWatch | undefined;
  #lastId = 0;
  #channel: ChannelPort | undefined;
  #host!: BirpcReturn<HostFunctions, ViewFunctions>;
  #isClosed = false;
  /** Whether there has been no host for too long. Until one tells how things stand, commands are refused at once. */
  #isLost = false;
  /** What waits for a channel, in the order in which it was given. */
  #waiting: (() => void)[] = [];
  readonly #media: MediaFunctions | undefined;
  #carryOut: CarryOut = (name, input) => this.#give(name, input);

  constructor(
    private readonly openChannel: () => ChannelPort,
    private readonly offers: PageOffers = {},
  ) {
    this.version = offers.version;
    this.#media = offers.media?.(this.#mediaEvents());
    // Any name is passed on: the host knows which commands there are, and the type tells views, so that no list is needed here.
    this.commands = new Proxy<Commands>(Object.create(null), {
      // With a `then`, whoever awaits the commands would take them for a promise, and wait for ever.
      get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : (input: unknown) => this.#carryOut(name, input)),
    });
    this.#open();
  }

  subscribe<K extends Query['kind']>(query: QueryOf<K>, onSlice: (slice: Slices[K]) => void): () => void {
    // It is answered once, so that each asker needs an answer of its own.
    const key = query.kind === 'record-export' ? `${query.kind} ${(this.#lastId += 1)}` : JSON.stringify(query);
    const existing = this.#subscriptions.get(key);
    const subscription: Subscription = existing ?? { id: (this.#lastId += 1), query, followers: new Set() };
    this.#subscriptions.set(key, subscription);
    const follower = isolated<never>(onSlice);
    subscription.followers.add(follower);
    // If there is no channel now, the query is asked when there is one again.
    if (!existing && this.#channel) void this.#host.subscribe.asEvent(subscription.id, query);
    const { latest } = subscription;
    if (latest) queueMicrotask(() => subscription.followers.has(follower) && follower(latest.slice as never));
    return () => {
      subscription.followers.delete(follower);
      if (subscription.followers.size > 0 || this.#subscriptions.get(key) !== subscription) return;
      this.#subscriptions.delete(key);
      if (this.#channel) void this.#host.unsubscribe.asEvent(subscription.id);
    };
  }

  /** Has commands carried out by this from now on. @returns what gives them to the session host */
  interceptCommands(carryOut: CarryOut): CarryOut {
    this.#carryOut = carryOut;
    return (name, input) => this.#give(name, input);
  }

  /** Keeps a host awake that its browser would stop as idle. */
  stayAwake(): void {
    if (this.#channel) void this.#host.stayAwake.asEvent();
  }

  /**
   * Leaves the host for now, as a page does that goes into the back-forward cache.
   * @param willReturn Whether another page is about to take the place of this one
   */
  suspend(willReturn = false): void {
    const channel = this.#channel;
    if (!channel) return;
    if (willReturn) void this.#host.willReturn.asEvent();
    this.#channel = undefined;
    channel.close();
    // This channel brings no answer any more. Commands that have none are given again after `resume`.
    this.#host.$close(new ChannelClosed());
  }

  /** Comes back after `suspend`. */
  resume(): void {
    if (!this.#channel && !this.#isClosed) this.#open();
  }

  /** Refuses the commands that wait for a host, and all others, until there is one. */
  protected giveUp(): void {
    this.#isLost = true;
    this.suspend();
    this.#goOn();
    this.resume();
  }

  close(): void {
    this.#isClosed = true;
    this.#subscriptions.clear();
    this.suspend();
    this.#goOn();
  }

  #open(): void {
    const channel = (this.#channel = this.openChannel());
    this.#host = createBirpc<HostFunctions, ViewFunctions>(
      {
        slices: (answers) => answers.forEach((answer) => this.#receiveSlice(...answer)),
        contacts: (name, inputs) => this.offers.contacts?.call(name, inputs) ?? Promise.resolve({ problem: 'no-token' }),
        token: (options) => this.offers.tokens?.call(options) ?? Promise.resolve({ problem: 'no-token' }),
        media: (name, inputs) => this.#callMedia(name, inputs),
        telephony: (name, interactionId) => this.offers.telephony?.call(name, interactionId) ?? Promise.resolve({ isDone: false }),
      },
      { post: (message) => channel.post(message), on: (handler) => channel.onMessage(handler), timeout: -1 },
    );
    const host = this.#host;
    channel.onClose(() => {
      host.$close(new ChannelClosed());
      if (this.#channel !== channel || this.#isClosed) return;
      this.#channel = undefined;
      setTimeout(() => this.resume(), REOPEN_AFTER_MS);
    });
    const { contacts, tokens, telephony, version } = this.offers;
    void version?.greet(host);
    if (contacts) void host.offerContacts.asEvent(contacts.offer);
    if (tokens) void host.offerTokens.asEvent();
    if (telephony) void host.offerTelephony.asEvent(telephony.origin);
    void this.#media?.calls().then((calls) => {
      if (this.#channel === channel) void host.offerMedia.asEvent(calls);
    });
    for (const { id, query } of this.#subscriptions.values()) void host.subscribe.asEvent(id, query);
    this.#goOn();
  }

  /** Passes what the media host tells on to the session host that is there at the time. */
  #mediaEvents(): MediaEvents {
    const tell = (...[name, ...inputs]: [Exclude<MediaEventName, 'sendJingle'>, ...unknown[]]) => {
      if (this.#channel) void this.#host.mediaEvent.asEvent(name, inputs);
    };
    return {
      sendJingle: async (callId, to, request) => {
        if (!this.#channel) return HOST_AWAY;
        try {
          const answer = await this.#host.mediaEvent('sendJingle', [callId, to, request]);
          // A session host that has just started may not know the call yet, and answers nothing.
          return readJingleAnswer(answer) ?? HOST_AWAY;
        } catch (error) {
          return error instanceof ChannelClosed ? HOST_AWAY : HOST_FAILED;
        }
      },
      callChanged: (...inputs) => tell('callChanged', ...inputs),
      heldByPeer: (...inputs) => tell('heldByPeer', ...inputs),
      callEnded: (...inputs) => tell('callEnded', ...inputs),
      level: (...inputs) => tell('level', ...inputs),
    };
  }

  #callMedia(name: MediaCallName, inputs: readonly unknown[]): Promise<unknown> {
    const media = this.#media;
    if (!media) return Promise.reject(new Error('No media here'));
    return Promise.resolve(Reflect.apply(media[name], media, inputs));
  }

  #receiveSlice(id: number, slice: Slices[Query['kind']]): void {
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.id !== id || isLessKnown(slice, subscription)) continue;
      subscription.latest = { slice };
      if (subscription.query.kind === 'overview' && isKnown(slice as Overview)) this.#isLost = false;
      for (const follower of subscription.followers) follower(slice as never);
    }
  }

  async #give(name: string, input: unknown): Promise<CommandResult> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      // Between two hosts there is nobody to give it to. What waits keeps its order: no message overtakes another.
      while (!this.#channel && !this.#isClosed && !this.#isLost) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (this.#isClosed || this.#isLost) break;
      try {
        return await this.#host.command(name, input, tries > 0);
      } catch (error) {
        if (!(error instanceof ChannelClosed)) throw error;
      }
    }
    // The view was closed, or the host was lost, before an answer came. Whether the host has done it isn't known.
    return { refused: 'not-possible-now' };
  }

  #goOn(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }
}

/**
 * Whether a host that has just started, and doesn't know yet who is signed in, takes the place of one that knew. Views go on showing what that one
 * told, so that nothing moves under the agent's hands when the browser stops the background for being idle.
 */
function isLessKnown(slice: Slices[Query['kind']], { query, latest }: Subscription): boolean {
  return query.kind === 'overview' && latest !== undefined && isKnown(latest.slice as Overview) && !isKnown(slice as Overview);
}

class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
}
