import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import play from '@vscode/codicons/src/icons/play.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import { isActiveCall } from '../../model/call/active-call.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import type { Overview } from '../../model/workspace.ts';
import '../kit/action-menu.ts';
import type { ActionMenu } from '../kit/action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { CallAnnouncer } from './call-announcer.ts';
import { type CallAnswers, callNotification } from './call-notification.ts';
import { CallOutcomes } from './call-outcomes.ts';
import { acceptCall } from '../call/call-answers.ts';
import { isHeld, isLeftOnHold, ringingCalls } from '../../model/desk/call-lists.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { leftOnHoldText, microphoneTroubleText } from '../../words/call-text.ts';
import { contactText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import { tabOfCall } from '../../model/desk/tab-of-call.ts';
import { isSameTab, type TabRef } from '../../model/desk/tab-ref.ts';
import type { InvitationRef } from '../../model/invitation.ts';
import { notificationsStyles } from './notifications.styles.ts';
import { saidNotice } from './passing-notice.ts';
import { SaidController } from './said-controller.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { ringingText } from '../../words/ringing-text.ts';
import { callsTitle } from '../../words/call-count-text.ts';
import { callGroups, isOfSeveralContacts, type SenderGroup } from '../../model/desk/sender-groups.ts';
import type { SenderMenuHost } from './sender.ts';
import { SettlingController } from './settling-controller.ts';
import { settlingStyles } from './settling.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';

/**
 * Shows interactive notifications of calls, tells what became of them, and reminds of contacts who are left on hold. It is loaded only for
 * agents who have calls.
 *
 * @tag backchannel-call-notifications
 */
@customElement('backchannel-call-notifications')
@localized()
export class CallNotifications extends LitElement {
  static override styles = [baseStyles, buttonStyles, notificationsStyles, settlingStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** Whether desktop notifications are shown as well. */
  @property({ type: Boolean }) isOnDesktop = true;
  /**
   * The call whose notification the agent has asked to see although notifications are held back. It gets the focus, once for each object
   * that is given here.
   */
  @property({ attribute: false }) recalled: InvitationRef | undefined;

  @query('backchannel-action-menu') private menu!: ActionMenu;

  readonly #said = new SaidController(this);
  #isFocusWanted = false;
  readonly #announcer = new CallAnnouncer((call) => this.active?.show(tabOfCall(call), { isFocusWanted: true }));
  readonly #overview = new SliceController<'overview'>(
    this,
    () => ({ kind: 'overview' }),
    (overview) => this.#onOverview(overview),
  );
  readonly #senderMenus: SenderMenuHost = {
    menu: () => this.menu,
    workspace: () => this.#overview.workspace,
    canBlock: () => this.#overview.slice?.blocklist.isOnServer ?? true,
    say: this.#said.say,
  };

  readonly #answers: CallAnswers = {
    accept: (call) => void this.#accept(call),
    rejectGroup: (group) => void this.#rejectGroup(group),
    senderMenus: this.#senderMenus,
  };
  readonly #outcomes = new CallOutcomes(this, {
    active: () => this.active,
    overview: () => this.#overview.slice,
    retrieveButton: (interaction) => this.#renderRetrieve(interaction),
  });

  constructor() {
    super();
    new SettlingController(this);
    new ClockController(this, () => this.#overview.slice?.interactions.some(isHeld) ?? false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('recalled')) this.#isFocusWanted = this.recalled !== undefined;
  }

  override updated(): void {
    if (this.#isFocusWanted && this.#ringing.some((call) => this.#isRecalled(call))) {
      this.#isFocusWanted = false;
      this.renderRoot.querySelector<HTMLElement>('.primary')?.focus();
    }
  }

  #onOverview(overview: Overview): void {
    if (this.isOnDesktop && overview.settings.areDesktopNotificationsOn) this.#announcer.follow(this.#ringing, overview);
  }

  /** Calls whose notification is shown. */
  get #ringing(): readonly VoiceCallView[] {
    const overview = this.#overview.slice;
    return ringingCalls(overview).filter((call) => !overview?.areNotificationsHeld || this.#isRecalled(call));
  }

  /**
   * The calls in groups, of which each gets one notification: a group for each caller, and a single one for all contacts where many call.
   */
  get #groups(): readonly SenderGroup<VoiceCallView>[] {
    return callGroups(this.#ringing);
  }

  /** Calls in which nobody hears the agent while the agent looks at something else. */
  get #unheard(): readonly VoiceCallView[] {
    return (this.#overview.slice?.calls ?? []).filter(
      (call) => isActiveCall(call) && microphoneTroubleText(call, Date.now()) !== '' && !this.#isShown(tabOfCall(call)),
    );
  }

  /** Interactions whose contact has been on hold for long while nobody is being asked about them. */
  get #leftOnHold(): readonly InteractionView[] {
    const overview = this.#overview.slice;
    return (overview?.interactions ?? []).filter((interaction) => isLeftOnHold(interaction, overview));
  }

  #isRecalled({ id }: VoiceCallView): boolean {
    return this.recalled?.of === 'call' && this.recalled.id === id;
  }

  #isShown(tab: TabRef): boolean {
    return isSameTab(tab, this.active?.tab);
  }

  async #accept(call: VoiceCallView): Promise<void> {
    this.#said.say(await acceptCall(call, this.#overview.workspace, this.active));
  }

  async #rejectGroup(group: SenderGroup<VoiceCallView>): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    const { all, shown } = group;
    if (commands) {
      const isSingle = all.length === 1;
      const everybodys = isOfSeveralContacts(group) ? {} : { target: shown.peer };
      this.#said.say(
        await refusalOf(isSingle ? commands.rejectCall({ callId: shown.id }) : commands.rejectAll(everybodys), shown.peerName),
      );
    }
  }

  async #retrieve({ id, contact }: InteractionView): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.#said.say(await refusalOf(commands.retrieve({ of: 'interaction', id }), contactText(contact.name)));
  }

  override render(): TemplateResult {
    const overview = this.#overview.slice;
    const groups = this.#groups;
    const newest = groups.at(-1);
    const left = this.#leftOnHold;
    return html`
      ${repeat(
        left.filter(({ id }) => !this.#isShown({ of: 'interaction', id })),
        ({ id }) => id,
        (interaction) => this.#renderLeft(interaction),
      )}
      <div role="alert" class="outcomes">${repeat(
        this.#unheard,
        ({ id }) => id,
        (call) => this.#renderNotice(microphoneTroubleText(call, Date.now()), tabOfCall(call)),
      )}</div>
      <div role="status" class="outcomes">
        ${this.#outcomes.render()}${saidNotice(this.#said)}
      </div>
      ${
        overview &&
        repeat(
          groups,
          ({ key }) => key,
          (group) => callNotification(group, overview, this.#answers),
        )
      }
      <backchannel-action-menu label=${msg('Actions')}></backchannel-action-menu>
      <div class="visually-hidden" aria-live="assertive">${newest && overview ? msg(str`${callsTitle(newest) || ringingText(newest.shown, overview).title}. Press F6 to answer.`) : ''}</div>
      <div class="visually-hidden" role="alert">${left.map((interaction) => html`<p>${leftOnHoldText(interaction)}</p>`)}</div>
    `;
  }

  #renderLeft(interaction: InteractionView): TemplateResult {
    return this.#renderNotice(leftOnHoldText(interaction), { of: 'interaction', id: interaction.id }, this.#renderRetrieve(interaction));
  }

  #renderNotice(words: string, tab: TabRef, action?: TemplateResult): TemplateResult {
    return html`<div class="notification left">
      <button class="outcome" @click=${() => this.active?.show(tab, { isFocusWanted: true })}>${icon(warning)}<span>${words}</span></button>
      ${action ? html`<div class="actions">${action}</div>` : nothing}
    </div>`;
  }

  #renderRetrieve(interaction: InteractionView): TemplateResult {
    const label = msg(str`Retrieve ${contactText(interaction.contact.name)}`);
    return html`<button class="button" @click=${() => void this.#retrieve(interaction)}>${icon(play)}${label}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-call-notifications': CallNotifications;
  }
}
