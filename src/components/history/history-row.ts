import bellSlash from '@vscode/codicons/src/icons/bell-slash.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { html, type TemplateResult } from 'lit';
import type { PastSession } from '../../model/session/past-session.ts';
import { aboutText, summaryText } from './history-text.ts';
import { icon } from '../kit/icon.ts';
import { fullTimeText, shortTimeText } from '../../words/date-format.ts';

/** Every row is as high as this, so that the list can know where each is without rendering it. */
export const HISTORY_ROW_HEIGHT = 62;

/** How a row stands in the list. */
export interface HistoryRowPlace {
  readonly index: number;
  readonly total: number;
  /** Whether the keyboard acts on this row. */
  readonly isActive: boolean;
  /** Whether the transcript of this session is shown. */
  readonly isShown: boolean;
  readonly show: () => void;
}

/** One past session as a row of My History: with whom, when, about what, how long, and how it ended. */
export function renderHistoryRow(session: PastSession, { index, total, isActive, isShown, show }: HistoryRowPlace): TemplateResult {
  const summary = summaryText(session);
  const about = aboutText(session);
  return html`<div
    class="row ${isActive ? 'selected' : ''} ${isShown ? 'shown' : ''}"
    role="option"
    id="row-${index}"
    aria-selected=${isActive}
    aria-setsize=${total}
    aria-posinset=${index + 1}
    title=${`${session.peerName} · ${session.peerLogon} · ${fullTimeText(session.createdAt)} · ${summary}${about ? ` · ${about}` : ''}`}
    .style=${`--index: ${index}`}
    @click=${show}
  >
    ${icon(shapeOf(session))}
    <span class="who"><bdi class="name">${session.peerName}</bdi><bdi class="meta muted">${session.peerLogon}</bdi></span>
    <time class="when muted" datetime=${new Date(session.createdAt).toISOString()}>${shortTimeText(session.createdAt)}</time>
    <span class="about clip" dir="auto">${about}</span>
    <bdi class="how clip muted">${summary}</bdi>
  </div>`;
}

function shapeOf({ reason, connectedAt }: PastSession): string {
  if (reason === 'missed') return bellSlash;

  const wasConnected = connectedAt !== undefined || reason === 'ended-here' || reason === 'ended-by-peer' || reason === 'peer-left';
  return wasConnected ? commentDiscussion : circleSlash;
}
