import type { Workspace } from '../../channel/workspace.ts';
import type { ClientView } from '../../client/workspace-client.ts';
import { type Limit, RateLimits } from '../../model/rate-limit.ts';
import { type Happening, NewHappenings } from '../../model/desk/happening.ts';
import type { Overview } from '../../model/workspace.ts';
import type { AllowedOrigins } from '../policy/allowed-origins.ts';
import { isKnown, knownOverview } from '../../channel/known-overview.ts';
import { dockLook } from './dock-look.ts';
import type { FromDock } from './dock-messages.ts';
import type { DockPort } from './dock-port.ts';
import { getDockPlace, putDockPlace } from './dock-places.ts';
import type { FrameRequest, FrameStart, ShowInDock, ShownInDock } from './frame-messages.ts';
import { PageClients } from './page-clients.ts';
import { PageEvents } from './page-events.ts';
import { PageInteractions } from './page-interactions.ts';
import { parsePageRequest } from './page-requests.ts';
import { type OpenTelephonyView, PageTelephonies } from './page-telephonies.ts';
import { milestoneOf, type SessionMilestone } from './session-milestone.ts';

/** The version of what pages and dock say to each other (docs/embedding-dock.md). */
const BRIDGE_VERSION = 1;

/** The invitations that the pages of one origin may ask for: so many at once, and then so many a second. */
const INVITATIONS: Limit = { burst: 10, perSecond: 0.5 };

const MAX_RECENT = 100;

/** The background's part of all docks: decides what they show, what their pages may ask for, and what these are told. */
export class DockHost {
  readonly #docks = new Set<DockPort>();
  /** What has happened lately, with when it was known: pages whose dock wasn't there then are told it when it is. */
  #recent: { readonly knownAt: number; readonly milestone: SessionMilestone }[] = [];
  readonly #invitations = new RateLimits(INVITATIONS);
  readonly #interactions: PageInteractions;
  readonly #events: PageEvents;
  readonly #telephonies: PageTelephonies;
  /** What a tab's frame shall show as soon as it is there. */
  readonly #wanted = new Map<number, ShownInDock>();
  readonly #clients: PageClients;
  #before: Overview | undefined;

  /** @param origins The list of allowed origins as it is now. */
  constructor(
    private readonly workspace: Workspace,
    private readonly origins: () => Promise<AllowedOrigins>,
    openTelephonyView: OpenTelephonyView,
    private readonly openMainWindow: () => Promise<void>,
  ) {
    this.#telephonies = new PageTelephonies(openTelephonyView);
    this.#interactions = new PageInteractions(workspace);
    this.#events = new PageEvents(workspace, this.#docks);
    this.#clients = new PageClients({
      workspace,
      openTelephonyView,
      viewOf: (dock) => this.#viewOf(dock),
      mayInvite: (origin) => this.#invitations.take(origin, Date.now()),
    });
    workspace.subscribe({ kind: 'overview' }, (overview) => this.#follow(overview));
    const fresh = new NewHappenings();
    workspace.subscribe({ kind: 'happenings' }, (recent) => fresh.in(recent).forEach((happening) => this.#noteHappening(happening)));
  }

  /** A page's content script asks for its dock. */
  async connect(dock: DockPort): Promise<void> {
    const ready = this.#start(dock);
    dock.onMessage((message) => void ready.then(() => this.#receive(dock, message)));
    dock.onClose(() => this.#remove(dock));
    await ready;
  }

  /** Whether the dock of a tab is collapsed, so that nothing of its frame can be seen. */
  isCollapsed(tabId: number): boolean {
    return [...this.#docks].some((dock) => dock.tabId === tabId && dock.isCollapsed);
  }

  /** Turns off the docks in pages that aren't allowed any more. */
  async checkOrigins(): Promise<void> {
    const { isAllowed } = await this.origins();
    for (const dock of this.#docks) if (!isAllowed(dock.origin)) this.#turnOff(dock);
  }

  /** The frame in the dock of a tab asks for something. */
  async answerFrame(request: FrameRequest, tabId: number): Promise<FrameStart | undefined> {
    if (request.type === 'collapse-dock') {
      for (const dock of this.#docks) if (dock.tabId === tabId) dock.post({ type: 'collapse' });
      return undefined;
    }
    if (request.type === 'open-main-window') {
      await this.openMainWindow();
      return undefined;
    }
    const shown = this.#wanted.get(tabId);
    this.#wanted.delete(tabId);
    return { tabId, shown };
  }

  async #start(dock: DockPort): Promise<void> {
    if (!(await this.origins()).isAllowed(dock.origin)) return dock.turnOff();
    const place = await getDockPlace(dock.origin);
    const overview = await knownOverview(this.workspace);
    if (!dock.isOpen) return;
    this.#docks.add(dock);
    dock.post({ type: 'start', place, look: dockLook(overview) });
    this.#tellReady(dock, overview);
    for (const { knownAt, milestone } of this.#recent) if (knownAt > dock.heardAt) tellMilestone(dock, milestone);
    this.#events.tellAnew(dock);
  }

  async #receive(dock: DockPort, message: FromDock): Promise<void> {
    if (!this.#docks.has(dock)) return;
    if (!(await this.origins()).isAllowed(dock.origin)) return this.#turnOff(dock);
    if (message.type === 'place') return putDockPlace(dock.origin, message.place);
    await this.#serve(dock, message.name, message.json);
    dock.post({ type: 'answered', request: message.request });
  }

  async #serve(dock: DockPort, name: string, json: string): Promise<void> {
    const request = parsePageRequest(name, json);
    const answer = (detail: object) => dock.post({ type: 'event', name: 'result', detail });
    switch (request.name) {
      case 'hello':
        this.#tellReady(dock, await knownOverview(this.workspace));
        return this.#events.tellAnew(dock);
      case 'open-im': {
        const { requestId } = request;
        if (!this.#invitations.take(dock.origin, Date.now())) return answer({ requestId, refused: 'too-many-requests' });
        const result = await this.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: request.target });
        if (result.refused) return answer({ requestId, refused: result.refused });
        if (result.sessionId !== undefined) await this.#show(dock, { of: 'session', id: result.sessionId });
        return answer({ requestId, sessionId: result.sessionId });
      }
      case 'open-interaction':
      case 'update-interaction':
      case 'close-interaction':
        return answer({ requestId: request.requestId, ...(await this.#interactions.serve(dock.origin, request)) });
      case 'take-event':
        return answer({ requestId: request.requestId, ...(await this.#events.take(dock.origin, request.eventId)) });
      case 'offer-telephony':
        this.#telephonies.offer(dock);
        return answer({ requestId: request.requestId });
      case 'telephony-result':
        return this.#telephonies.answer(dock, request.requestId, request.isDone);
      case 'connect-client':
        return this.#clients.connect(dock, request);
      case 'client-message':
        return this.#clients.receive(dock, request.client, request.message);
      case 'disconnect-client':
        return this.#clients.disconnect(dock, request.client);
      case 'invalid':
        if (request.requestId !== undefined) answer({ requestId: request.requestId, refused: 'invalid-argument' });
    }
  }

  /** The agent decides where the dock is, and how it looks; the page only opens and collapses it. */
  #viewOf(dock: DockPort): ClientView {
    return {
      showTeamCommunicator: () => this.#show(dock, { of: 'team-communicator' }),
      showInteraction: (tab) => void this.#show(dock, tab),
      setView: ({ panel }) => void (panel?.isOpen !== undefined && dock.post({ type: panel.isOpen ? 'expand' : 'collapse' })),
    };
  }

  async #show(dock: DockPort, shown: ShownInDock): Promise<void> {
    this.#wanted.set(dock.tabId, shown);
    dock.post({ type: 'expand' });
    const message: ShowInDock = { type: 'show-in-dock', tabId: dock.tabId, shown };
    // While no frame is loaded, nobody takes the message. The frame then gets it when it starts.
    const isShown = await browser.runtime.sendMessage(message).catch(() => false);
    if (isShown === true) this.#wanted.delete(dock.tabId);
  }

  #follow(overview: Overview): void {
    const before = this.#before;
    const look = dockLook(overview);
    if (overview.lock) return this.#docks.forEach((dock) => dock.post({ type: 'look', look }));
    const isNews = before && isKnown(overview) && (before.me === undefined) !== (overview.me === undefined);
    // Pages that the next agent uses aren't told what happened to this one.
    if (isKnown(overview) && before?.me?.jid !== overview.me?.jid) this.#recent = [];
    this.#before = isKnown(overview) ? overview : before;
    for (const dock of this.#docks) {
      dock.post({ type: 'look', look });
      if (isNews) this.#tellReady(dock, overview);
    }
  }

  /** Tells pages what has happened. A locked desk tells nothing, so that they are told after the lock what has happened behind it. */
  #noteHappening(happening: Happening): void {
    const milestone = milestoneOf(happening);
    if (!milestone) return;
    for (const dock of this.#docks) tellMilestone(dock, milestone);
    this.#recent = [...this.#recent, { knownAt: Date.now(), milestone }].slice(-MAX_RECENT);
  }

  #tellReady(dock: DockPort, { me, lock }: Overview): void {
    dock.post({ type: 'event', name: 'ready', detail: { version: BRIDGE_VERSION, isSignedIn: me !== undefined || lock !== undefined } });
  }

  #turnOff(dock: DockPort): void {
    this.#remove(dock);
    dock.turnOff();
  }

  #remove(dock: DockPort): void {
    this.#docks.delete(dock);
    this.#telephonies.remove(dock);
    this.#clients.remove(dock);
  }
}

function tellMilestone(dock: DockPort, { name, facts }: SessionMilestone): void {
  dock.post({ type: 'event', name, detail: facts });
}
