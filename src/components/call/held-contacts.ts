import { localized, msg, str } from '@lit/localize';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import { heldBeside } from '../../model/desk/held-beside.ts';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { contactText, interactionStatusText } from '../../words/consultation-text.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { elapsedText } from '../../words/time-format.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { icon } from '../kit/icon.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { callBarStyles } from './call-bar.styles.ts';

/**
 * The contacts who wait on hold while the agent talks or writes in a session: for how long, and the way back to them.
 *
 * @tag backchannel-held-contacts
 */
@customElement('backchannel-held-contacts')
@localized()
export class HeldContacts extends LitElement {
  static override styles = [baseStyles, buttonStyles, callBarStyles];

  @property({ attribute: false }) session!: ImSessionView;
  /** The call beside the session. */
  @property({ attribute: false }) call: VoiceCallView | undefined;

  /** The sentence that says why a contact wasn't retrieved. */
  @state() private refusal = '';

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  constructor() {
    super();
    new ClockController(this, () => this.#held.length > 0);
  }

  get #held(): readonly InteractionView[] {
    return heldBeside(this.session, this.call, this.#overview.slice);
  }

  async #retrieve({ id, contact }: InteractionView): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.refusal = await refusalOf(commands.retrieve({ of: 'interaction', id }), contactText(contact.name));
  }

  override render(): TemplateResult {
    return html`${this.#held.map((interaction) => this.#renderContact(interaction))}
      <div role="alert">${this.refusal ? html`<p class="notice">${icon(warning)}<span>${this.refusal}</span></p>` : nothing}</div>`;
  }

  #renderContact(interaction: InteractionView): TemplateResult {
    const { contact, heldSince } = interaction;
    const who = contactText(contact.name);
    const label = msg(str`Retrieve ${who}`);
    return html`<div class="bar waiting" role="group" aria-label=${who}>
      ${icon(debugPause)}<bdi class="who contact clip">${who}</bdi>
      <span class="words">
        ${interactionStatusText('held')}
        ${heldSince === undefined ? nothing : html`<span role="timer" aria-label=${msg('Time on hold')}>${elapsedText(Date.now() - heldSince)}</span>`}
      </span>
      <span class="actions">
        <button class="button secondary worded" aria-label=${label} title=${label} @click=${() => void this.#retrieve(interaction)}>
          ${icon(play)}<span class="label">${msg('Retrieve')}</span>
        </button>
      </span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-held-contacts': HeldContacts;
  }
}
