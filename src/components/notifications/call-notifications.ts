import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import callOutgoing from '@vscode/codicons/src/icons/call-outgoing.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import { isActiveCall, type VoiceCallView } from '../../model/call/voice-call.ts';
import type { Overview } from '../../model/workspace.ts';
import '../kit/action-menu.ts';
import type { ActionMenu } from '../kit/action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { CallAnnouncer } from './call-announcer.ts';
import { acceptCall, tabOfCall } from '../call/call-answers.ts';
import { isHeld, isLeftOnHold, ringingCalls } from '../../model/desk/call-lists.ts';
import { callOutcomeText, heldContactText } from '../../words/call-outcome-text.ts';
import { callOutcomeOf, type CallOutcome } from '../../model/desk/call-outcomes.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { leftOnHoldText, microphoneTroubleText } from '../../words/call-text.ts';
import { contactText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import { NewHappenings, type RecentHappenings } from '../../model/desk/happening.ts';
import { contactTabId } from '../../model/desk/interaction-tabs.ts';
import { notificationsStyles } from './notifications.styles.ts';
import { refusalOf } from '../../words/refusal-text.ts';
import { ringingText } from '../../words/ringing-text.ts';
import { callsTitle } from '../../words/sender-count-text.ts';
import { callGroups, isOfSeveralContacts, type SenderGroup } from '../../model/desk/sender-groups.ts';
import { callSender, senderMenuButton, type SenderMenuHost } from './sender-menu.ts';
import { SettlingController } from './settling-controller.ts';
import { settlingStyles } from './settling.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import type { SessionId } from '../../model/ids.ts';

const OUTCOME_MS = 8_000;
/** How long retrieving a contact from hold may take before the agent is told that it failed. */
const RETRIEVED_WITHIN_MS = 2_000;

/** An outcome, and when the agent was told. */
interface ToldOutcome extends CallOutcome {
  readonly at: number;
}

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
  @property({ attribute: false }) recalled: { readonly sessionId: SessionId } | undefined;

  @state() private outcomes: readonly ToldOutcome[] = [];
  @query('backchannel-action-menu') private menu!: ActionMenu;

  @state() private refusal = '';

  readonly #new = new NewHappenings();
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
    say: (words) => (this.refusal = words),
  };

  constructor() {
    super();
    new SettlingController(this);
    new SliceController<'happenings'>(
      this,
      () => ({ kind: 'happenings' }),
      (recent) => this.#onHappenings(recent),
    );
    new ClockController(this, () => this.outcomes.length > 0 || (this.#overview.slice?.interactions.some(isHeld) ?? false));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('recalled')) this.#isFocusWanted = this.recalled !== undefined;

    const kept = this.outcomes.filter((outcome) => Date.now() - outcome.at < OUTCOME_MS || this.#isContactHeldAfter(outcome));
    if (kept.length !== this.outcomes.length) this.outcomes = kept;
  }

  override updated(): void {
    if (this.#isFocusWanted && this.#ringing.some(({ id }) => id === this.recalled?.sessionId)) {
      this.#isFocusWanted = false;
      this.renderRoot.querySelector<HTMLElement>('.primary')?.focus();
    }
  }

  #onOverview(overview: Overview): void {
    if (this.isOnDesktop && overview.settings.areDesktopNotificationsOn) this.#announcer.follow(this.#ringing, overview);
  }

  #onHappenings(recent: RecentHappenings): void {
    for (const happening of this.#new.in(recent)) {
      const outcome = callOutcomeOf(happening, this.#overview.slice?.interactions ?? []);
      if (!outcome || (outcome.interactionId === undefined && this.#isShown(tabOfCall(outcome.call)))) continue;

      const others = this.outcomes.filter(({ call }) => call.id !== outcome.call.id);
      this.outcomes = [...others, { ...outcome, at: Date.now() }];
    }
  }

  /** Calls whose notification is shown. */
  get #ringing(): readonly VoiceCallView[] {
    const overview = this.#overview.slice;
    return ringingCalls(overview).filter(({ id }) => !overview?.areNotificationsHeld || id === this.recalled?.sessionId);
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

  #isShown(tabId: string): boolean {
    return tabId === this.active?.sessionId;
  }

  #heldContact({ interactionId }: CallOutcome): InteractionView | undefined {
    return this.#overview.slice?.interactions.find(({ id }) => id === interactionId);
  }

  #isContactHeldAfter(outcome: CallOutcome): boolean {
    const contact = this.#heldContact(outcome);
    return contact !== undefined && isHeld(contact);
  }

  #forget(outcome: ToldOutcome): void {
    this.outcomes = this.outcomes.filter((other) => other !== outcome);
  }

  async #accept(call: VoiceCallView): Promise<void> {
    this.refusal = await acceptCall(call, this.#overview.workspace, this.active);
  }

  async #rejectGroup(group: SenderGroup<VoiceCallView>): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    const { all, shown } = group;
    if (commands) {
      const isSingle = all.length === 1;
      const everybodys = isOfSeveralContacts(group) ? {} : { target: shown.peer };
      this.refusal = await refusalOf(isSingle ? commands.rejectCall({ callId: shown.id }) : commands.rejectAll(everybodys), shown.peerName);
    }
  }

  async #retrieve({ id, contact }: InteractionView): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.refusal = await refusalOf(commands.retrieve({ of: 'interaction', id }), contactText(contact.name));
  }

  override render(): TemplateResult {
    const groups = this.#groups;
    const newest = groups.at(-1);
    const left = this.#leftOnHold;
    return html`
      ${repeat(
        left.filter(({ id }) => !this.#isShown(contactTabId(id))),
        ({ id }) => id,
        (interaction) => this.#renderLeft(interaction),
      )}
      <div role="alert" class="outcomes">${repeat(
        this.#unheard,
        ({ id }) => id,
        (call) => this.#renderNotice(microphoneTroubleText(call, Date.now()), tabOfCall(call)),
      )}</div>
      <div role="status" class="outcomes">
        ${repeat(
          this.outcomes,
          ({ call }) => call.id,
          (outcome) => this.#renderOutcome(outcome),
        )}
        ${this.refusal ? html`<p class="notification">${this.refusal}</p>` : nothing}
      </div>
      ${repeat(
        groups,
        ({ key }) => key,
        (group) => this.#renderCalls(group),
      )}
      <backchannel-action-menu label=${msg('Actions')}></backchannel-action-menu>
      <div class="visually-hidden" aria-live="assertive">${newest && this.#overview.slice ? msg(str`${callsTitle(newest) || ringingText(newest.shown, this.#overview.slice).title}. Press F6 to answer.`) : ''}</div>
      <div class="visually-hidden" role="alert">${left.map((interaction) => html`<p>${leftOnHoldText(interaction)}</p>`)}</div>
    `;
  }

  #renderCalls(group: SenderGroup<VoiceCallView>): TemplateResult | typeof nothing {
    const overview = this.#overview.slice;
    if (!overview) return nothing;

    const { shown: call, all } = group;
    const { id } = call;
    const { title, details, topic, highlights, consequence } = ringingText(call, overview);
    return html`<div class="notification ringing" role="alertdialog" aria-labelledby="title-${id}" aria-describedby="text-${id}">
      <div class="heading">
        ${icon(callIncoming)}
        <h2 id="title-${id}">${callsTitle(group) || title}</h2>
        ${senderMenuButton(callSender(group), this.#senderMenus)}
      </div>
      <div id="text-${id}">
        ${callsTitle(group) ? html`<p class="consequence">${title}</p>` : nothing}
        ${details ? html`<span class="muted"><bdi>${details}</bdi></span>` : nothing}
        ${topic ? html`<blockquote dir="auto">${topic}</blockquote>` : nothing}
        ${highlights ? html`<p class="highlights muted" dir="auto">${highlights}</p>` : nothing}
        ${consequence ? html`<p class="consequence">${consequence}</p>` : nothing}
      </div>
      <div class="actions">
        <button class="button secondary" @click=${() => void this.#rejectGroup(group)}>${icon(close)}${all.length > 1 ? msg('Reject All') : msg('Reject')}</button>
        <button class="button primary" title=${msg('F6 moves here')} @click=${() => void this.#accept(call)}>${icon(check)}${msg('Accept')}</button>
      </div>
    </div>`;
  }

  #renderOutcome(outcome: ToldOutcome): TemplateResult {
    const contact = this.#heldContact(outcome);
    const isHeldAfter = this.#isContactHeldAfter(outcome) && Date.now() - outcome.at >= RETRIEVED_WITHIN_MS;
    const about = isHeldAfter || !this.#isContactHeldAfter(outcome) ? heldContactText(outcome, this.#overview.slice) : '';
    return html`<div class="notification">
      <button
        class="outcome"
        title=${msg('Display the session')}
        @click=${() => {
          this.#forget(outcome);
          this.active?.show(tabOfCall(outcome.call), { isFocusWanted: true });
        }}
      >
        ${icon(isHeldAfter ? warning : callOutgoing)}<span>${callOutcomeText(outcome)}${about ? html`. <strong>${about}</strong>` : nothing}</span>
      </button>
      ${isHeldAfter && contact ? html`<div class="actions">${this.#renderRetrieve(contact)}</div>` : nothing}
    </div>`;
  }

  #renderLeft(interaction: InteractionView): TemplateResult {
    return this.#renderNotice(leftOnHoldText(interaction), contactTabId(interaction.id), this.#renderRetrieve(interaction));
  }

  #renderNotice(words: string, tabId: string, action?: TemplateResult): TemplateResult {
    return html`<div class="notification left">
      <button class="outcome" @click=${() => this.active?.show(tabId, { isFocusWanted: true })}>${icon(warning)}<span>${words}</span></button>
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
