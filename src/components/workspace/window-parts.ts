import type { LitElement } from 'lit';
import { cycleRegions } from './window-regions.ts';

/** What decides which parts of the window there are. */
export interface WindowPartsOptions {
  readonly isLocked: () => boolean;
  /** Whether a tab of the Interaction window is active. */
  readonly hasTab: () => boolean;
  /** Whether the agent can open My History here. */
  readonly hasHistory: () => boolean;
}

/** Which parts of the workspace's window are shown, and how the agent gets from one to another. */
export class WindowParts {
  /** Whether the Interaction window is shown rather than the side bar, where only one fits. */
  isInteractionShown = false;
  /** Whether My History is shown in place of everything else. */
  isHistoryShown = false;

  constructor(
    private readonly host: LitElement,
    private readonly options: WindowPartsOptions,
  ) {}

  /** Whether the focus is in the Interaction window. */
  get isInteractionInFocus(): boolean {
    return this.interactionWindow !== null && this.interactionWindow === this.#inFocus;
  }

  /** Whether the agent is writing in a field of this window. */
  get isWriting(): boolean {
    let focused = this.#inFocus;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    const text = focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement ? focused.value : '';
    return text !== '' && document.hasFocus();
  }

  get interactionWindow(): HTMLElementTagNameMap['backchannel-interaction-window'] | null {
    return this.#part('backchannel-interaction-window');
  }

  show(parts: Partial<Pick<WindowParts, 'isInteractionShown' | 'isHistoryShown'>>): void {
    Object.assign(this, parts);
    this.host.requestUpdate();
  }

  async focusSearch(): Promise<void> {
    if (this.options.isLocked()) return;

    this.show({ isInteractionShown: false, isHistoryShown: false });
    await this.host.updateComplete;
    this.#part('backchannel-team-communicator-view')?.focus();
  }

  async focusMessage(): Promise<void> {
    if (!this.options.isLocked() && this.options.hasTab()) await this.#focusInteractions();
  }

  /** Switches between the side bar and the Interaction window, where only one fits. */
  async switchView(): Promise<void> {
    await (this.isInteractionShown ? this.focusSearch() : this.#focusInteractions());
  }

  /** F6: goes to the next part of the window, or the one before. */
  cycle(step: 1 | -1): void {
    const notifications = this.#part('backchannel-notifications-view');
    const history = this.#part('backchannel-my-history');
    const communicator = this.#part('backchannel-team-communicator-view');
    const settings = this.host.renderRoot.querySelector<HTMLElement>('.settings');
    const { isHistoryShown } = this;
    const regions = [
      { element: notifications, isUsable: notifications?.isEmpty === false, focus: () => notifications?.focus() },
      { element: history, isUsable: isHistoryShown, focus: () => history?.focus() },
      { element: communicator, isUsable: !isHistoryShown, focus: () => void this.focusSearch() },
      { element: this.interactionWindow, isUsable: !isHistoryShown && this.options.hasTab(), focus: () => void this.focusMessage() },
      { element: settings, isUsable: true, focus: () => settings?.focus() },
    ];
    cycleRegions(regions, this.#inFocus, step);
  }

  async toggleHistory(): Promise<void> {
    if (this.isHistoryShown || !this.options.hasHistory()) {
      this.leaveHistory();
      return;
    }
    await import('../history/my-history.ts');
    this.show({ isHistoryShown: true });
    await this.host.updateComplete;
    const history = this.#part('backchannel-my-history');
    await history?.updateComplete;
    history?.focus();
  }

  leaveHistory(): void {
    this.show({ isHistoryShown: false });
    this.host.renderRoot.querySelector<HTMLElement>('.history')?.focus();
  }

  async #focusInteractions(): Promise<void> {
    this.show({ isInteractionShown: true, isHistoryShown: false });
    await this.host.updateComplete;
    this.interactionWindow?.focus();
  }

  get #inFocus(): Element | null {
    return this.host.shadowRoot?.activeElement ?? null;
  }

  #part<Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] | null {
    return this.host.renderRoot.querySelector(name);
  }
}
