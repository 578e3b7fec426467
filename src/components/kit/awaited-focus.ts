import type { LitElement, ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Moves the focus to a part that may not be there yet: its data is on the way, or its code is still being loaded. It stays where it is if the agent
 * has moved it elsewhere meanwhile.
 */
export class AwaitedFocus implements ReactiveController {
  #isWanted = false;
  #before: HTMLElement | undefined;

  /** @param find The part, once the host has rendered it. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly find: () => HTMLElement | null | undefined,
  ) {
    host.addController(this);
  }

  want(): void {
    this.#isWanted = true;
    this.#before = focusedElement();
    this.host.requestUpdate();
  }

  forget(): void {
    this.#isWanted = false;
  }

  hostUpdated(): void {
    const part = this.#isWanted ? this.find() : undefined;
    if (!part) return;

    this.#isWanted = false;
    void this.#focus(part);
  }

  async #focus(part: HTMLElement): Promise<void> {
    await customElements.whenDefined(part.localName);
    await (part as LitElement).updateComplete;
    const now = focusedElement();
    if (now === this.#before || now === document.body) part.focus();
  }
}

/** The element that has the focus, in whatever shadow tree it is. */
export function focusedElement(): HTMLElement | undefined {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : undefined;
}
