import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { WindowingController } from './windowing-controller.ts';

/** The rows of a long list that the view has: from `first` on, of `total`. */
export interface RowsSlice<Row> {
  readonly total: number;
  readonly first: number;
  readonly rows: readonly Row[];
}

export interface ActiveRowOptions<Row> {
  readonly keyOf: (row: Row) => string;
  /** Where the rows come from: a slice controller. */
  readonly source: () => { readonly slice: RowsSlice<Row> | undefined; readonly isCurrent: boolean };
  /** Whether more rows may still come without a change of the question. If it isn't given, none do. */
  readonly isMoreDue?: () => boolean;
  readonly window: WindowingController;
}

/** The row of a long list that the keyboard acts on: it stays the active one when others come, go or move. */
export class ActiveRowController<Row> implements ReactiveController {
  /** The place of the active row; -1 for none. */
  index = -1;

  readonly #host: ReactiveControllerHost;
  readonly #options: ActiveRowOptions<Row>;
  /** The key of the active row, once that is known. */
  #key: string | undefined;
  #revealed = -1;
  #least = -1;
  /** The action of a key that was pressed before the rows of the current question had come. */
  #due: ((row: Row) => void) | undefined;

  constructor(host: ReactiveControllerHost, options: ActiveRowOptions<Row>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.index !== this.#revealed) {
      this.#revealed = this.index;
      if (this.index >= 0) this.#options.window.reveal(this.index);
    }
  }

  /** The active row, if it is here. */
  get row(): Row | undefined {
    const { slice } = this.#options.source();
    return slice?.rows[this.index - slice.first];
  }

  activate(index: number): void {
    const total = this.#options.source().slice?.total ?? 0;
    this.index = Math.max(-1, Math.min(index, total - 1));
    const { row } = this;
    this.#key = row && this.#options.keyOf(row);
    this.#host.requestUpdate();
  }

  /** Begins anew, for another question: the first row is active, or none. */
  restart(isFirstActive: boolean): void {
    this.#due = undefined;
    this.#least = isFirstActive ? 0 : -1;
    this.#key = undefined;
    this.index = this.#least;
    this.#host.requestUpdate();
  }

  /** Keeps the same row active. To be called with each new slice. */
  follow({ total, first, rows }: RowsSlice<Row>): void {
    const moved = this.#key === undefined ? -1 : rows.findIndex((row) => this.#options.keyOf(row) === this.#key);
    const isOutOfWindow = this.#key !== undefined && this.index < total && (this.index < first || this.index >= first + rows.length);
    if (moved >= 0) this.index = first + moved;
    else if (!isOutOfWindow) this.activate(Math.max(this.index, this.#least));

    this.#actIfDue();
  }

  /**
   * Acts on the active row, now or as soon as the rows of the current question have come, because a key must never reach a row of an earlier
   * question.
   */
  act(action: (row: Row) => void): void {
    this.#due = action;
    void this.#host.updateComplete.then(() => this.#actIfDue());
  }

  #actIfDue(): void {
    const { row } = this;
    const due = this.#due;
    if (due && this.#options.source().isCurrent && (row || (this.index < 0 && !this.#options.isMoreDue?.()))) {
      this.#due = undefined;
      if (row) due(row);
    }
  }
}
