import { provide } from '@lit/context';
import { localized, msg } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { Overview } from '../../model/workspace.ts';
import { ActiveInteractionProvider } from './active-interaction-provider.ts';
import { AwaitedFocus } from '../kit/awaited-focus.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { forgetChoices } from '../contact/context-memory.ts';
import type { Settings } from '../../model/settings.ts';
import { tabsOf } from '../../model/desk/interaction-tabs.ts';
import { isSameTab, type TabRef, tabRefOf } from '../../model/desk/tab-ref.ts';
import type { ShortcutModifiers } from '../../model/shortcut-modifiers.ts';
import type { InvitationRef } from '../../model/invitation.ts';
import { DeskOwner } from './desk-owner.ts';
import { followTabs } from './follow-tabs.ts';
import { renderDialogs } from './dialogs.ts';
import { LanguageController } from './language-controller.ts';
import { type AskForMicrophone, microphoneRequestContext } from '../call/microphone-request-context.ts';
import { LockedDesk } from '../notifications/locked-desk.ts';
import '../notifications/notifications.ts';
import { waitingCount } from '../../model/desk/session-lists.ts';
import { ReconnectController } from './reconnect-controller.ts';
import { ShortcutController } from './shortcut-controller.ts';
import { renderDesk } from './desk.ts';
import { SliceController } from '../kit/slice-controller.ts';
import './status-bar.ts';
import { ThemeController } from './theme-controller.ts';
import { renderTitleBar } from './title-bar.ts';
import { TitleCountController } from './title-count-controller.ts';
import { windowActions } from './window-actions.ts';
import { WindowParts } from './window-parts.ts';
import { loadWithoutAgent, renderWithoutAgent, type WithoutAgent } from './without-agent.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { workspaceRootStyles } from './workspace-root.styles.ts';
import { WorkspaceStart } from './workspace-start.ts';

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

  /** What `openWorkspace` has returned: the way to the session host. */
  @provide({ context: workspaceContext })
  @property({ attribute: false })
  workspace: Workspace | undefined;

  /** Whether the count of what waits stands in front of the page's title. */
  @property({ type: Boolean }) titleCount = false;

  /** Whether its keys work in the whole page, as long as nothing there has the focus. Inside it they always do. */
  @property({ type: Boolean }) shortcuts = false;

  /** The theme, as long as the agent hasn't chosen one. With "auto" it is the page's or the browser's. */
  @property() theme: Settings['theme'] = 'auto';

  /**
   * Whether this is the Gadget view, without the Interaction window, which pages with other views import. The view tells by the event `interaction-pick`
   * which interaction the agent picked: `detail` is its tab. @internal
   */
  @property({ type: Boolean }) isGadget = false;

  /** Whether the page itself shows desktop notifications. In the extension the background does, with or without a page. */
  @property({ type: Boolean }) hasDesktopNotifications = true;

  /** Opens the page with all settings, where there is one: the extension's options. @internal */
  @property({ attribute: false }) openAllSettings: (() => void) | undefined;

  /** Opens the main window, to which signing in is left: nobody is to get used to giving a password in other pages. @internal */
  @property({ attribute: false }) openSignIn: (() => void) | undefined;

  /** Asks the agent for the microphone by another page, where this page can't ask. @internal */
  @provide({ context: microphoneRequestContext })
  @property({ attribute: false })
  askForMicrophone: AskForMicrophone | undefined;

  /** The server's WebSocket address that the sign-in form begins with. */
  @property() service = '';

  /** The invitation whose notification the agent has asked to see again. */
  @state() private recalled: InvitationRef | undefined;

  readonly #active = new ActiveInteractionProvider(this, {
    show: (tab, isFocusWanted) => this.#show(tab, isFocusWanted),
    onConsult: () => void this.#parts.focusSearch(),
  });
  readonly #parts = new WindowParts(this, {
    isLocked: () => this.#overview.slice?.lock !== undefined,
    hasTab: () => this.#active.tab !== undefined,
    hasHistory: () => !this.isGadget && this.#overview.slice?.me !== undefined,
  });
  readonly #tabFocus = new AwaitedFocus(this, () => {
    const { tab } = this.#active;
    return tabsOf(this.#overview.slice, tab).some((other) => isSameTab(other, tab)) ? this.#parts.interactionWindow : null;
  });
  readonly #owner = new DeskOwner();
  readonly #start = new WorkspaceStart(this);
  readonly #overview = new SliceController<'overview'>(
    this,
    () => ({ kind: 'overview' }),
    (overview) => this.#onOverview(overview),
  );
  readonly #lockedDesk = new LockedDesk({ isOnDesktop: () => this.hasDesktopNotifications });
  readonly #language = new LanguageController(this, () => this.#overview.slice?.settings.language ?? 'auto');

  readonly #actions = windowActions(
    this.#parts,
    () => this.renderRoot,
    (number) => {
      const tab = tabsOf(this.#overview.slice, this.#active.tab)[number - 1];
      if (tab) this.#show(tab, true);
    },
  );

  constructor() {
    super();
    new ThemeController(this, () => this.#overview.slice?.settings.theme ?? 'auto');
    new ShortcutController(this, () => this.#shortcuts, this.#actions);
    new ReconnectController(this, { workspace: () => this.workspace, connection: () => this.#overview.slice?.connection });
    new TitleCountController(this, () => (this.titleCount ? waitingCount(this.#overview.slice, this.#active.value) : 0));
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('workspace')) this.#overview.connect(this.workspace);
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    loadWithoutAgent(this.#withoutAgent);
    if (this.#overview.slice?.storageProblem) void import('./storage-notice.ts');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lockedDesk.stop();
  }

  /** Shows the Team Communicator, and moves the focus there. */
  showTeamCommunicator(): Promise<void> {
    return this.#parts.focusSearch();
  }

  /** Shows a tab in the Interaction window, and moves the focus there. */
  showInteraction(tab: TabRef): void {
    this.#show(tab, true);
  }

  /** Shows the interactive notification of a pending invitation, also of one dismissed before; the invitation stays pending. */
  showInvitation(invitation: InvitationRef): void {
    this.recalled = invitation;
  }

  #show(tab: TabRef, isFocusWanted: boolean): void {
    if (this.isGadget) {
      this.dispatchEvent(new CustomEvent('interaction-pick', { detail: tabRefOf(tab), bubbles: true, composed: true }));
      return;
    }
    this.#active.activate(tab);
    this.#parts.show({ isInteractionShown: true, isHistoryShown: false });
    if (isFocusWanted) this.#tabFocus.want();
  }

  /** Follows the desk: who is signed in, and which interaction is active. */
  #onOverview(overview: Overview): void {
    this.#lockedDesk.follow(overview);
    // A lock changes nothing else here, so that what the agent had open is there again afterwards.
    if (overview.lock) return this.#owner.lock();
    if (this.#owner.follow(overview)) this.#forgetAgent();
    if (!overview.me) this.#parts.show({ isHistoryShown: false });
    if (!this.isGadget) followTabs(this.#active, this.#parts, overview);
  }

  /** Forgets what an agent did here, so that the next one sees none of it. */
  #forgetAgent(): void {
    forgetChoices(this.workspace);
    this.#active.forget();
    this.#parts.show({ isInteractionShown: false, isHistoryShown: false });
    this.recalled = undefined;
    this.#tabFocus.forget();
  }

  get #shortcuts(): ShortcutModifiers {
    return this.#overview.slice?.settings.shortcuts ?? 'auto';
  }

  get #withoutAgent(): WithoutAgent {
    const { openSignIn, service } = this;
    return { overview: this.#overview.slice, isSigningIn: this.#owner.isSigningIn, openSignIn, service, failure: this.#start.failure };
  }

  override render(): TemplateResult | typeof nothing {
    const lang = this.#language.locale;
    if (!lang) return nothing;

    const overview = this.#overview.slice;
    const isSignedIn = overview?.me !== undefined && !this.#owner.isSigningIn;
    const { isInteractionShown, isHistoryShown } = this.#parts;
    return html`
      <div lang=${lang} class="desk">
        ${overview?.storageProblem ? html`<backchannel-storage-notice .problem=${overview.storageProblem}></backchannel-storage-notice>` : nothing}
        <div class="window ${isInteractionShown ? 'interaction' : 'communicator-shown'}">
          ${renderTitleBar({
            isSignedIn,
            isGadget: this.isGadget,
            isInteractionShown,
            isHistoryShown,
            shortcuts: this.#shortcuts,
            waiting: waitingCount(overview, this.#active.value),
            switchView: () => void this.#parts.switchView(),
            toggleHistory: this.#actions.toggleHistory,
            openSettings: this.#actions.openSettings,
          })}
          ${isSignedIn ? renderDesk({ overview, isGadget: this.isGadget, isHistoryShown, leaveHistory: () => this.#parts.leaveHistory() }) : renderWithoutAgent(this.#withoutAgent)}
          <backchannel-status-bar class="status" role="contentinfo" aria-label=${msg('Status bar')} .openRecords=${this.#actions.openRecords}></backchannel-status-bar>
        </div>
      </div>
      ${
        isSignedIn
          ? keyed(
              overview.me?.jid,
              html`<backchannel-notifications-view lang=${lang} .isOnDesktop=${this.hasDesktopNotifications} .recalled=${this.recalled} .openRecords=${this.#actions.openRecords}></backchannel-notifications-view>`,
            )
          : nothing
      }
      ${overview?.lock ? nothing : renderDialogs(lang, this.openAllSettings, this.#actions)}
      <div lang=${lang} class="visually-hidden" aria-live="assertive">${overview?.lock ? msg('The desk is locked.') : ''}</div>
    `;
  }
}

declare global {
  interface HTMLElementEventMap {
    'interaction-pick': CustomEvent<TabRef>;
  }
  interface HTMLElementTagNameMap {
    'backchannel-workspace': WorkspaceRoot;
  }
}
