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
  readonly slice: () => RowsSlice<Row> | undefined;
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
    const slice = this.#options.slice();
    return slice?.rows[this.index - slice.first];
  }

  activate(index: number): void {
    const total = this.#options.slice()?.total ?? 0;
    this.index = Math.max(-1, Math.min(index, total - 1));
    const { row } = this;
    this.#key = row && this.#options.keyOf(row);
    this.#host.requestUpdate();
  }

  /** Begins anew with other rows: the first of them is active, or none. */
  restart(isFirstActive: boolean): void {
    this.#least = isFirstActive ? 0 : -1;
    this.#key = undefined;
    this.index = this.#least;
    this.#host.requestUpdate();
  }

  /** To be called with each new slice. */
  follow({ total, first, rows }: RowsSlice<Row>): void {
    const moved = this.#key === undefined ? -1 : rows.findIndex((row) => this.#options.keyOf(row) === this.#key);
    if (moved >= 0) {
      this.index = first + moved;
      return;
    }
    const isOutOfWindow = this.#key !== undefined && this.index < total && (this.index < first || this.index >= first + rows.length);
    if (!isOutOfWindow) {
      this.activate(Math.max(this.index, this.#least));
    }
  }
}
