import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import personAdd from '@vscode/codicons/src/icons/person-add.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { CommandResult } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import { isActiveCall } from '../../model/call/active-call.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { isEndedCall, isHeld } from '../../model/desk/call-lists.ts';
import { leftOnHoldText } from '../../words/call-text.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { contactText, interactionStatusText, mediumIcon, mediumText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import { interactionTabStyles } from './interaction-tab.styles.ts';
import '../shared-context/shared-context.ts';
import { panelStyles } from '../kit/panel.styles.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { elapsedText } from '../../words/time-format.ts';
import { unsavedEditText } from '../shared-context/unsaved-edit.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/**
 * An active interaction with a contact: who it is, how it stands, its case data, and the way to ask a colleague about it. The agent can
 * close it where its page doesn't.
 *
 * @tag backchannel-interaction-tab-view
 */
@customElement('backchannel-interaction-tab-view')
@localized()
export class InteractionTabView extends LitElement {
  static override styles = [baseStyles, buttonStyles, panelStyles, interactionTabStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** The interaction; one element shows one all its life. */
  @property({ attribute: false }) interaction!: InteractionView;
  /** The contact's call, if Backchannel carries it and it goes on or has just ended. Undefined where the page carries the call. */
  @property({ attribute: false }) call: VoiceCallView | undefined;
  /** Whether the contact has been on hold for long while nobody is being asked about them. */
  @property({ type: Boolean }) isLeftOnHold = false;
  /** Whether the agent may ask colleagues, by instant message or by voice. */
  @property({ type: Boolean }) canMake = true;

  /** Whether the agent is being asked if the interaction is to be closed. */
  @state() private isClosing = false;
  @state() private refusal = '';

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  @query('.header .button, .header .icon-button') private button!: HTMLElement | null;
  @query('.close-button') private closeButton!: HTMLElement;
  @query('.closing .button') private confirmButton!: HTMLElement | null;

  constructor() {
    super();
    new ClockController(this, () => this.interaction.status !== 'ended');
  }

  /** Moves the focus to Start Consultation. */
  override focus(): void {
    this.button?.focus();
  }

  async #askToClose(): Promise<void> {
    if (this.#isKeptByEdit()) return;

    this.isClosing = true;
    await this.updateComplete;
    this.confirmButton?.focus();
  }

  #keepOpen(): void {
    this.isClosing = false;
    this.refusal = '';
    this.closeButton.focus();
  }

  #onClosingKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#keepOpen();
    }
  }

  override updated(): void {
    if (this.call) void import('../call/call-bar.ts');

    if (this.interaction.contact.guess) void import('../contact/contact-guess.ts');
  }

  async #give(command: Promise<CommandResult> | undefined): Promise<void> {
    if (command) this.refusal = await refusalOf(command, contactText(this.interaction.contact.name));
  }

  /** Whether an edit that isn't saved keeps the interaction open, which the agent is told. */
  #isKeptByEdit(): boolean {
    this.refusal = unsavedEditText(this.workspace, this.interaction.id);
    return this.refusal !== '';
  }

  #close(): void {
    if (this.#isKeptByEdit()) return;

    void this.#give(this.workspace?.commands.abandonInteraction({ id: this.interaction.id }));
  }

  #toggleHold(): void {
    void this.#give(
      this.workspace?.commands[isHeld(this.interaction) ? 'retrieve' : 'hold']({ of: 'interaction', id: this.interaction.id }),
    );
  }

  override render(): TemplateResult {
    const { id, media, contact, status, startedAt, heldSince } = this.interaction;
    const start = msg('Start Consultation');
    const since = status === 'held' && heldSince !== undefined ? heldSince : startedAt;
    return html`
      <div class="header">
        ${icon(mediumIcon(media))}
        <h2 class="clip" dir="auto">${contactText(contact.name)}</h2>
        <span class="words clip muted" dir="auto">
          ${mediumText(media)} · ${interactionStatusText(status)}${
            status === 'ended'
              ? nothing
              : html`${since === startedAt ? ' · ' : ' '}<span role="timer" aria-label=${since === startedAt ? nothing : msg('Time on hold')}>${elapsedText(Date.now() - since)}</span>`
          }
        </span>
        ${
          this.canMake
            ? html`<button class="button" aria-label=${start} title=${start} @click=${() => this.active?.consult(id)}>
              ${icon(personAdd)}<span class="label">${start}</span>
            </button>`
            : nothing
        }
        ${this.#renderHold()}${this.#renderClose()}
      </div>
      ${this.#renderNotices()}
      ${contact.guess ? html`<backchannel-contact-guess .interactionId=${id} .guess=${contact.guess} .onJudged=${() => this.focus()}></backchannel-contact-guess>` : nothing}
      ${this.call ? html`<backchannel-call-bar .call=${this.call}></backchannel-call-bar>` : nothing}
      ${
        this.isClosing
          ? html`<div class="closing" role="alertdialog" aria-labelledby="closing-text" @keydown=${this.#onClosingKeydown}>
            <p id="closing-text">${this.refusal || msg('Close it here? In the program that it comes from it stays as it is. Consultations about it go on.')}</p>
            <span class="answers">
              <button class="button" @click=${() => this.#close()}>${msg('Close Interaction')}</button>
              <button class="button secondary" @click=${this.#keepOpen}>${msg('Keep Open')}</button>
            </span>
          </div>`
          : nothing
      }
      <backchannel-shared-context of="interaction" .sourceId=${id}></backchannel-shared-context>
    `;
  }

  /** The buttons for hold. They are left out for a call that Backchannel carries, whose own bar has them. */
  #renderHold(): TemplateResult | typeof nothing {
    const { canHold, status, callId } = this.interaction;
    if (!canHold || status === 'ended' || (callId !== undefined && this.call)) return nothing;

    const label = isHeld(this.interaction) ? msg('Retrieve') : msg('Hold');
    return html`<button class="button secondary" aria-label=${label} title=${label} @click=${() => this.#toggleHold()}>
      ${icon(isHeld(this.interaction) ? play : debugPause)}<span class="label">${label}</span>
    </button>`;
  }

  /** The button that closes the interaction. A call that Backchannel carries has to be ended first, and is then marked done. */
  #renderClose(): TemplateResult | typeof nothing {
    if (isEndedCall(this.interaction)) {
      const done = msg('Mark Done');
      return html`<button class="button secondary" aria-label=${done} title=${done} @click=${() => this.#close()}>${icon(check)}<span class="label">${done}</span></button>`;
    }
    if (this.call && isActiveCall(this.call)) return nothing;

    const closing = msg('Close Interaction');
    return html`<button class="icon-button close-button" aria-label=${closing} title=${closing} aria-expanded=${this.isClosing} @click=${() => void this.#askToClose()}>
      ${icon(close)}
    </button>`;
  }

  #renderNotices(): TemplateResult {
    return html`
      <div role="alert">${this.refusal && !this.isClosing ? html`<p class="notice">${icon(warning)}<span>${this.refusal}</span></p>` : nothing}</div>
      ${this.isLeftOnHold ? html`<p class="notice left">${icon(warning)}<span>${leftOnHoldText(this.interaction)}</span></p>` : nothing}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-interaction-tab-view': InteractionTabView;
  }
}
