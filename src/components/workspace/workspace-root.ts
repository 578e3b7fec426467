import { provide } from '@lit/context';
import { localized, msg } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { Overview } from '../../model/workspace.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { connectionText } from '../../words/connection-text.ts';
import { forgetChoices } from '../contact/context-choices.ts';
import { tabsOf } from '../../model/desk/interaction-tabs.ts';
import type { InteractionWindow } from '../interaction-tab/interaction-window.ts';
import { LanguageController } from './language-controller.ts';
import { type AskForMicrophone, microphoneRequestContext } from '../call/microphone-request-context.ts';
import type { OwnStatusButton } from './own-status.ts';
import type { MyHistory } from '../history/my-history.ts';
import { LockedAnnouncer } from '../notifications/locked-announcer.ts';
import '../notifications/notifications.ts';
import type { Notifications } from '../notifications/notifications.ts';
import { neighbourOf, pendingCount, waitingCount } from '../../model/desk/session-lists.ts';
import { ReconnectController } from './reconnect-controller.ts';
import { ShortcutController } from './shortcut-controller.ts';
import { renderSideBar } from './side-bar.ts';
import { SliceController } from '../kit/slice-controller.ts';
import './status-bar.ts';
import type { TeamCommunicator } from '../team-communicator/team-communicator.ts';
import { ThemeController } from './theme-controller.ts';
import { renderTitleBar } from './title-bar.ts';
import { TitleCountController } from './title-count-controller.ts';
import { cycleRegions } from './window-regions.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { workspaceRootStyles } from './workspace-root.styles.ts';

/**
 * The whole workspace: from a 320 px panel to a full page, whatever its own width is.
 *
 * @tag backchannel-workspace
 * @attr lang - The language of the views, "en" or "de", unless the agent has set one; without it the page's, or else the browser's.
 * @cssprop --backchannel-own-logon - The colour of the agent's own logon in a transcript.
 * @cssprop --backchannel-peer-logon - The colour of the other side's.
 */
@customElement('backchannel-workspace')
@localized()
export class WorkspaceRoot extends LitElement {
  static override styles = [baseStyles, buttonStyles, workspaceRootStyles];

  /** The way to the session host. */
  @provide({ context: workspaceContext })
  @property({ attribute: false })
  workspace: Workspace | undefined;

  /** Whether the count of what waits stands in front of the page's title. */
  @property({ type: Boolean }) titleCount = true;

  /**
   * Whether this is the Gadget view, which has everything but the Interaction window; a page with any other view imports that window. The
   * view tells which interaction the agent picked by the event `interaction-pick`, with `detail.sessionId`.
   */
  @property({ type: Boolean }) isGadget = false;

  /** Whether the page itself shows desktop notifications. In the extension the background does, with or without a page. */
  @property({ type: Boolean }) hasDesktopNotifications = true;

  /** Opens the page with all settings, where there is one: the extension's options. */
  @property({ attribute: false }) openAllSettings: (() => void) | undefined;

  /** Opens the main window, where signing in is left to it: in a page that isn't Backchannel's own nobody gets used to giving a password. */
  @property({ attribute: false }) openSignIn: (() => void) | undefined;

  /** Asks the agent for the microphone by another page, where this page can't ask. */
  @provide({ context: microphoneRequestContext })
  @property({ attribute: false })
  askForMicrophone: AskForMicrophone | undefined;

  /** The server that the sign-in form begins with. */
  @property() service = '';

  @provide({ context: activeInteractionContext })
  @state()
  private active: ActiveInteraction = this.#activeInteraction(undefined);

  /** Whether the Interaction window is shown rather than the side bar, where only one fits. */
  @state() private isInteractionShown = false;
  /** Whether My History is shown in place of everything else. */
  @state() private isHistoryShown = false;
  /** The invitation whose notification the agent has asked to see again. */
  @state() private recalled: { readonly sessionId: string } | undefined;
  /** Whether the sign-in form is shown. It stays while the attempt that it began connects. */
  @state() private isSigningIn = false;

  @query('backchannel-team-communicator') private communicator!: TeamCommunicator | null;
  @query('backchannel-interaction-window') private interactionWindow!: InteractionWindow | null;
  @query('backchannel-notifications') private notifications!: Notifications | null;
  @query('backchannel-my-history') private history!: MyHistory | null;
  @query('backchannel-own-status') private ownStatus!: OwnStatusButton | null;
  @query('.history') private historyButton!: HTMLElement | null;
  @query('.settings') private settingsButton!: HTMLElement | null;

  readonly #onScreen = new Set<string>();
  /** The session whose message field shall get the focus as soon as it is there. */
  #focusWanted: string | undefined;
  #tabIds: readonly string[] = [];
  /** The agent whose desk was shown last, by bare JID. */
  #agent: string | undefined;
  readonly #overview = new SliceController<'overview'>(
    this,
    () => ({ kind: 'overview' }),
    (overview) => this.#onOverview(overview),
  );
  readonly #lockedAnnouncer = new LockedAnnouncer({ isOnDesktop: () => this.hasDesktopNotifications });
  readonly #language = new LanguageController(this, () => this.#overview.slice?.settings.language ?? 'auto');

  constructor() {
    super();
    new ThemeController(this, () => this.#overview.slice?.settings.theme ?? 'auto');
    new ShortcutController(this, {
      focusSearch: () => void this.#focusSearch(),
      focusMessage: () => void this.#focusMessage(),
      toggleHistory: () => void this.#toggleHistory(),
      lock: () => void this.ownStatus?.lock(),
      cycleRegions: (step) => this.#cycleRegions(step),
      showInteraction: (number) => {
        const tab = tabsOf(this.#overview.slice, this.active.sessionId)[number - 1];
        if (tab) this.active.show(tab.id, { isFocusWanted: true });
      },
    });
    new ReconnectController(this, { workspace: () => this.workspace, connection: () => this.#overview.slice?.connection });
    new TitleCountController(this, () => (this.titleCount ? waitingCount(this.#overview.slice, this.active) : 0));
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('workspace')) this.#overview.connect(this.workspace);
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.isSigningIn && !this.openSignIn) {
      // The sign-in form is loaded only here, because an agent whose sign-in is kept never sees it.
      void import('../sign-in/sign-in-form.ts');
    }
    const { lock, settings } = this.#overview.slice ?? {};
    if (lock || (settings && settings.lockAfterMinutes > 0)) {
      // The lock screen is loaded before it is needed, because a desk may be locked while there is no network.
      void import('../sign-in/lock-screen.ts');
    }
    const wanted = this.#focusWanted;
    if (wanted && tabsOf(this.#overview.slice, wanted).some(({ id }) => id === wanted)) {
      this.#focusWanted = undefined;
      void this.interactionWindow?.focusMessage();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lockedAnnouncer.stop();
  }

  /** Shows an interaction in the Interaction window, and moves the focus there. */
  showInteraction(sessionId: string): void {
    this.#show(sessionId, true);
  }

  /** Shows the interactive notification of a pending invitation, also of one dismissed before; the invitation stays pending. */
  showInvitation(sessionId: string): void {
    this.recalled = { sessionId };
  }

  #activeInteraction(sessionId: string | undefined, consulting?: string): ActiveInteraction {
    return {
      sessionId,
      consulting,
      show: (id, options) => this.#show(id, options?.isFocusWanted ?? false),
      consult: (interactionId) => {
        this.active = this.#activeInteraction(this.active.sessionId, interactionId);
        void this.#focusSearch();
      },
      isOnScreen: (id) => this.#onScreen.has(id),
      reportOnScreen: (id, isOnScreen) => void (isOnScreen ? this.#onScreen.add(id) : this.#onScreen.delete(id)),
    };
  }

  #show(sessionId: string, isFocusWanted: boolean): void {
    if (this.isGadget) {
      this.dispatchEvent(new CustomEvent('interaction-pick', { detail: { sessionId }, bubbles: true, composed: true }));
      return;
    }
    if (sessionId !== this.active.sessionId || this.active.consulting !== undefined) this.active = this.#activeInteraction(sessionId);

    this.isHistoryShown = false;
    this.isInteractionShown = true;
    if (isFocusWanted) {
      this.#focusWanted = sessionId;
      this.requestUpdate();
    }
  }

  /**
   * Follows the desk. When the active interaction is gone, its neighbour takes its place. Where none was active, the newest becomes active.
   */
  #onOverview(overview: Overview): void {
    this.#lockedAnnouncer.follow(overview);
    // A lock changes nothing else here, so that what the agent had open is there again afterwards.
    if (overview.lock) {
      this.isSigningIn = false;
      return;
    }
    const { status } = overview.connection;
    // A host that has just been started doesn't know yet who is signed in.
    if (overview.me || status === 'signed-out') {
      if (this.#agent !== undefined && overview.me?.jid !== this.#agent) this.#forgetAgent();

      this.#agent = overview.me?.jid;
    }
    this.isSigningIn = status === 'signed-out' || (this.isSigningIn && status === 'connecting' && !overview.me);
    this.isHistoryShown &&= overview.me !== undefined;
    if (this.isGadget) return;

    const { sessionId, consulting } = this.active;
    if (consulting !== undefined && !overview.interactions.some(({ id }) => id === consulting))
      this.active = this.#activeInteraction(sessionId);

    const ids = tabsOf(overview, sessionId).map(({ id }) => id);
    const before = this.#tabIds;
    this.#tabIds = ids;
    if (sessionId === undefined) {
      const newest = ids.at(-1);
      if (newest !== undefined) {
        const isFirst = before.length === 0;
        this.active = this.#activeInteraction(newest);
        this.isInteractionShown ||= isFirst;
      }
      return;
    }
    if (!before.includes(sessionId) || ids.includes(sessionId)) return;

    const neighbour = neighbourOf(sessionId, before, ids);
    const hadFocus = this.shadowRoot?.activeElement === this.interactionWindow;
    this.active = this.#activeInteraction(neighbour);
    this.isInteractionShown = neighbour !== undefined && this.isInteractionShown;
    if (hadFocus) void this.#focusNext(neighbour);
  }

  /** Forgets what an agent did here, so that the next one sees none of it. */
  #forgetAgent(): void {
    forgetChoices(this.workspace);
    this.active = this.#activeInteraction(undefined);
    this.recalled = undefined;
    this.isInteractionShown = false;
    this.isHistoryShown = false;
    this.#focusWanted = undefined;
    this.#tabIds = [];
    this.#onScreen.clear();
  }

  async #focusNext(neighbour: string | undefined): Promise<void> {
    await (neighbour === undefined ? this.#focusSearch() : this.#focusMessage());
  }

  async #focusSearch(): Promise<void> {
    if (this.#overview.slice?.lock) return;

    this.isHistoryShown = false;
    this.isInteractionShown = false;
    await this.updateComplete;
    this.communicator?.focus();
  }

  async #focusMessage(): Promise<void> {
    if (!this.#overview.slice?.lock && this.active.sessionId !== undefined) {
      this.isHistoryShown = false;
      this.isInteractionShown = true;
      await this.updateComplete;
      await this.interactionWindow?.focusMessage();
    }
  }

  #cycleRegions(step: 1 | -1): void {
    const hasNotification = this.notifications?.isEmpty === false;
    const { isHistoryShown } = this;
    const regions = [
      { element: this.notifications, isUsable: hasNotification, focus: () => this.notifications?.focus() },
      { element: this.history, isUsable: isHistoryShown, focus: () => this.history?.focus() },
      { element: this.communicator, isUsable: !isHistoryShown, focus: () => void this.#focusSearch() },
      {
        element: this.interactionWindow,
        isUsable: !isHistoryShown && this.active.sessionId !== undefined,
        focus: () => void this.#focusMessage(),
      },
      { element: this.settingsButton, isUsable: true, focus: () => this.settingsButton?.focus() },
    ];
    cycleRegions(regions, this.shadowRoot?.activeElement ?? null, step);
  }

  async #toggleHistory(): Promise<void> {
    if (this.isHistoryShown || this.isGadget || !this.#overview.slice?.me) {
      this.#leaveHistory();
      return;
    }
    await import('../history/my-history.ts');
    this.isHistoryShown = true;
    await this.updateComplete;
    await this.history?.updateComplete;
    this.history?.focus();
  }

  #leaveHistory(): void {
    this.isHistoryShown = false;
    this.historyButton?.focus();
  }

  async #openSettings(): Promise<void> {
    await import('../settings/settings-dialog.ts');
    await this.shadowRoot?.querySelector('backchannel-settings-dialog')?.show();
  }

  readonly #openRecords = async (): Promise<void> => {
    await import('../unsent-records/records-dialog.ts');
    await this.shadowRoot?.querySelector('backchannel-records-dialog')?.show();
  };

  async #switchView(): Promise<void> {
    await (this.isInteractionShown ? this.#focusSearch() : this.#showInteractions());
  }

  async #showInteractions(): Promise<void> {
    this.isHistoryShown = false;
    this.isInteractionShown = true;
    await this.updateComplete;
    await this.interactionWindow?.focusMessage();
  }

  override render(): TemplateResult | typeof nothing {
    const lang = this.#language.locale;
    if (!lang) return nothing;

    const overview = this.#overview.slice;
    const isSignedIn = overview?.me !== undefined && !this.isSigningIn;
    return html`
      <div lang=${lang} class="window ${this.isInteractionShown ? 'interaction' : 'communicator-shown'}">
        ${renderTitleBar({
          isSignedIn,
          isGadget: this.isGadget,
          isInteractionShown: this.isInteractionShown,
          isHistoryShown: this.isHistoryShown,
          waiting: waitingCount(overview, this.active),
          switchView: () => void this.#switchView(),
          toggleHistory: () => void this.#toggleHistory(),
          openSettings: () => void this.#openSettings(),
        })}
        ${isSignedIn ? this.#renderDesk(overview) : this.#renderWithoutAgent(overview)}
        <backchannel-status-bar class="status" role="contentinfo" aria-label=${msg('Status bar')} .openRecords=${this.#openRecords}></backchannel-status-bar>
      </div>
      ${
        isSignedIn
          ? keyed(
              overview.me?.jid,
              html`<backchannel-notifications lang=${lang} .isOnDesktop=${this.hasDesktopNotifications} .recalled=${this.recalled} .openRecords=${this.#openRecords}></backchannel-notifications>`,
            )
          : nothing
      }
      ${
        overview?.lock
          ? nothing
          : html`<backchannel-records-dialog lang=${lang}></backchannel-records-dialog>
            <backchannel-settings-dialog lang=${lang} .openAllSettings=${this.openAllSettings}></backchannel-settings-dialog>`
      }
      <div lang=${lang} class="visually-hidden" aria-live="assertive">${overview?.lock ? msg('The desk is locked.') : ''}</div>
    `;
  }

  #renderDesk(overview: Overview): unknown {
    const { isHistoryShown } = this;
    // Another agent gets new elements, so that nothing that was typed or searched stays.
    return keyed(
      overview.me?.jid,
      html`
      ${renderSideBar({ pendingCount: pendingCount(overview), isHidden: isHistoryShown })}
      ${
        this.isGadget
          ? nothing
          : html`<backchannel-interaction-window ?hidden=${isHistoryShown} role="main" aria-label=${msg('Interaction window')}></backchannel-interaction-window>`
      }
      ${
        isHistoryShown
          ? html`<backchannel-my-history role="main" aria-label=${msg('My History')} .leave=${() => this.#leaveHistory()}></backchannel-my-history>`
          : nothing
      }
    `,
    );
  }

  #renderWithoutAgent(overview: Overview | undefined): TemplateResult {
    if (overview?.lock)
      return html`<main class="sign-in"><backchannel-lock-screen .openMainWindow=${this.openSignIn}></backchannel-lock-screen></main>`;

    if (this.isSigningIn && this.openSignIn) {
      return html`<main class="wait">
        <p>${msg('You are signed out. Sign in in the main window; this view follows.')}</p>
        <button class="button" @click=${this.openSignIn}>${msg('Sign In in the Main Window')}</button>
      </main>`;
    }
    if (this.isSigningIn)
      return html`<main class="sign-in"><backchannel-sign-in-form .service=${this.service}></backchannel-sign-in-form></main>`;

    return html`<main class="wait"><p class="muted" role="status">${connectionText(overview?.connection ?? { status: 'starting' })}</p></main>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'interaction-pick': CustomEvent<{ readonly sessionId: string }>;
  }
  interface HTMLElementTagNameMap {
    'backchannel-workspace': WorkspaceRoot;
  }
}
