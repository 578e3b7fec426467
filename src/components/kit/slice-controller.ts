import { ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Query, QueryOf, Slices } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { workspaceContext } from './workspace-context.ts';

/** Follows one query for its host: subscribes again when the query changes, and renders the host when a slice comes. */
export class SliceController<K extends Query['kind']> implements ReactiveController {
  /** The latest answer; after a change of query the old one stays until the new one comes. */
  slice: Slices[K] | undefined;
  /** Whether the slice answers the query as it is now. */
  isCurrent = false;
  /** The session host's port, once the context gave it. */
  workspace: Workspace | undefined;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #queryOf: () => QueryOf<K> | undefined;
  readonly #onSlice: ((slice: Slices[K]) => void) | undefined;
  #key = '';
  #unsubscribe: (() => void) | undefined;

  /**
   * @param queryOf The query as the host's properties ask for it now; read before each render.
   * @param onSlice Called with each slice before the host renders it.
   */
  constructor(host: ReactiveControllerHost & HTMLElement, queryOf: () => QueryOf<K> | undefined, onSlice?: (slice: Slices[K]) => void) {
    this.#host = host;
    this.#queryOf = queryOf;
    this.#onSlice = onSlice;
    host.addController(this);
    new ContextConsumer(host, { context: workspaceContext, subscribe: true, callback: (workspace) => this.connect(workspace) });
  }

  /**
   * Follows the query at this workspace. The context calls this. An element that provides the context isn't given the workspace by it, and
   * has to call this itself.
   */
  connect(workspace: Workspace | undefined): void {
    if (workspace !== this.workspace) {
      this.#leave();
      this.workspace = workspace;
      this.slice = undefined;
    }
    this.#follow();
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    this.#follow();
  }

  hostUpdate(): void {
    this.#follow();
  }

  hostDisconnected(): void {
    this.#leave();
  }

  #follow(): void {
    const query = this.#queryOf();
    const key = query ? JSON.stringify(query) : '';
    if (key === this.#key || !this.workspace || !this.#host.isConnected) return;

    this.#leave();
    this.#key = key;
    if (!query) {
      this.slice = undefined;
      return;
    }
    this.#unsubscribe = this.workspace.subscribe<K>(query, (slice) => {
      if (this.#key !== key) return;

      this.slice = slice;
      this.isCurrent = true;
      this.#onSlice?.(slice);
      this.#host.requestUpdate();
    });
  }

  #leave(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#key = '';
    this.isCurrent = false;
  }
}
