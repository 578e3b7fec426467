import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CommandResult } from '../../channel/contract.ts';
import type { ImSessionView, Overview } from '../../model/workspace.ts';
import '../kit/action-menu.ts';
import type { ActionMenu } from '../kit/action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { isHeld } from '../../model/desk/call-lists.ts';
import type { CallNotifications } from './call-notifications.ts';
import type { RecordNotice } from './record-notice.ts';
import { InvitationAnnouncer } from './invitation-announcer.ts';
import { type InvitationAnswers, invitationNotification } from './invitation-notification.ts';
import { InvitationOutcomes } from './invitation-outcomes.ts';
import { LifeLines } from './life-lines.ts';
import { MessageNewsController } from './message-news-controller.ts';
import { OpenedInteractions } from './opened-interactions.ts';
import { notificationsStyles } from './notifications.styles.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { invitationsTitle } from '../../words/sender-count-text.ts';
import { invitationGroups, type SenderGroup } from '../../model/desk/sender-groups.ts';
import { saidNotice } from './passing-notice.ts';
import { SaidController } from './said-controller.ts';
import type { SenderMenuHost } from './sender.ts';
import { isNotified, isPending } from '../../model/desk/session-lists.ts';
import { SettlingController } from './settling-controller.ts';
import { settlingStyles } from './settling.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import type { InvitationRef } from '../../model/invitation.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';

const MAX_SHOWN = 3;

/**
 * Shows interactive notifications of invitations, and tells what became of the agent's own ones.
 *
 * @tag backchannel-notifications-view
 */
@customElement('backchannel-notifications-view')
@localized()
export class Notifications extends LitElement {
  static override styles = [baseStyles, buttonStyles, notificationsStyles, settlingStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** Whether desktop notifications are shown as well. */
  @property({ type: Boolean }) isOnDesktop = true;

  /**
   * The pending invitation whose notification the agent has asked to see again, on top of the others and with the focus. It is shown once
   * for each object that is given here.
   */
  @property({ attribute: false }) recalled: InvitationRef | undefined;

  /** Opens the list of records that the contact service hasn't taken. */
  @property({ attribute: false }) openRecords: (() => void) | undefined;

  @query('backchannel-record-notice') private records!: RecordNotice | null;
  @query('backchannel-call-notifications') private calls!: CallNotifications | null;

  @query('backchannel-action-menu') private menu!: ActionMenu;

  /** Whether the oldest are shown, too. */
  @property({ type: Boolean, reflect: true, attribute: 'all-shown' }) areAllShown = false;
  /** The recall that was dismissed. The element around this one gives the same object at every render. */
  @state() private dismissedRecall: Notifications['recalled'];

  readonly #lives = new LifeLines();
  /** Whether the recalled notification gets the focus as soon as it is there. */
  #isFocusWanted = false;
  readonly #announcing: ConstructorParameters<typeof InvitationAnnouncer>[0] = {
    isOnDesktop: () => this.isOnDesktop,
    onClick: (sessionId) => this.active?.show(tabOfSession(sessionId), { isFocusWanted: true }),
  };
  readonly #announcer = new InvitationAnnouncer(this.#announcing);
  readonly #said = new SaidController(this);
  readonly #overview = new SliceController<'overview'>(
    this,
    () => ({ kind: 'overview' }),
    (overview) => this.#onOverview(overview),
  );
  readonly #outcomes = new InvitationOutcomes(this, {
    active: () => this.active,
    isOnDesktop: () => {
      const { settings, areNotificationsHeld } = this.#overview.slice ?? {};
      return this.isOnDesktop && settings?.areDesktopNotificationsOn === true && !areNotificationsHeld;
    },
  });
  readonly #opened = new OpenedInteractions(this, () => this.active);
  readonly #records = new SliceController<'unsent-records'>(this, () => ({ kind: 'unsent-records' }));
  readonly #senderMenus: SenderMenuHost = {
    menu: () => this.menu,
    workspace: () => this.#overview.workspace,
    settings: () => this.#overview.slice?.settings,
    canBlock: () => this.#overview.slice?.blocklist.isOnServer ?? true,
    say: this.#said.say,
  };

  readonly #answers: InvitationAnswers = {
    accept: (session) => void this.#accept(session),
    rejectGroup: (group) => this.#rejectGroup(group),
    dismiss: (sessions) => this.#dismiss(sessions),
    senderMenus: this.#senderMenus,
  };

  constructor() {
    super();
    new SettlingController(this);
    new MessageNewsController(this, this.#announcing);
  }

  /** Whether there is nothing to move the focus to. */
  get isEmpty(): boolean {
    return !this.#focusables.some(Boolean);
  }

  /** Moves the focus to the first notification, if there is one; a call comes first. */
  override focus(): void {
    this.#focusables.find(Boolean)?.focus();
  }

  get #focusables(): readonly (HTMLElement | null | undefined)[] {
    return [this.calls?.shadowRoot, this.shadowRoot, this.records?.shadowRoot].map((root) =>
      root?.querySelector<HTMLElement>('.primary, .outcome'),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('recalled')) this.#isFocusWanted = this.recalled !== undefined;
  }

  override updated(): void {
    if (this.#hasCalls) void import('./call-notifications.ts');

    if (this.#hasRefusedRecords) void import('./record-notice.ts');

    if (this.#isFocusWanted && this.#invitations().some(({ shown }) => this.#isRecalled(shown))) {
      this.#isFocusWanted = false;
      [...this.renderRoot.querySelectorAll<HTMLElement>('.primary')].at(-1)?.focus();
    }
  }

  #onOverview(overview: Overview): void {
    const notified = overview.areNotificationsHeld ? [] : overview.sessions.filter(isNotified);
    if (notified.length <= MAX_SHOWN) this.areAllShown = false;
    notified.forEach((session) => this.#lives.begin(session, overview.settings));
    this.#announcer.follow(notified, overview);
  }

  /** Whether there are calls. The part for them is loaded only then. */
  get #hasCalls(): boolean {
    const { calls = [], interactions = [] } = this.#overview.slice ?? {};
    return calls.length > 0 || interactions.some(isHeld);
  }

  get #hasRefusedRecords(): boolean {
    return this.#records.slice?.some(({ refusal }) => refusal !== undefined) ?? false;
  }

  /**
   * The invitations in groups, of which each gets one notification: a group for each sender. The recalled invitation comes last and by
   * itself, nearest to the corner.
   */
  #invitations(): readonly SenderGroup<ImSessionView>[] {
    const { sessions = [], areNotificationsHeld = false } = this.#overview.slice ?? {};
    const notified = areNotificationsHeld ? [] : sessions.filter((session) => isNotified(session) && !this.#isRecalled(session));
    const recalled = sessions.filter((session) => isPending(session) && this.#isRecalled(session));
    return [...invitationGroups(notified), ...invitationGroups(recalled).map((group) => ({ ...group, key: `recalled ${group.key}` }))];
  }

  #isRecalled({ id }: ImSessionView): boolean {
    const { recalled } = this;
    return recalled?.of === 'session' && recalled.id === id && recalled !== this.dismissedRecall;
  }

  #rejectGroup({ shown, all }: SenderGroup<ImSessionView>): void {
    const commands = this.#overview.workspace?.commands;
    void this.#give(shown, all.length > 1 ? commands?.rejectAll({ target: shown.peer }) : commands?.reject({ sessionId: shown.id }));
  }

  async #give(session: ImSessionView, command: Promise<CommandResult> | undefined): Promise<void> {
    if (command) this.#said.say(await refusalOf(command, session.peerName));
  }

  async #accept(session: ImSessionView): Promise<void> {
    await this.#give(session, this.#overview.workspace?.commands.accept({ sessionId: session.id }));
    this.active?.show(tabOfSession(session.id), { isFocusWanted: true });
  }

  #dismiss(sessions: readonly ImSessionView[]): void {
    for (const session of sessions) {
      if (this.#isRecalled(session)) this.dismissedRecall = this.recalled;

      void this.#give(session, this.#overview.workspace?.commands.dismissNotification({ sessionId: session.id }));
    }
  }

  override render(): TemplateResult {
    const invitations = this.#invitations();
    const newest = invitations.at(-1);
    const hidden = invitations.length - MAX_SHOWN;
    return html`
      ${hidden > 0 && !this.areAllShown ? html`<button class="button secondary more" @click=${() => (this.areAllShown = true)}>${msg(str`Show ${hidden} more`)}</button>` : nothing}
      ${repeat(
        this.areAllShown ? invitations : invitations.slice(-MAX_SHOWN),
        ({ key }) => key,
        (group) => invitationNotification(group, this.#lives.styleOf(group.shown), this.#answers),
      )}
      <backchannel-action-menu label=${msg('Actions')}></backchannel-action-menu>
      <div role="status" class="outcomes">
        ${this.#outcomes.render()}${this.#opened.render()}${saidNotice(this.#said)}
      </div>
      ${this.#hasCalls ? html`<backchannel-call-notifications .isOnDesktop=${this.isOnDesktop} .recalled=${this.recalled}></backchannel-call-notifications>` : nothing}
      ${this.#hasRefusedRecords ? html`<backchannel-record-notice .openRecords=${this.openRecords}></backchannel-record-notice>` : nothing}
      <div class="visually-hidden" aria-live="assertive">
        ${newest ? msg(str`${invitationsTitle(newest)}. Press F6 to answer.`) : ''}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-notifications-view': Notifications;
  }
}
