import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { PastSession } from '../../model/session/past-session.ts';
import { baseStyles } from '../kit/base.styles.ts';
import './history-list.ts';
import type { HistoryList } from './history-list.ts';
import './history-session.ts';
import type { HistorySession } from './history-session.ts';

/**
 * My History: the agent's past sessions in the side bar's place, the transcript of one in the Interaction window's. Where
 * only one of the two fits, they take turns.
 *
 * @tag backchannel-my-history
 */
@customElement('backchannel-my-history')
@localized()
export class MyHistory extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
        min-block-size: 0;
        container-type: inline-size;
      }
      .panes {
        display: grid;
        grid-template: minmax(0, 1fr) / 340px minmax(0, 1fr);
        block-size: 100%;
      }
      backchannel-history-list {
        border-inline-end: 1px solid var(--vscode-panel-border);
      }
      .empty {
        margin: auto;
        padding: 24px;
        max-inline-size: 36em;
        text-align: center;
      }
      @container (max-width: 680px) {
        .panes {
          grid-template-columns: minmax(0, 1fr);
        }
        backchannel-history-list {
          border-inline-end: 0;
        }
        .panes.reading backchannel-history-list,
        .panes:not(.reading) > :not(backchannel-history-list) {
          display: none;
        }
        backchannel-history-session {
          --back-display: inline-flex;
        }
      }
    `,
  ];

  /** Called to leave My History. */
  @property({ attribute: false }) leave: (() => void) | undefined;

  @state() private shown: PastSession | undefined;
  /** Whether the transcript is shown rather than the list, where only one of the two fits. */
  @state() private isReading = false;

  @query('backchannel-history-list') private list!: HistoryList;
  @query('backchannel-history-session') private session!: HistorySession | null;

  readonly #show = (session: PastSession): void => {
    this.shown = session;
    this.isReading = true;
    void this.#focusSession();
  };
  /** Takes the newest row of the session that is being read, because its peer's name and presence may change. */
  readonly #onRows = (rows: readonly PastSession[]): void => {
    this.shown = rows.find(({ id }) => id === this.shown?.id) ?? this.shown;
  };
  readonly #back = (): void => {
    this.isReading = false;
    void this.updateComplete.then(() => this.list.focus());
  };

  /** Moves the focus to the search field. */
  override focus(): void {
    this.#back();
  }

  async #focusSession(): Promise<void> {
    await this.updateComplete;
    await this.session?.updateComplete;
    this.session?.focus();
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;

    event.preventDefault();
    if (this.shadowRoot?.activeElement === this.session) this.#back();
    else this.leave?.();
  }

  override render(): TemplateResult {
    const { shown } = this;
    return html`<div class="panes ${this.isReading ? 'reading' : ''}" @keydown=${this.#onKeydown}>
      <backchannel-history-list .shownId=${shown?.id} .show=${this.#show} .onRows=${this.#onRows}></backchannel-history-list>
      ${
        shown
          ? keyed(
              shown.id,
              html`<backchannel-history-session
              role="region"
              aria-label=${msg(str`Session with ${shown.peerName}`)}
              .session=${shown}
              .back=${this.#back}
            ></backchannel-history-session>`,
            )
          : html`<p class="empty muted">${msg('Choose a session to read what was said.')}</p>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-my-history': MyHistory;
  }
}
