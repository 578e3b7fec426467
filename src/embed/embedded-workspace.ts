import type { CommandInput, CommandResult, DiagnosticsSlice, Refusal } from '../channel/contract.ts';
import { firstSlice } from '../channel/first-slice.ts';
import { knownOverview } from '../channel/known-overview.ts';
import { type PageOffers, RemoteWorkspace } from '../channel/remote-workspace.ts';
import type { ChannelPort } from '../channel/rpc.ts';
import type { KeptInteractionEvent, ToldInteractionEvent } from '../model/desk/interaction-event.ts';
import type { HostStart } from './host-start.ts';

/**
 * An interaction with a contact, as the page that handles it tells: `id` is the page's own (at most 200 characters, no white
 * space), `media` "voice", "email" or "chat". `caseData` is shown in its order; of more than 200 fields, or 2,000 characters in a
 * value, the rest is left out, and the agent is told.
 */
export type InteractionDetails = Omit<CommandInput<'openInteraction'>, 'owner'>;

/** What has changed of an interaction; what is absent stays, and `caseData` is all of it. */
export type InteractionChange = Omit<CommandInput<'updateInteraction'>, 'id'>;

/** An active interaction that the page has opened. */
export interface InteractionHandle {
  readonly id: string;
  /** Resolves when it is stored; whom the agent consults about it sees it soon after. @throws InteractionError */
  update(change: InteractionChange): Promise<void>;
  /** The interaction is over, and its tab goes; consultations about it go on. @throws InteractionError */
  close(): Promise<void>;
}

/** An interaction wasn't opened or changed; `refusal` says why: `not-signed-in`, `invalid-argument`, `unknown-interaction` … */
export class InteractionError extends Error {
  override readonly name = 'InteractionError';

  constructor(readonly refusal: Refusal) {
    super(`The interaction was refused: ${refusal.refused}`);
  }
}

/** The workspace as a page has it that embeds it: views' commands and queries, and the page's interactions. */
export class EmbeddedWorkspace extends RemoteWorkspace {
  /**
   * Resolves, within seconds, when the session host can be used, whether somebody is signed in or not. @throws WorkspaceError Its `code` says why the host
   * can't be used. Meanwhile, and until it can after all, commands are refused as `not-possible-now`.
   */
  readonly ready: Promise<void>;
  readonly #end: AbortController;

  constructor(openChannel: () => ChannelPort, offers: PageOffers, start: HostStart) {
    super(openChannel, offers);
    this.#end = start.end;
    this.ready = this.#reachHost(start);
    // A page that doesn't wait for it sees the reason in the element.
    this.ready.catch(() => undefined);
  }

  /** Aborts at `destroy`. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /**
   * Takes the workspace away from this page, as when a single-page application leaves the view that has it: its elements show nothing more, and no
   * listener, port, title or shortcut is left. The agent stays signed in, as in other tabs. Commands are refused as `not-possible-now` from now on.
   */
  destroy(): void {
    this.#end.abort();
    this.close();
  }

  /**
   * Tells that the agent is busy with a contact: the Interaction window has a tab for it, with its case data and *Start
   * Consultation*. It stays, through reloads too, until it is closed. Opened again under its id, it is the same interaction with
   * what is given now. @throws InteractionError
   */
  async openInteraction(details: InteractionDetails): Promise<InteractionHandle> {
    const { id } = details;
    await accepted(this.commands.openInteraction(details));
    return {
      id,
      update: (change) => accepted(this.commands.updateInteraction({ ...change, id })),
      close: () => accepted(this.commands.closeInteraction({ id })),
    };
  }

  /**
   * Tells what becomes of the page's interactions, one event after the other, the oldest first. An event is told, under the same
   * `eventId`, until a handler has returned, or its promise was fulfilled: in every page that is open, and again after
   * `openWorkspace`. An error of the handler is the page's to hear of, as any that nobody catches.
   * @returns a function that ends it
   */
  onInteractionEvent(handler: (event: ToldInteractionEvent) => void | Promise<void>): () => void {
    const told = new Set<string>();
    let turn = Promise.resolve();
    return this.subscribe({ kind: 'interaction-events' }, (events) => {
      for (const event of events) {
        if (event.origin !== undefined || told.has(event.eventId)) continue;
        told.add(event.eventId);
        turn = turn.then(async () => void ((await this.#tell(event, handler)) || told.delete(event.eventId))).catch(reportError);
      }
    });
  }

  /**
   * What went wrong, and how the connection fared, also behind a locked desk: codes, counts and times, without anybody's words, names or addresses. For a
   * page's own *Report a Problem*; docs/deploying.md says how to read it.
   */
  async diagnostics(): Promise<DiagnosticsSlice> {
    await this.ready;
    return Promise.race([firstSlice(this, { kind: 'diagnostics' }), this.#untilEnd()]);
  }

  async #reachHost({ failed, workerUrl, withinMs }: HostStart): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), withinMs)));
    let cause: unknown;
    try {
      const overview = await Promise.race([knownOverview(this), failed, late, this.#untilEnd()]);
      const { connection } = overview ?? {};
      if (
        connection &&
        !('problem' in connection && connection.problem === 'storage-unavailable') &&
        this.version?.standing !== 'host-is-older'
      )
        return;
      cause = connection;
    } catch (error) {
      cause = error;
    } finally {
      clearTimeout(timer);
    }
    if (!this.ended.aborted) this.giveUp();
    const { workspaceError } = await import('./workspace-error.ts');
    throw await workspaceError(cause, { workerUrl, standing: this.version?.standing, isDestroyed: this.ended.aborted });
  }

  /** Rejects when the page takes the workspace away. */
  #untilEnd(): Promise<never> {
    return new Promise((_, reject) => this.ended.addEventListener('abort', () => reject(this.ended.reason as Error)));
  }

  /** @returns whether it could be told */
  async #tell(event: KeptInteractionEvent, handler: (event: ToldInteractionEvent) => void | Promise<void>): Promise<boolean> {
    // Only pages that follow events load this.
    const { toldEvent } = await import('../channel/told-events.ts');
    const told = await toldEvent(this, event);
    if (!told) return false;
    await handler(told);
    await this.commands.takeInteractionEvents({ eventIds: [event.eventId] });
    return true;
  }
}

async function accepted(outcome: Promise<CommandResult>): Promise<void> {
  const result = await outcome;
  if (result.refused) throw new InteractionError(result);
}
