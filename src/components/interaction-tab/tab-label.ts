import { msg, str } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { html, nothing, type TemplateResult } from 'lit';
import { isEndedCall } from '../../model/desk/call-lists.ts';
import type { InteractionTab } from '../../model/desk/interaction-tabs.ts';
import { isSameTab, tabKeyOf } from '../../model/desk/tab-ref.ts';
import { canBeMarkedDone, sessionsWithTab, unreadIn } from '../../model/desk/session-lists.ts';
import { tabDetailOf } from '../../model/desk/tab-detail.ts';
import type { ImSessionView, Overview } from '../../model/workspace.ts';
import { contactText, mediumIcon, mediumText } from '../../words/consultation-text.ts';
import { timeText } from '../../words/time-format.ts';
import type { ActiveInteraction } from '../kit/active-interaction.ts';
import { icon } from '../kit/icon.ts';
import { lineMark } from './line-mark.ts';

/** What the tabs of the Interaction window are drawn from. */
export interface TabContext {
  readonly overview: Overview | undefined;
  readonly active: ActiveInteraction | undefined;
}

export interface TabLabel extends TabContext {
  /** Whether the Tab key goes to this tab. */
  readonly isTabStop: boolean;
  readonly select: () => void;
  readonly markDone: () => void;
}

/** "bmartin, on a call, 2 unread", "Voice, Maria Lindqvist, on hold" */
export function tabNameOf(tab: InteractionTab, { overview, active }: TabContext): string {
  const line = lineMark(tab, overview)?.words;
  if (tab.of === 'interaction')
    return [mediumText(tab.interaction.media), contactText(tab.interaction.contact.name), line].filter(Boolean).join(', ');

  const name = [tab.session.peerLogon, detailText(tab.session, { overview, active }), line].filter(Boolean).join(', ');
  const unread = unreadIn(tab.session, active);
  return unread ? msg(str`${name}, ${unread} unread`) : name;
}

/** What tells the tab from others of the same colleague; empty where there is none. */
function detailText(session: ImSessionView, { overview, active }: TabContext): string {
  const detail = tabDetailOf(session, sessionsWithTab(overview, active?.tab));
  if (!detail) return '';
  const { contactName, subject, at } = detail;
  return [contactName === undefined ? subject : contactText(contactName), at === undefined ? '' : timeText(at)].filter(Boolean).join(', ');
}

/**
 * Whether the agent closes the tab. An interaction with a contact is closed by the page that opened it, but the agent closes a call that
 * Backchannel carried and that has ended.
 */
export function canBeDone(tab: InteractionTab): boolean {
  return tab.of === 'session' ? canBeMarkedDone(tab.session) : isEndedCall(tab.interaction);
}

/** A tab in the tab strip. */
export function renderTabLabel(tab: InteractionTab, label: TabLabel): TemplateResult {
  const { overview, active, isTabStop, select, markDone } = label;
  const isSelected = isSameTab(tab, active?.tab);
  const unread = tab.of === 'session' ? unreadIn(tab.session, active) : 0;
  const line = lineMark(tab, overview);
  const [shape, words, detail] =
    tab.of === 'session'
      ? [commentDiscussion, tab.session.peerLogon, detailText(tab.session, label)]
      : [mediumIcon(tab.interaction.media), contactText(tab.interaction.contact.name), ''];
  return html`<div
    class="tab"
    role="tab"
    id="tab-${tabKeyOf(tab)}"
    tabindex=${isTabStop ? 0 : -1}
    aria-selected=${isSelected}
    aria-controls=${isSelected ? 'panel' : nothing}
    aria-label=${tabNameOf(tab, label)}
    title=${tab.of === 'session' ? tab.session.peerName : tabNameOf(tab, label)}
    @click=${select}
    @auxclick=${(event: MouseEvent) => {
      if (event.button !== 1) return;
      event.preventDefault();
      markDone();
    }}
  >
    ${icon(shape)}<bdi class="clip">${words}</bdi>${detail ? html`<bdi class="detail clip">${detail}</bdi>` : nothing}
    ${line?.shape ? html`<span class="line ${line.kind}">${icon(line.shape)}</span>` : nothing}
    ${unread ? html`<span class="badge">${unread}</span>` : nothing}
    ${
      isSelected && canBeDone(tab)
        ? html`<span
          class="close"
          title=${msg('Mark Done (Delete)')}
          @click=${(event: Event) => {
            event.stopPropagation();
            markDone();
          }}
          >${icon(close)}</span
        >`
        : nothing
    }
  </div>`;
}
