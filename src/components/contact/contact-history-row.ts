import { msg } from '@lit/localize';
import triangleDown from '@vscode/codicons/src/icons/triangle-down.svg';
import triangleUp from '@vscode/codicons/src/icons/triangle-up.svg';
import { html, nothing, type TemplateResult } from 'lit';
import type { HistorySort, PastInteraction } from '../../model/contact/contact.ts';
import type { HistoryQuestion } from './contact-history-question.ts';
import { columnText, historyMediumIcon, historyMediumText, outcomeOf, subjectText } from './contact-history-text.ts';
import { icon } from '../kit/icon.ts';
import { markedText } from '../kit/matched-text.ts';
import { dateTimeText, fullTimeText, shortTimeText } from '../../words/date-format.ts';
import { durationText } from '../../words/duration-format.ts';

const COLUMNS = ['medium', 'subject', 'start', 'length', 'agent', 'outcome'] as const satisfies readonly HistorySort[];

/** The height of a row. The style sheet decides it: a row has one line or two, as there is room. */
export function rowHeightIn(grid: HTMLElement | null): number {
  return (grid && Number.parseFloat(getComputedStyle(grid).getPropertyValue('--row-height'))) || 28;
}

/** The columns' titles, each a button that sorts by it. */
export function renderHistoryHeader({ sort, order }: HistoryQuestion, sortBy: (column: HistorySort) => void): TemplateResult {
  return html`<div class="header" role="row" aria-rowindex="1">
    ${COLUMNS.map((column) => {
      const isSorted = column === sort;
      return html`<span class=${column} role="columnheader" aria-sort=${isSorted ? (order === 'asc' ? 'ascending' : 'descending') : 'none'}>
        <button @click=${() => sortBy(column)}>
          <bdi class="clip">${columnText(column)}</bdi>${isSorted ? icon(order === 'asc' ? triangleUp : triangleDown) : nothing}
        </button>
      </span>`;
    })}
  </div>`;
}

/** What the interactions are sorted by, where there is no room for columns: a choice of them, and a button that turns the order round. */
export function renderHistorySort({ sort, order }: HistoryQuestion, sortBy: (column: HistorySort) => void): TemplateResult {
  const turn = order === 'asc' ? msg('Sorted ascending; sort descending') : msg('Sorted descending; sort ascending');
  return html`<div class="sort">
    <label class="muted" for="sort">${msg('Sort by')}</label>
    <select id="sort" @change=${(event: Event) => sortBy((event.currentTarget as HTMLSelectElement).value as HistorySort)}>
      ${COLUMNS.map((column) => html`<option value=${column} .selected=${column === sort}>${columnText(column)}</option>`)}
    </select>
    <button class="icon-button" aria-label=${turn} title=${turn} @click=${() => sortBy(sort)}>${icon(order === 'asc' ? triangleUp : triangleDown)}</button>
  </div>`;
}

/** How a row stands in the grid. */
export interface ContactHistoryRowPlace {
  readonly index: number;
  /** What the agent has typed, which is marked in the row. */
  readonly search: string;
  /** Whether the keyboard acts on this row. */
  readonly isActive: boolean;
  /** Whether the details of this row are shown. */
  readonly isShown: boolean;
  readonly show: () => void;
}

/** One past interaction as a row. Where there is little room it takes two lines. */
export function renderContactHistoryRow(
  interaction: PastInteraction,
  { index, search, isActive, isShown, show }: ContactHistoryRowPlace,
): TemplateResult {
  const { medium, startedAt, lengthMs, agent } = interaction;
  const subject = subjectText(interaction.subject);
  const outcome = outcomeOf(interaction);
  return html`<div
    class="row ${isActive ? 'selected' : ''} ${isShown ? 'shown' : ''}"
    role="row"
    id="row-${index}"
    aria-rowindex=${index + 2}
    aria-selected=${isShown}
    .style=${`--index: ${index}`}
    @click=${show}
  >
    <span class="medium" role="gridcell" title=${historyMediumText(medium)}>${icon(historyMediumIcon(medium))}<span class="word">${historyMediumText(medium)}</span></span>
    <bdi class="subject clip" role="gridcell" title=${subject}>${markedText(subject, search)}</bdi>
    <span class="start clip muted" role="gridcell" dir="auto">
      <time datetime=${new Date(startedAt).toISOString()} title=${fullTimeText(startedAt)}
        dir="auto"
        ><span class="long">${dateTimeText(startedAt)}</span><span class="short" aria-hidden="true">${shortTimeText(startedAt)}</span></time
      >
    </span>
    <bdi class="length clip muted" role="gridcell">${durationText(lengthMs)}</bdi>
    <bdi class="agent clip muted" role="gridcell" title=${agent.id}>${markedText(agent.name, search)}</bdi>
    <bdi class="outcome clip muted" role="gridcell" title=${outcome}>${markedText(outcome, search)}</bdi>
  </div>`;
}
