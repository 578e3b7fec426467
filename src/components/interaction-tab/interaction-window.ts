import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import '../kit/action-menu.ts';
import type { ActionMenu } from '../kit/action-menu.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { AwaitedFocus } from '../kit/awaited-focus.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { callOfInteraction, callOfSession, isHeld, isLeftOnHold } from '../../model/desk/call-lists.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { icon } from '../kit/icon.ts';
import type { ImWindow } from '../im-window/im-window.ts';
import type { InteractionTabView } from './interaction-tab.ts';
import { type InteractionTab, tabsOf } from '../../model/desk/interaction-tabs.ts';
import { isSameTab, tabKeyOf, type TabRef } from '../../model/desk/tab-ref.ts';
import { revealTab } from './reveal-tab.ts';
import { canBeDone, renderTabLabel, tabNameOf } from './tab-label.ts';
import { interactionWindowStyles } from './interaction-window.styles.ts';
import { markDone } from './mark-done.ts';
import { movedTabIndex } from '../kit/list-keys.ts';
import { SliceController } from '../kit/slice-controller.ts';

/**
 * The Interaction window: a tab per interaction, and the one that is active.
 *
 * @tag backchannel-interaction-window
 */
@customElement('backchannel-interaction-window')
@localized()
export class InteractionWindow extends LitElement {
  static override styles = [baseStyles, buttonStyles, interactionWindowStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;
  /** Whether there are more tabs than fit. */
  @state() private isOverflowing = false;
  /** The sentence that says why the last interaction wasn't marked done. */
  @state() private refusal = '';

  @query('.tabs') private tabs!: HTMLElement | null;
  @query('backchannel-action-menu') private menu!: ActionMenu;
  @query('backchannel-im-window-view') private imWindow!: ImWindow | null;
  @query('backchannel-interaction-tab-view') private contactTab!: InteractionTabView | null;

  readonly #tabFocus = new AwaitedFocus(this, () => this.imWindow ?? this.contactTab);
  #revealed: TabRef | undefined;
  #measured = '';
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #resizes = new ResizeObserver(() => {
    this.#measure();
    this.#revealSelected();
  });

  constructor() {
    super();
    // Draws again every second while a contact is on hold, because one who has been on hold for too long is marked.
    new ClockController(this, () => this.#overview.slice?.interactions.some(isHeld) ?? false);
  }

  /** Moves the focus to the message field of the active interaction, or to Start Consultation, as soon as it is there. */
  override focus(): void {
    this.#tabFocus.want();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Measuring costs a layout, so that it is done only when the tabs have changed.
    const shape = this.#tabs.map((tab) => `${tabKeyOf(tab)} ${this.#nameOf(tab)}`).join();
    if (shape !== this.#measured) {
      this.#measured = shape;
      this.#measure();
    }
    const shown = this.active?.tab;
    if (!isSameTab(shown, this.#revealed) || changed.has('isOverflowing')) {
      this.#revealed = shown;
      this.#revealSelected();
    }
    // The IM window is loaded with the first invitation, before the agent has answered it.
    if (this.#overview.slice?.sessions.length) void loadImWindow();
    if (this.contactTab) {
      // The part for contacts is loaded with the first interaction with one.
      void loadInteractionTab();
    }
  }

  get #tabs(): readonly InteractionTab[] {
    return tabsOf(this.#overview.slice, this.active?.tab);
  }

  #nameOf(tab: InteractionTab): string {
    return tabNameOf(tab, { overview: this.#overview.slice, active: this.active });
  }

  get #selectedTab(): HTMLElement | null | undefined {
    return this.tabs?.querySelector<HTMLElement>('[aria-selected="true"]');
  }

  #measure(): void {
    this.isOverflowing = this.tabs !== null && this.tabs.scrollWidth > this.tabs.clientWidth + 1;
  }

  #revealSelected(): void {
    if (this.tabs && this.#selectedTab) revealTab(this.tabs, this.#selectedTab);
  }

  #onKeydown(event: KeyboardEvent): void {
    const tabs = this.#tabs;
    const current = tabs.findIndex((tab) => isSameTab(tab, this.active?.tab));
    const tab = tabs[current];
    const moved = movedTabIndex(event.key, current, tabs.length, getComputedStyle(this).direction === 'rtl');
    if (moved !== undefined) void this.#select(tabs[moved]);
    else if (event.key === 'Delete' && tab) void this.#markDone(tab);
    else return;

    event.preventDefault();
  }

  async #select(tab: InteractionTab | undefined): Promise<void> {
    if (tab) {
      this.refusal = '';
      this.active?.show(tab);
      await this.updateComplete;
      this.#selectedTab?.focus({ preventScroll: true });
      this.#revealSelected();
    }
  }

  async #markDone(tab: InteractionTab): Promise<void> {
    const { workspace } = this.#overview;
    if (!workspace || !canBeDone(tab)) return;

    this.refusal = await markDone(tab, workspace);
    if (this.refusal) this.active?.show(tab);
  }

  #openMenu(event: Event): void {
    void this.menu.open(event.currentTarget as Element, () =>
      this.#tabs.map((tab) => ({
        label: this.#nameOf(tab),
        isChecked: isSameTab(tab, this.active?.tab),
        run: () => void this.#select(tab),
      })),
    );
  }

  override render(): TemplateResult {
    const tabs = this.#tabs;
    const shown = tabs.find((tab) => isSameTab(tab, this.active?.tab));
    if (!tabs.length)
      return html`<p class="empty muted">${msg('No interaction is open. Find a colleague in the Team Communicator and send an instant message.')}</p>`;

    return html`
      <div class="bar">
        <div class="tabs" role="tablist" aria-label=${msg('Interactions')} @keydown=${this.#onKeydown}>
          ${repeat(tabs, tabKeyOf, (tab, index) => this.#renderTab(tab, tab === shown || (!shown && index === 0)))}
        </div>
        ${
          this.isOverflowing
            ? html`<button
              class="icon-button"
              aria-haspopup="menu"
              aria-label=${msg('All interactions')}
              title=${msg('All interactions')}
              @click=${this.#openMenu}
            >
              ${icon(chevronDown)}
            </button>`
            : nothing
        }
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice">${icon(warning)}<span>${this.refusal}</span></p>` : nothing}</div>
      ${
        shown
          ? keyed(
              tabKeyOf(shown),
              html`<div class="panel" role="tabpanel" id="panel" aria-labelledby=${`tab-${tabKeyOf(shown)}`}>${this.#renderInteraction(shown)}</div>`,
            )
          : nothing
      }
      <backchannel-action-menu label=${msg('All interactions')}></backchannel-action-menu>
    `;
  }

  #renderInteraction(tab: InteractionTab): TemplateResult {
    const overview = this.#overview.slice;
    const { connection, policy } = overview ?? {};
    if (tab.of === 'interaction') {
      const { interaction } = tab;
      return html`<backchannel-interaction-tab-view
        .interaction=${interaction}
        .call=${callOfInteraction(interaction, overview)}
        .isLeftOnHold=${isLeftOnHold(interaction, overview)}
        .canMake=${!policy || policy.privileges.canMake || policy.privileges.canCall}
      ></backchannel-interaction-tab-view>`;
    }
    return html`<backchannel-im-window-view
      .session=${tab.session}
      .call=${callOfSession(tab.id, overview)}
      .isReconnecting=${connection?.status === 'reconnecting'}
      .canRelease=${policy?.privileges.canRelease ?? true}
    ></backchannel-im-window-view>`;
  }

  #renderTab(tab: InteractionTab, isTabStop: boolean): TemplateResult {
    return renderTabLabel(tab, {
      overview: this.#overview.slice,
      active: this.active,
      isTabStop,
      select: () => void this.#select(tab),
      markDone: () => void this.#markDone(tab),
    });
  }
}

/** Loads the IM window with what stands in it. It isn't part of the first load, so that the Team Communicator needn't wait for it. */
function loadImWindow(): Promise<unknown> {
  return import('../im-window/im-window.ts');
}

function loadInteractionTab(): Promise<unknown> {
  return import('./interaction-tab.ts');
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-interaction-window': InteractionWindow;
  }
}
