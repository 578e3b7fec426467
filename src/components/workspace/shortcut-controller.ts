import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { heldKeysFor, type ShortcutModifiers } from '../../model/shortcut-modifiers.ts';
import { isMac } from '../../words/shortcut-keys.ts';
import { handleShortcut, type ShortcutTargets } from './shortcuts.ts';

/** The workspace's keys work inside it and, if the page wants that, on the page as long as nothing else has the focus. */
export class ShortcutController implements ReactiveController {
  readonly #host: HTMLElement & { readonly shortcuts: boolean };
  readonly #modifiers: () => ShortcutModifiers;
  readonly #targets: ShortcutTargets;

  /** @param modifiers What the agent wants held down for a shortcut. */
  constructor(
    host: ReactiveControllerHost & HTMLElement & { readonly shortcuts: boolean },
    modifiers: () => ShortcutModifiers,
    targets: ShortcutTargets,
  ) {
    this.#host = host;
    this.#modifiers = modifiers;
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
    const isElsewhere = !event.composedPath().includes(this.#host) && !(this.#host.shortcuts && document.activeElement === document.body);
    if (event.defaultPrevented || isElsewhere) return;

    handleShortcut(event, { held: heldKeysFor(this.#modifiers(), isMac()), isMac: isMac() }, this.#targets);
  };
}
