import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { handleShortcut, type ShortcutTargets } from './shortcuts.ts';

/** The workspace's keys work inside it, and on its page as long as nothing else has the focus. */
export class ShortcutController implements ReactiveController {
  readonly #host: HTMLElement;
  readonly #targets: ShortcutTargets;

  constructor(host: ReactiveControllerHost & HTMLElement, targets: ShortcutTargets) {
    this.#host = host;
    this.#targets = targets;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.#onKeydown);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#onKeydown);
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const isElsewhere = !event.composedPath().includes(this.#host) && document.activeElement !== document.body;
    if (!event.defaultPrevented && !isElsewhere) handleShortcut(event, this.#targets);
  };
}
