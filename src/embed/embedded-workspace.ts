import type { DiagnosticsSlice } from '../channel/contract.ts';
import { knownOverview } from '../channel/known-overview.ts';
import { type PageOffers, RemoteWorkspace } from '../channel/remote-workspace.ts';
import type { ChannelPort } from '../channel/rpc.ts';
import type { BackchannelClient, InteractionDetails, InteractionHandle } from '../client/backchannel-client.ts';
import type { InteractionEventHandler } from '../client/interaction-events.ts';
import type { HostStart } from './host-start.ts';
import type { BackchannelWorkspaceElement } from './workspace-element.ts';

/** What a page asks for by itself is loaded then. */
const loadParts = () => import('./page-parts.ts');

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
    return (await loadParts()).openInteraction(this, details);
  }

  /**
   * Tells what becomes of the page's interactions, one event after the other, the oldest first. An event is told, under the same
   * `eventId`, until a handler has returned, or its promise was fulfilled: in every page that is open, and again after
   * `openWorkspace`. An error of the handler is the page's to hear of, as any that nobody catches.
   * @returns a function that ends it
   */
  onInteractionEvent(handler: InteractionEventHandler): () => void {
    const ending = new AbortController();
    void loadParts()
      .then(({ followInteractionEvents }) => followInteractionEvents(this, undefined, handler, ending.signal))
      .catch(reportError);
    return () => ending.abort();
  }

  /**
   * What a page does with the workspace, in the same words as with a frame: one for each page.
   * @param element The page's `<backchannel-workspace>`, which shows what the client is to show
   */
  async client(element?: BackchannelWorkspaceElement): Promise<BackchannelClient> {
    return (await loadParts()).clientOf(this, element);
  }

  /**
   * What went wrong, and how the connection fared, also behind a locked desk: codes, counts and times, without anybody's words, names or addresses. For a
   * page's own *Report a Problem*; docs/deploying.md says how to read it.
   */
  async diagnostics(): Promise<DiagnosticsSlice> {
    return (await loadParts()).diagnosticsOf(this);
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
}
