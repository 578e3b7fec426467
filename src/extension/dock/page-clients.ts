import type { Workspace } from '../../channel/workspace.ts';
import type { BackchannelClient } from '../../client/backchannel-client.ts';
import type { PageMethod, ServedClient } from '../../client/client-calls.ts';
import { BackchannelError } from '../../client/client-error.ts';
import { ClientServer, softphoneOf } from '../../client/client-server.ts';
import { type ToPage, WIRE_VERSION } from '../../client/client-wire.ts';
import { type ClientView, type ClientWorkspace, WorkspaceClient } from '../../client/workspace-client.ts';
import { type Limit, RateLimits } from '../../model/rate-limit.ts';
import type { DockPort } from './dock-port.ts';
import type { PageRequest } from './page-requests.ts';
import type { OpenTelephonyView } from './page-telephonies.ts';

/**
 * What a page may call by the dock. Any script in the page can, so that none learns who is signed in or what is written, finds colleagues, or signs somebody in
 * or out; tokens and contacts are the extension's own.
 */
const METHODS: readonly PageMethod[] = [
  'onState',
  'onEvent',
  'startIm',
  'openInteraction',
  'showTeamCommunicator',
  'showTab',
  'setView',
  'telephony',
];

/** How many calls the pages of one origin may make: so many at once, and then so many a second. */
const CALLS: Limit = { burst: 100, perSecond: 10 };

/** What a client needs beside the workspace. */
export interface PageClientsOptions {
  readonly workspace: Workspace;
  readonly openTelephonyView: OpenTelephonyView;
  readonly viewOf: (dock: DockPort) => ClientView;
  /** Whether pages of an origin may ask another colleague now. */
  readonly mayInvite: (origin: string) => boolean;
}

interface Served {
  readonly key: string;
  readonly server: ClientServer;
  /** Aborts when the page has it no more. */
  readonly ending: AbortController;
}

/** The clients of pages with the dock, one for each page at most. */
export class PageClients {
  readonly #served = new Map<DockPort, Served>();
  readonly #rates = new RateLimits(CALLS);
  /** Until when an origin isn't listened to, so that its other pages aren't either. */
  readonly #quarantinedUntil = new Map<string, number>();

  constructor(private readonly options: PageClientsOptions) {}

  /** A page has a client. One that is known already goes on. */
  connect(dock: DockPort, { client: key, version, brings }: Extract<PageRequest, { name: 'connect-client' }>): void {
    const known = this.#served.get(dock);
    if (known?.key === key || !dock.isOpen) return;
    const tell = (to: string, message: ToPage) => tellClient(dock, to, JSON.stringify(message));
    if (version !== WIRE_VERSION) return tell(key, { version: WIRE_VERSION, refused: 'unknown-version' });
    if (known) {
      this.remove(dock);
      tell(known.key, { version: WIRE_VERSION, refused: 'replaced' });
    }
    const { origin } = dock;
    const ending = new AbortController();
    const server = new ClientServer(this.#clientOf(dock, ending), {
      methods: METHODS,
      rate: { take: (now) => this.#rates.take(origin, now) },
      post: (message) => tellClient(dock, key, message),
      now: Date.now,
      quarantinedUntil: this.#quarantinedUntil.get(origin) ?? 0,
      onQuarantine: (until) => this.#quarantinedUntil.set(origin, until),
    });
    this.#served.set(dock, { key, server, ending });
    // What the page says next is for this one.
    tell(key, { version: WIRE_VERSION });
    if (!brings.telephony) return;
    const view = this.options.openTelephonyView({ origin, call: softphoneOf((...asked) => server.ask(...asked)) });
    ending.signal.addEventListener('abort', () => view.close());
  }

  /** A message of a client's. One of a client that isn't known is dropped: it is told again when its page has connected. */
  receive(dock: DockPort, key: string, message: string): void {
    const served = this.#served.get(dock);
    if (served?.key === key) served.server.receive(message);
  }

  /** The page has its client no more. */
  disconnect(dock: DockPort, key: string): void {
    if (this.#served.get(dock)?.key === key) this.remove(dock);
  }

  /** The page is gone, or isn't allowed any more. */
  remove(dock: DockPort): void {
    const served = this.#served.get(dock);
    this.#served.delete(dock);
    served?.server.close();
    served?.ending.abort();
  }

  #clientOf(dock: DockPort, ending: AbortController): ServedClient {
    const { workspace, viewOf, mayInvite } = this.options;
    const own: ClientWorkspace = {
      commands: workspace.commands,
      subscribe: (...asked) => workspace.subscribe(...asked),
      ready: Promise.resolve(),
      ended: ending.signal,
      close: () => undefined,
      destroy: () => ending.abort(),
      // Pages with the dock have no hooks.
      interceptCommands: () => {
        throw new BackchannelError('method-not-allowed');
      },
    };
    const client = new WorkspaceClient(own, viewOf(dock), { origin: dock.origin, isAgentUnnamed: true });
    const startIm = client.startIm.bind(client);
    return Object.assign(client, {
      startIm: (...asked: Parameters<BackchannelClient['startIm']>) =>
        mayInvite(dock.origin) ? startIm(...asked) : Promise.reject(new BackchannelError('too-many-requests')),
    });
  }
}

function tellClient(dock: DockPort, client: string, message: string): void {
  dock.post({ type: 'event', name: 'client-answer', detail: { client, message } });
}
