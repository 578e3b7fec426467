import type { CommandResult } from '../channel/contract.ts';
import { firstSlice } from '../channel/first-slice.ts';
import { isolated } from '../channel/isolated-listener.ts';
import { randomId } from '../channel/random-id.ts';
import { type Happening, NewHappenings } from '../model/desk/happening.ts';
import type { TabRef } from '../model/desk/tab-ref.ts';
import type { InternalTarget } from '../model/internal-target.ts';
import { cutText } from '../model/text/cut-text.ts';
import type { Overview } from '../model/workspace.ts';
import type { BackchannelClient, ClientEvent, FoundTarget, InteractionHandle, SessionEvent, ViewOptions } from './backchannel-client.ts';
import { BackchannelError, clientErrorOf } from './client-error.ts';
import { type ClientState, clientStateOf, STARTING } from './client-state.ts';
import { CommandHooks, type HookedWorkspace } from './command-hooks.ts';
import { followInteractionEvents } from './interaction-events.ts';
import { interactionIdOf } from './origin-interaction-id.ts';

const MAX_FOUND = 50;
const MAX_SEARCH = 200;

/** A workspace that a client can be had for. */
export interface ClientWorkspace extends HookedWorkspace {
  readonly ready: Promise<void>;
  readonly ended: AbortSignal;
  destroy(): void;
}

/** What shows the desk in the page. */
export interface ClientView {
  showTeamCommunicator(): Promise<void>;
  showInteraction(tab: TabRef): void;
  setView(options: ViewOptions): void;
}

/** The page that a client is for, where pages of several origins have the workspace, and which storage the workspace has there. */
export interface ClientPage {
  readonly origin?: string;
  readonly storage?: 'own' | 'partitioned';
  /** Whether the page isn't told who is signed in, as pages with the dock aren't. */
  readonly isAgentUnnamed?: boolean;
}

/** The client for a workspace that this document has. */
export class WorkspaceClient implements BackchannelClient {
  readonly ready: Promise<void>;
  readonly before: BackchannelClient['before'];
  #state: ClientState = STARTING;
  #overview: Overview | undefined;
  #hooks: CommandHooks | undefined;
  readonly #listeners = new Set<(state: ClientState) => void>();

  constructor(
    private readonly workspace: ClientWorkspace,
    private readonly view?: ClientView,
    private readonly page: ClientPage = {},
  ) {
    this.ready = workspace.ready;
    this.before = (name, hook, options) => {
      // Without hooks no command waits for anything.
      this.#hooks ??= new CommandHooks(workspace, (id) => this.#ownIdOf(id));
      return this.#hooks.add(name, hook, options);
    };
    const stop = workspace.subscribe({ kind: 'overview' }, (overview) => {
      this.#overview = overview;
      const state = clientStateOf(overview, page, (id) => this.#ownIdOf(id));
      if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
      this.#state = state;
      for (const listener of this.#listeners) listener(state);
    });
    workspace.ended.addEventListener('abort', stop);
  }

  get state(): ClientState {
    return this.#state;
  }

  onState(listener: (state: ClientState) => void): () => void {
    const heard = isolated(listener);
    this.#listeners.add(heard);
    if (this.#state !== STARTING) queueMicrotask(() => this.#listeners.has(heard) && heard(this.#state));
    return () => void this.#listeners.delete(heard);
  }

  onEvent(handler: (event: ClientEvent) => void | Promise<void>): () => void {
    const fresh = new NewHappenings();
    let turn = Promise.resolve();
    const stopSessions = this.workspace.subscribe({ kind: 'happenings' }, (recent) => {
      for (const happening of fresh.in(recent)) turn = turn.then(() => handler(eventOf(happening))).catch(reportError);
    });
    const ending = new AbortController();
    followInteractionEvents(this.workspace, this.page.origin, handler, ending.signal);
    ending.signal.addEventListener('abort', stopSessions);
    return () => ending.abort();
  }

  async signIn(request: Parameters<BackchannelClient['signIn']>[0]): Promise<void> {
    await this.#done(this.workspace.commands.signIn(request));
  }

  async signOut(): Promise<void> {
    await this.#done(this.workspace.commands.signOut({}));
  }

  async setStatus(...[availability, reason]: Parameters<BackchannelClient['setStatus']>): Promise<void> {
    await this.#done(this.workspace.commands.setStatus({ availability, ...(reason === undefined ? {} : { reason }) }));
  }

  async startIm(...[target, { text, interactionId } = {}]: Parameters<BackchannelClient['startIm']>): Promise<{ sessionId: string }> {
    const { commands } = this.workspace;
    const ownId = randomId();
    const about = interactionId === undefined ? {} : { interactionId: await this.#idOf(interactionId) };
    const result = await this.#done(
      typeof target !== 'string'
        ? commands.askGroup({ sessionId: ownId, group: { kind: target.kind, id: target.id, name: target.name }, ...about })
        : about.interactionId !== undefined
          ? commands.consult({ sessionId: ownId, interactionId: about.interactionId, target })
          : commands.invite({ sessionId: ownId, target, ...(text ? { isWrittenFirst: true } : {}) }),
    );
    const sessionId = result.sessionId ?? ownId;
    if (text) await this.#prepare(sessionId, text);
    this.view?.showInteraction({ of: 'session', id: sessionId });
    return { sessionId };
  }

  async find(
    ...[text, { limit = MAX_FOUND, filter = 'all' } = {}]: Parameters<BackchannelClient['find']>
  ): Promise<readonly FoundTarget[]> {
    const count = Math.min(Math.max(0, Math.floor(Number(limit) || 0)), MAX_FOUND);
    const query = { kind: 'targets', search: cutText(text, MAX_SEARCH), filter, first: 0, count } as const;
    const { rows } = await this.#untilEnd(firstSlice(this.workspace, query, ({ isLoaded }) => isLoaded || !this.#overview?.me));
    return rows.map(foundTargetOf);
  }

  async openInteraction(...[details]: Parameters<BackchannelClient['openInteraction']>): Promise<InteractionHandle> {
    const { commands } = this.workspace;
    const { origin } = this.page;
    const id = await this.#idOf(details.id);
    await this.#done(commands.openInteraction({ ...details, id, ...(origin === undefined ? {} : { owner: { origin, id: details.id } }) }));
    return this.interaction(details.id);
  }

  /** An interaction that the page has opened, also before this client was there. */
  interaction(ownId: string): InteractionHandle {
    const { commands } = this.workspace;
    return {
      id: ownId,
      update: async (change) => void (await this.#done(commands.updateInteraction({ ...change, id: await this.#idOf(ownId) }))),
      close: async () => void (await this.#done(commands.closeInteraction({ id: await this.#idOf(ownId) }))),
    };
  }

  async showTeamCommunicator(): Promise<void> {
    await this.#shown().showTeamCommunicator();
  }

  async showTab(...[{ of, id }]: Parameters<BackchannelClient['showTab']>): Promise<void> {
    this.#shown().showInteraction(of === 'session' ? { of, id } : { of, id: await this.#idOf(id) });
  }

  async setView(options: ViewOptions): Promise<void> {
    this.#shown().setView(options);
    await Promise.resolve();
  }

  destroy(): void {
    this.workspace.destroy();
  }

  #shown(): ClientView {
    if (!this.view) throw new BackchannelError('no-view');
    return this.view;
  }

  /** Puts a text into a session's message field, unless the agent has begun to write there. */
  async #prepare(sessionId: string, text: string): Promise<void> {
    const draft = await this.#untilEnd(firstSlice(this.workspace, { kind: 'draft', sessionId }));
    if (draft.text !== '') return;
    await this.#done(this.workspace.commands.saveDraft({ sessionId, text, writer: randomId() }));
  }

  async #done(outcome: Promise<CommandResult>): Promise<Exclude<CommandResult, { refused: string }>> {
    const result = await outcome.catch((error: unknown) => {
      throw clientErrorOf(error);
    });
    if (result.refused === undefined) return result;
    const { refused, ...details } = result;
    throw new BackchannelError(refused === 'not-possible-now' && this.workspace.ended.aborted ? 'destroyed' : refused, details);
  }

  /** Rejects when the page takes the workspace away, since nothing is answered then. */
  async #untilEnd<T>(work: Promise<T>): Promise<T> {
    const { ended } = this.workspace;
    const over = () => new BackchannelError('destroyed');
    if (ended.aborted) throw over();
    return new Promise((resolve, reject) => {
      const end = () => reject(over());
      ended.addEventListener('abort', end);
      work.then(resolve, reject).finally(() => ended.removeEventListener('abort', end));
    });
  }

  /** The session host's id of an interaction of the page's. */
  async #idOf(ownId: string): Promise<string> {
    const { origin } = this.page;
    return origin === undefined ? ownId : interactionIdOf(origin, ownId);
  }

  /** What the page calls an interaction; undefined for one of another page's. */
  #ownIdOf(id: string): string | undefined {
    const { origin } = this.page;
    if (origin === undefined) return id;
    const owner = this.#overview?.interactions.find((one) => one.id === id)?.owner;
    return owner?.origin === origin ? owner.id : undefined;
  }
}

function foundTargetOf(target: InternalTarget): FoundTarget {
  if (target.kind === 'agent') return { kind: 'agent', id: target.jid, name: target.name, availability: target.status.availability };
  return { kind: target.kind, id: target.id, name: target.name, ready: target.ready ?? null };
}

function eventOf(happening: Happening): SessionEvent {
  const { at } = happening;
  if (happening.of === 'session') {
    const { sessionId, peer } = happening;
    const facts = { sessionId, peer, at };
    return happening.name === 'session-ended'
      ? { name: happening.name, ...facts, reason: happening.reason }
      : { name: happening.name, ...facts };
  }
  const facts = { callId: happening.call.id, at };
  return happening.name === 'call-ended'
    ? { name: happening.name, ...facts, reason: happening.reason }
    : { name: happening.name, ...facts };
}
