import { localized, msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { HistorySlice } from '../../channel/contract.ts';
import { HISTORY_FILTERS, type HistoryFilter, type PastSession } from '../../model/session/past-session.ts';
import { ActiveRowController } from '../kit/active-row-controller.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { historyListStyles } from './history-list.styles.ts';
import { HISTORY_ROW_HEIGHT, renderHistoryRow } from './history-row.ts';
import { emptyHistoryText, historyFilterText, sessionCountText } from './history-text.ts';
import { movedIndex } from '../kit/list-keys.ts';
import { rowStyles } from '../kit/row.styles.ts';
import { shownRowStyles } from '../kit/shown-row.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { toggleStyles } from '../kit/toggle.styles.ts';
import { WindowingController } from '../kit/windowing-controller.ts';

const MAX_SEARCH_LENGTH = 200;

/**
 * A list of the past sessions, with a search.
 *
 * @tag backchannel-history-list
 */
@customElement('backchannel-history-list')
@localized()
export class HistoryList extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, rowStyles, shownRowStyles, toggleStyles, historyListStyles];

  /** The session whose transcript is shown. */
  @property() shownId: string | undefined;
  /** Called with a session that the agent chose. */
  @property({ attribute: false }) show: ((session: PastSession) => void) | undefined;
  /** Called with each new answer's rows. */
  @property({ attribute: false }) onRows: ((rows: readonly PastSession[]) => void) | undefined;

  @state() private search = '';
  @state() private filter: HistoryFilter = 'all';
  @state() private hasFocus = false;

  @query('input') private field!: HTMLInputElement;
  @query('.scroller') private scroller!: HTMLElement | null;

  readonly #window = new WindowingController(this, { rowHeight: HISTORY_ROW_HEIGHT, overscan: 20, scroller: () => this.scroller });
  readonly #history = new SliceController<'history'>(
    this,
    // Asked before it is known how many rows there is room for, the question would be asked twice.
    () => (this.#window.isMeasured ? { kind: 'history', search: this.search, filter: this.filter, ...this.#window.range } : undefined),
    (slice) => this.#onSlice(slice),
  );
  readonly #active = new ActiveRowController<PastSession>(this, {
    keyOf: ({ id }) => id,
    source: () => this.#history,
    isMoreDue: () => this.#history.slice?.isComplete === false,
    window: this.#window,
  });

  /** Moves the focus to the search field. */
  override focus(): void {
    this.field.focus();
    this.field.select();
  }

  override firstUpdated(): void {
    this.#window.update();
  }

  #onSlice(slice: HistorySlice): void {
    this.onRows?.(slice.rows);
    this.#active.follow(slice);
  }

  #showAt(index: number): void {
    this.#active.activate(index);
    const { row } = this.#active;
    if (row) this.show?.(row);
  }

  /** Asks another question. Its first row becomes the active one, if anything is searched or filtered. */
  #ask(question: { search?: string; filter?: HistoryFilter }): void {
    this.search = question.search ?? this.search;
    this.filter = question.filter ?? this.filter;
    this.#active.restart(this.search.trim() !== '');
    if (this.scroller) this.scroller.scrollTop = 0;

    this.#window.update();
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;

    const moved = movedIndex(event.key, this.#active.index, (this.#history.slice?.total ?? 0) - 1, this.#window.pageLength);
    if (moved !== undefined) this.#active.activate(moved);
    else if (event.key === 'Enter') this.#active.act((session) => this.show?.(session));
    else if (event.key === 'Escape' && this.field.value) {
      this.field.value = '';
      this.#ask({ search: '' });
    } else return;

    event.preventDefault();
  }

  override render(): TemplateResult {
    const slice = this.#history.slice;
    const hasRows = (slice?.total ?? 0) > 0;
    return html`
      <div class="list" role="search" aria-label=${msg('My History')}>
        <h2>${msg('My History')}</h2>
        <div class="search">
          <input
            type="text"
            role="combobox"
            aria-label=${msg('Search my history')}
            placeholder=${msg('Search people and messages')}
            autocomplete="off"
            spellcheck="false"
            maxlength=${MAX_SEARCH_LENGTH}
            aria-autocomplete="list"
            aria-expanded=${hasRows}
            aria-controls="sessions"
            aria-activedescendant=${this.#active.row ? `row-${this.#active.index}` : nothing}
            @focus=${() => (this.hasFocus = true)}
            @blur=${() => (this.hasFocus = false)}
            @input=${() => this.#ask({ search: this.field.value })}
            @keydown=${this.#onKeydown}
          />
        </div>
        <div class="toggles" role="group" aria-label=${msg('Show')}>${HISTORY_FILTERS.map((filter) => this.#renderToggle(filter))}</div>
        ${hasRows ? nothing : html`<p class="empty muted">${emptyHistoryText(slice, { search: this.search, filter: this.filter })}</p>`}
        ${hasRows && !slice?.isComplete ? html`<p class="searching muted">${msg('Searching messages…')}</p>` : nothing}
        <div class="scroller ${this.hasFocus ? 'active' : ''}" @scroll=${() => this.#window.update()}>
          ${hasRows && slice ? this.#renderRows(slice) : nothing}
        </div>
        <div class="visually-hidden" aria-live="polite">${this.search && slice?.isComplete ? sessionCountText(slice.total) : ''}</div>
      </div>
    `;
  }

  #renderToggle(filter: HistoryFilter): TemplateResult {
    return html`<button class="toggle" aria-pressed=${filter === this.filter} @click=${() => this.#ask({ filter })}>${historyFilterText(filter)}</button>`;
  }

  #renderRows(slice: HistorySlice): TemplateResult {
    return html`<div class="rows" id="sessions" role="listbox" aria-label=${msg('Past sessions')} .style=${`block-size: ${slice.total * HISTORY_ROW_HEIGHT}px`}>
      ${repeat(
        slice.rows,
        ({ id }) => id,
        (session, offset) => {
          const index = slice.first + offset;
          const { total } = slice;
          return renderHistoryRow(session, {
            index,
            total,
            isActive: index === this.#active.index,
            isShown: session.id === this.shownId,
            show: () => this.#showAt(index),
          });
        },
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-history-list': HistoryList;
  }
}
