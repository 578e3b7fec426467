import { localized, msg, str } from '@lit/localize';
import { consume } from '@lit/context';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import '../kit/action-menu.ts';
import type { ActionMenu } from '../kit/action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { acceptCall } from '../call/call-answers.ts';
import { ringingCalls } from '../../model/desk/call-lists.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { contactText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import { pendingListStyles } from './pending-list.styles.ts';
import { rowsOf } from './pending-rows.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { rowStyles } from '../kit/row.styles.ts';
import { callGroups, type SenderGroup } from '../../model/desk/sender-groups.ts';
import type { SenderMenuHost } from './sender.ts';
import { callSender } from './call-sender.ts';
import { senderMenuButton } from './sender-menu.ts';
import { SettlingController } from './settling-controller.ts';
import { settlingStyles } from './settling.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { elapsedText } from '../../words/time-format.ts';

/**
 * Calls that ring here, and for how long they have. It is loaded with the first call.
 *
 * @tag backchannel-ringing-list
 */
@customElement('backchannel-ringing-list')
@localized()
export class RingingList extends LitElement {
  static override styles = [baseStyles, buttonStyles, rowStyles, pendingListStyles, settlingStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;
  @state() private refusal = '';

  @query('backchannel-action-menu') private menu!: ActionMenu;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #senderMenus: SenderMenuHost = {
    menu: () => this.menu,
    workspace: () => this.#overview.workspace,
    canBlock: () => this.#overview.slice?.blocklist.isOnServer ?? true,
    say: (words) => (this.refusal = words),
  };

  constructor() {
    super();
    new SettlingController(this);
    new ClockController(this, () => ringingCalls(this.#overview.slice).length > 0);
  }

  async #accept(call: VoiceCallView): Promise<void> {
    this.refusal = await acceptCall(call, this.#overview.workspace, this.active);
  }

  async #reject({ id: callId, peerName }: VoiceCallView): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.refusal = await refusalOf(commands.rejectCall({ callId }), peerName);
  }

  override render(): TemplateResult {
    return html`
      <ul>
        ${repeat(
          callGroups(ringingCalls(this.#overview.slice)),
          ({ key }) => key,
          (group) => this.#renderCaller(group),
        )}
      </ul>
      <backchannel-action-menu label=${msg('Actions')}></backchannel-action-menu>
      <div role="alert">${this.refusal ? html`<p>${this.refusal}</p>` : nothing}</div>
    `;
  }

  #renderCaller(group: SenderGroup<VoiceCallView>): TemplateResult {
    const { rows, more } = rowsOf(group);
    return html`
      ${more ? html`<li class="more muted">${msg(str`${more} more calls`)}</li>` : nothing}
      ${repeat(
        rows,
        ({ id }) => id,
        (call) => this.#renderCall(call, call === rows.at(-1) ? this.#renderMenuButton(group) : nothing),
      )}
    `;
  }

  #renderMenuButton(group: SenderGroup<VoiceCallView>): TemplateResult {
    return senderMenuButton(callSender(group), this.#senderMenus);
  }

  #renderCall(call: VoiceCallView, menuButton: TemplateResult | typeof nothing): TemplateResult {
    const name = contactText(call.peerName);
    // While the notification is shown it has the buttons. Screen readers would announce the same ones twice.
    const isNotificationShown = !this.#overview.slice?.areNotificationsHeld;
    return html`<li class="row">
      <span class="open">
        ${icon(callIncoming)}<bdi class="name">${name}</bdi><span class="meta muted">${msg('Voice call')} · ${elapsedText(Date.now() - call.createdAt)}</span>
      </span>
      ${
        isNotificationShown
          ? nothing
          : html`${renderAnswer(msg(str`Accept the call from ${name}`), check, () => void this.#accept(call))}
          ${renderAnswer(msg(str`Reject the call from ${name}`), close, () => void this.#reject(call))}`
      }
      ${menuButton}
    </li>`;
  }
}

function renderAnswer(label: string, shape: string, run: () => void): TemplateResult {
  return html`<button class="icon-button" aria-label=${label} title=${label} @click=${run}>${icon(shape)}</button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-ringing-list': RingingList;
  }
}
