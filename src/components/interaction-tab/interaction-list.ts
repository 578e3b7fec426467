import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { isHeld } from '../../model/desk/call-lists.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { contactText, interactionStatusText, mediumIcon, mediumText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import { type InteractionTab, tabsOf } from '../../model/desk/interaction-tabs.ts';
import { isSameTab, tabKeyOf } from '../../model/desk/tab-ref.ts';
import { lineMark } from './line-mark.ts';
import { rowStyles } from '../kit/row.styles.ts';
import { unreadIn } from '../../model/desk/session-lists.ts';
import { endReasonText, sessionStatusText } from '../../words/session-status-text.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { timeText } from '../../words/time-format.ts';

/**
 * The interactions of the Interaction window as a list: who, in which state, what is unread.
 *
 * @tag backchannel-interaction-list
 */
@customElement('backchannel-interaction-list')
@localized()
export class InteractionList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    rowStyles,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .empty {
        margin: 0;
        padding: 2px 14px 6px;
        font-size: 12px;
      }
      .time {
        margin-inline-start: auto;
        font-size: 12px;
      }
      .badge,
      .line {
        flex: none;
      }
      .line {
        display: inline-flex;
      }
      .line.left {
        color: var(--vscode-editorWarning-foreground);
      }
      .under {
        padding-inline-start: 34px;
      }
      .row.selected {
        box-shadow: inset 2px 0 var(--vscode-focusBorder);
      }
    `,
  ];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  constructor() {
    super();
    new ClockController(this, () => this.#overview.slice?.interactions.some(isHeld) ?? false);
  }

  override render(): TemplateResult {
    const tabs = tabsOf(this.#overview.slice, this.active?.tab);
    if (!tabs.length) return html`<p class="empty muted">${msg('Nothing is open.')}</p>`;

    return html`<ul>
      ${repeat(tabs, tabKeyOf, (tab) => (tab.of === 'session' ? this.#renderSession(tab) : this.#renderContact(tab)))}
    </ul>`;
  }

  #renderContact(tab: Extract<InteractionTab, { of: 'interaction' }>): TemplateResult {
    const { media, contact, status, startedAt } = tab.interaction;
    const isActive = isSameTab(tab, this.active?.tab);
    const line = lineMark(tab, this.#overview.slice);
    const state = line?.kind === 'left' ? line.words : interactionStatusText(status);
    return html`<li>
      <button class="row ${isActive ? 'selected' : ''}" aria-current=${isActive ? 'true' : nothing} @click=${() => this.active?.show(tab, { isFocusWanted: true })}>
        ${icon(mediumIcon(media))}<bdi class="name">${contactText(contact.name)}</bdi><span class="meta muted">${mediumText(media)} · ${state}</span>
        ${line?.shape ? html`<span class="line ${line.kind}">${icon(line.shape)}</span>` : nothing}
        <span class="time muted">${timeText(startedAt)}</span>
      </button>
    </li>`;
  }

  #renderSession(tab: Extract<InteractionTab, { of: 'session' }>): TemplateResult {
    const { session, isUnderParent } = tab;
    const { state } = session;
    const line = lineMark(tab, this.#overview.slice);
    const isActive = isSameTab(tab, this.active?.tab);
    const words = [
      isUnderParent ? '' : session.parent && contactText(session.parent.contactName),
      sessionStatusText(state),
      state.status === 'ended' ? endReasonText(state.reason, session.peerName, session.answeredByName) : '',
      line?.words,
    ]
      .filter(Boolean)
      .join(' · ');
    const unread = unreadIn(session, this.active);
    return html`<li>
      <button
        class="row ${isActive ? 'selected' : ''} ${isUnderParent ? 'under' : ''}"
        aria-current=${isActive ? 'true' : nothing}
        title=${session.peerName}
        @click=${() => this.active?.show(tab, { isFocusWanted: true })}
      >
        ${icon(commentDiscussion)}<bdi class="name">${session.peerLogon}</bdi><span class="meta muted">${words}</span>
        ${line?.shape ? html`<span class="line ${line.kind}">${icon(line.shape)}</span>` : nothing}
        <span class="time muted">${timeText(state.status === 'ended' ? state.at : session.createdAt)}</span>
        ${unread ? html`<span class="badge" aria-label=${msg(str`${unread} unread`)} role="img">${unread}</span>` : nothing}
      </button>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-interaction-list': InteractionList;
  }
}
