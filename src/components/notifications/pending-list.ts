import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import commentUnread from '@vscode/codicons/src/icons/comment-unresolved.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ImSessionView } from '../../model/workspace.ts';
import '../kit/action-menu.ts';
import type { ActionMenu } from '../kit/action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { ringingCalls } from '../../model/desk/call-lists.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { icon } from '../kit/icon.ts';
import { pendingListStyles } from './pending-list.styles.ts';
import { rowsOf } from './pending-rows.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { rowStyles } from '../kit/row.styles.ts';
import { invitationGroups, type SenderGroup } from '../../model/desk/sender-groups.ts';
import type { SenderMenuHost } from './sender.ts';
import { senderMenuButton } from './sender-menu.ts';
import { isPending } from '../../model/desk/session-lists.ts';
import { SettlingController } from './settling-controller.ts';
import { settlingStyles } from './settling.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { elapsedText } from '../../words/time-format.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';

/**
 * Invitations that wait to be displayed, and for how long they have waited.
 *
 * @tag backchannel-pending-list-view
 */
@customElement('backchannel-pending-list-view')
@localized()
export class PendingList extends LitElement {
  static override styles = [baseStyles, buttonStyles, rowStyles, pendingListStyles, settlingStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;
  @state() private refusal = '';

  @query('backchannel-action-menu') private menu!: ActionMenu;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #senderMenus: SenderMenuHost = {
    menu: () => this.menu,
    workspace: () => this.#overview.workspace,
    settings: () => this.#overview.slice?.settings,
    canBlock: () => this.#overview.slice?.blocklist.isOnServer ?? true,
    say: (words) => (this.refusal = words),
  };

  constructor() {
    super();
    new SettlingController(this);
    new ClockController(this, () => this.#sessions.length > 0);
  }

  get #sessions(): readonly ImSessionView[] {
    return (this.#overview.slice?.sessions ?? []).filter(isPending);
  }

  async #accept(session: ImSessionView): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) {
      this.refusal = await refusalOf(commands.accept({ sessionId: session.id }), session.peerName);
      this.active?.show(tabOfSession(session.id), { isFocusWanted: true });
    }
  }

  async #reject(session: ImSessionView): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.refusal = await refusalOf(commands.reject({ sessionId: session.id }), session.peerName);
  }

  override updated(): void {
    if (ringingCalls(this.#overview.slice).length) void import('./ringing-list.ts');
  }

  override render(): TemplateResult {
    const groups = invitationGroups(this.#sessions);
    return html`
      ${ringingCalls(this.#overview.slice).length ? html`<backchannel-ringing-list></backchannel-ringing-list>` : nothing}
      ${
        groups.length
          ? html`<ul>${repeat(
              groups,
              ({ key }) => key,
              (group) => this.#renderSender(group),
            )}</ul>`
          : ringingCalls(this.#overview.slice).length
            ? nothing
            : html`<p class="empty muted">${msg('Nothing is pending.')}</p>`
      }
      <backchannel-action-menu label=${msg('Actions')}></backchannel-action-menu>
      <div role="alert">${this.refusal ? html`<p>${this.refusal}</p>` : nothing}</div>
    `;
  }

  /** The newest invitations of a sender; what can be done about all of them is at the last one. */
  #renderSender(group: SenderGroup<ImSessionView>): TemplateResult {
    const { rows, more } = rowsOf(group);
    return html`
      ${more ? html`<li class="more muted">${msg(str`${more} more from ${group.shown.peerName}`)}</li>` : nothing}
      ${repeat(
        rows,
        ({ id }) => id,
        (session) => this.#renderSession(session, session === group.shown ? this.#renderMenuButton(session) : nothing),
      )}
    `;
  }

  #renderMenuButton({ id: invitation, peer, peerName: name }: ImSessionView): TemplateResult {
    return senderMenuButton({ peer, name, isContact: false, invitation }, this.#senderMenus);
  }

  #renderSession(session: ImSessionView, menuButton: TemplateResult | typeof nothing): TemplateResult {
    const waiting = elapsedText(Date.now() - session.createdAt);
    // While the notification is shown it has the buttons. Screen readers would announce the same ones twice.
    const isNotificationShown = session.state.status === 'invited' && session.state.notification === 'shown';
    return html`<li class="row">
      <button
        class="open"
        title=${msg(str`Display the invitation from ${session.peerName}`)}
        @click=${() => this.active?.show(tabOfSession(session.id), { isFocusWanted: true })}
      >
        ${icon(session.askedAs === 'call' ? callIncoming : commentUnread)}<bdi class="name">${session.peerName}</bdi><bdi class="meta muted">${session.peerLogon} · ${session.group ? `${session.group.name} · ` : ''}${waiting}</bdi>
      </button>
      ${isNotificationShown ? nothing : this.#renderAnswers(session)}
      ${menuButton}
    </li>`;
  }

  #renderAnswers(session: ImSessionView): TemplateResult {
    return html`
      <button
        class="icon-button"
        aria-label=${msg(str`Accept ${session.peerName}`)}
        title=${msg(str`Accept ${session.peerName}`)}
        @click=${() => void this.#accept(session)}
      >
        ${icon(check)}
      </button>
      <button
        class="icon-button"
        aria-label=${msg(str`Reject ${session.peerName}`)}
        title=${msg(str`Reject ${session.peerName}`)}
        @click=${() => void this.#reject(session)}
      >
        ${icon(close)}
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-pending-list-view': PendingList;
  }
}
