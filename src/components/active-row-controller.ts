import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { WindowingController } from './windowing-controller.ts';

/** The rows of a long list that are here: `first` … of `total`. */
export interface RowsSlice<Row> {
  readonly total: number;
  readonly first: number;
  readonly rows: readonly Row[];
}

export interface ActiveRowOptions<Row> {
  readonly keyOf: (row: Row) => string;
  /** Where the rows come from: a slice controller. */
  readonly source: () => { readonly slice: RowsSlice<Row> | undefined; readonly isCurrent: boolean };
  /** Whether more rows may still come of themselves; never, unless given. */
  readonly isMoreDue?: () => boolean;
  readonly window: WindowingController;
}

/** The row of a long list that the keyboard acts on: it stays the active one when others come, go or move. */
export class ActiveRowController<Row> implements ReactiveController {
  /** Where it is; -1 for none. */
  index = -1;

  readonly #host: ReactiveControllerHost;
  readonly #options: ActiveRowOptions<Row>;
  /** Which one it is, once it is known. */
  #key: string | undefined;
  #revealed = -1;
  #least = -1;
  /** What a key asked for while the rows of what is asked weren't here yet. */
  #due: ((row: Row) => void) | undefined;

  constructor(host: ReactiveControllerHost, options: ActiveRowOptions<Row>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.index !== this.#revealed) {
      this.#revealed = this.index;
      if (this.index >= 0) {
        this.#options.window.reveal(this.index);
      }
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

  /** Begins anew with other rows: the first of them is active, or none. */
  restart(isFirstActive: boolean): void {
    this.#due = undefined;
    this.#least = isFirstActive ? 0 : -1;
    this.#key = undefined;
    this.index = this.#least;
    this.#host.requestUpdate();
  }

  /** To be called with each new slice. */
  follow({ total, first, rows }: RowsSlice<Row>): void {
    const moved = this.#key === undefined ? -1 : rows.findIndex((row) => this.#options.keyOf(row) === this.#key);
    const isOutOfWindow = this.#key !== undefined && this.index < total && (this.index < first || this.index >= first + rows.length);
    if (moved >= 0) {
      this.index = first + moved;
    } else if (!isOutOfWindow) {
      this.activate(Math.max(this.index, this.#least));
    }
    this.#actIfDue();
  }

  /** Acts on the active row now, or as soon as the rows are those of what is asked: a key must never reach another one. */
  act(action: (row: Row) => void): void {
    this.#due = action;
    void this.#host.updateComplete.then(() => this.#actIfDue());
  }

  #actIfDue(): void {
    const { row } = this;
    const due = this.#due;
    if (due && this.#options.source().isCurrent && (row || (this.index < 0 && !this.#options.isMoreDue?.()))) {
      this.#due = undefined;
      if (row) {
        due(row);
      }
    }
  }
}
