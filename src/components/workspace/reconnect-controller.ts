import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Workspace } from '../../channel/workspace.ts';
import type { ConnectionState } from '../../model/workspace.ts';

/** Often enough for an agent who types or looks, and no more than a second's work for the host. */
const EVERY_MS = 1_000;

export interface ReconnectOptions {
  readonly workspace: () => Workspace | undefined;
  readonly connection: () => ConnectionState | undefined;
}

/** Has the session host connect now, in place of at its next attempt, when an agent without a connection types, clicks or comes back to the view. */
export class ReconnectController implements ReactiveController {
  readonly #host: HTMLElement;
  readonly #options: ReconnectOptions;
  #askedAt = -Infinity;

  constructor(host: ReactiveControllerHost & HTMLElement, options: ReconnectOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    for (const name of ['keydown', 'pointerdown', 'focusin'] as const) this.#host.addEventListener(name, this.#ask);
    document.addEventListener('visibilitychange', this.#ask);
    addEventListener('focus', this.#ask);
  }

  hostDisconnected(): void {
    for (const name of ['keydown', 'pointerdown', 'focusin'] as const) this.#host.removeEventListener(name, this.#ask);
    document.removeEventListener('visibilitychange', this.#ask);
    removeEventListener('focus', this.#ask);
  }

  readonly #ask = ({ timeStamp }: Event): void => {
    const { workspace, connection } = this.#options;
    const isWanted = connection()?.status === 'reconnecting' && document.visibilityState === 'visible';
    if (!isWanted || timeStamp - this.#askedAt < EVERY_MS) return;
    this.#askedAt = timeStamp;
    // If the host doesn't hear of it, it goes on with its own attempts.
    void workspace()
      ?.commands.reconnect({})
      .catch(() => undefined);
  };
}
