import { localized, msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ContactHistorySlice } from '../../channel/contract.ts';
import type { HistorySort, PastInteraction } from '../../model/contact/contact.ts';
import { ActiveRowController } from '../kit/active-row-controller.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import './contact-freshness.ts';
import './contact-history-conditions.ts';
import { asQuery, conditionCount, type HistoryQuestion, sortedBy } from './contact-history-question.ts';
import { renderContactHistoryRow, renderHistoryHeader, renderHistorySort, rowHeightIn } from './contact-history-row.ts';
import { renderHistorySearch } from './contact-history-search.ts';
import { answerText, interactionCountText } from './contact-history-text.ts';
import { contactHistoryStyles } from './contact-history.styles.ts';
import { choicesIn, choose, sourceOf } from './context-choices.ts';
import type { ContextChoices } from './context-memory.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { movedIndex } from '../kit/list-keys.ts';
import './past-interaction.ts';
import type { PastInteractionView } from './past-interaction.ts';
import { rowStyles } from '../kit/row.styles.ts';
import { shownRowStyles } from '../kit/shown-row.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { WindowingController } from '../kit/windowing-controller.ts';

/**
 * A contact's past interactions: searched, sorted, and one of them in detail.
 *
 * @tag backchannel-contact-history
 */
@customElement('backchannel-contact-history')
@localized()
export class ContactHistory extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, rowStyles, shownRowStyles, contactHistoryStyles];

  /** Whose contact it is. */
  @property() of: 'interaction' | 'session' = 'session';
  /** The interaction's id, or the session's; one element shows one contact's history all its life. */
  @property() sourceId = '';

  @state() private isAdvanced = false;

  @query('input') private field!: HTMLInputElement;
  @query('.grid') private grid!: HTMLElement | null;
  @query('backchannel-past-interaction') private details!: PastInteractionView | null;

  readonly #window = new WindowingController(this, {
    rowHeight: () => rowHeightIn(this.grid),
    headerHeight: () => this.#headerHeight,
    overscan: 10,
    scroller: () => this.grid,
  });
  readonly #history = new SliceController<'contact-history'>(
    this,
    () => ({
      kind: 'contact-history',
      of: this.of,
      id: this.sourceId,
      ...asQuery(this.#choices.question),
      first: this.#window.first,
      count: this.#window.count,
    }),
    (slice) => this.#active.follow(slice),
  );
  readonly #active = new ActiveRowController<PastInteraction>(this, {
    keyOf: ({ id }) => id,
    source: () => this.#history,
    window: this.#window,
  });

  /** The question, and the interaction whose details are shown. */
  get #choices(): ContextChoices {
    return choicesIn(this.#history.workspace, sourceOf(this));
  }

  #choose(change: Partial<ContextChoices>): void {
    choose(this.#history.workspace, sourceOf(this), change);
    this.requestUpdate();
  }

  get #headerHeight(): number {
    return this.grid?.querySelector<HTMLElement>('.header')?.offsetHeight ?? 0;
  }

  readonly #ask = (change: Partial<HistoryQuestion>): void => {
    this.#choose({ question: { ...this.#choices.question, ...change } });
    this.#active.restart(false);
    if (this.grid) this.grid.scrollTop = 0;

    this.#window.update();
  };
  readonly #sortBy = (column: HistorySort): void => this.#ask(sortedBy(this.#choices.question, column));
  readonly #close = (): void => {
    this.#choose({ shownId: undefined });
    this.#focusRows();
  };

  #focusRows(): void {
    (this.grid ?? this.field).focus();
  }

  #openAt(index: number): void {
    this.#active.activate(index);
    const { row } = this.#active;
    if (row) void this.#open(row, { isFocusWanted: false });
  }

  /** Shows the details of a row. Where not everything fits, this element scrolls to its end, and the row stays in sight. */
  async #open({ id }: PastInteraction, { isFocusWanted }: { readonly isFocusWanted: boolean }): Promise<void> {
    this.#choose({ shownId: id });
    await this.updateComplete;
    this.scrollTop = this.scrollHeight;
    this.#window.reveal(this.#active.index);
    await this.details?.updateComplete;
    if (isFocusWanted) this.details?.focus();
  }

  #onFieldKeydown(event: KeyboardEvent): void {
    if (event.isComposing) return;

    if (event.key === 'Escape' && this.field.value) {
      this.field.value = '';
      this.#ask({ search: '' });
    } else if ((event.key === 'ArrowDown' || event.key === 'Enter') && this.grid) this.#focusRows();
    else return;

    event.preventDefault();
    event.stopPropagation();
  }

  #onGridKeydown(event: KeyboardEvent): void {
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    // The titles of the columns are buttons, and handle their keys themselves.
    if (isModified || event.target !== this.grid) return;

    const moved = movedIndex(event.key, this.#active.index, (this.#history.slice?.total ?? 0) - 1, this.#window.pageLength);
    if (moved !== undefined) this.#active.activate(moved);
    else if (event.key === 'Enter') this.#active.act((row) => void this.#open(row, { isFocusWanted: true }));
    else if (event.key === 'Escape' && this.#choices.shownId !== undefined) this.#close();
    else return;

    event.preventDefault();
    event.stopPropagation();
  }

  #onDetailsKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#focusRows();
    }
  }

  override render(): TemplateResult {
    const slice = this.#history.slice;
    const { question, shownId } = this.#choices;
    const isSearch = question.search.trim() !== '' || conditionCount(question) > 0;
    const answer = slice ? answerText(slice, isSearch) : '';
    return html`
      ${slice ? html`<backchannel-contact-freshness .of=${this.of} .sourceId=${this.sourceId} .freshness=${slice}></backchannel-contact-freshness>` : nothing}
      <div role="search" aria-label=${msg('Contact History')}>${this.#renderSearch()}${this.isAdvanced ? this.#renderConditions(slice) : nothing}</div>
      ${answer ? html`<p class="muted">${answer}</p>` : nothing}
      <div class="visually-hidden" aria-live="polite">${isSearch && slice?.isComplete ? interactionCountText(slice.total) : ''}</div>
      ${slice?.total ? renderHistorySort(question, this.#sortBy) : nothing}
      <div class="panes ${shownId === undefined ? '' : 'detailed'}">
        ${slice?.total ? this.#renderGrid(slice) : nothing} ${shownId === undefined ? nothing : this.#renderDetails(shownId)}
      </div>
    `;
  }

  #renderSearch(): TemplateResult {
    return renderHistorySearch({
      question: this.#choices.question,
      isAdvanced: this.isAdvanced,
      search: (words) => this.#ask({ search: words }),
      onKeydown: (event) => this.#onFieldKeydown(event),
      toggleAdvanced: () => (this.isAdvanced = !this.isAdvanced),
    });
  }

  #renderConditions(slice: ContactHistorySlice | undefined): TemplateResult {
    return html`<backchannel-contact-history-conditions
      id="conditions"
      .conditions=${this.#choices.question}
      .agents=${slice?.agents ?? []}
      .change=${this.#ask}
    ></backchannel-contact-history-conditions>`;
  }

  #renderGrid({ total, first, rows }: ContactHistorySlice): TemplateResult {
    const { question, shownId } = this.#choices;
    return html`<div class="table">
      <div
        class="grid"
        role="grid"
        tabindex="0"
        aria-label=${msg('Past interactions')}
        aria-rowcount=${total + 1}
        aria-activedescendant=${this.#active.row ? `row-${this.#active.index}` : nothing}
        @scroll=${() => this.#window.update()}
        @focus=${() => this.#active.index < 0 && this.#active.activate(0)}
        @keydown=${this.#onGridKeydown}
      >
        ${renderHistoryHeader(question, this.#sortBy)}
        <div class="rows" role="rowgroup" .style=${`--total: ${total}`}>
          ${repeat(
            rows,
            ({ id }) => id,
            (row, offset) => {
              const index = first + offset;
              return renderContactHistoryRow(row, {
                index,
                search: question.search,
                isActive: index === this.#active.index,
                isShown: row.id === shownId,
                show: () => this.#openAt(index),
              });
            },
          )}
        </div>
      </div>
    </div>`;
  }

  #renderDetails(interactionId: string): TemplateResult {
    return html`${keyed(
      interactionId,
      html`<backchannel-past-interaction
        .of=${this.of}
        .sourceId=${this.sourceId}
        .interactionId=${interactionId}
        .close=${this.#close}
        @keydown=${this.#onDetailsKeydown}
      ></backchannel-past-interaction>`,
    )}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-contact-history': ContactHistory;
  }
}
