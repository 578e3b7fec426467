import { localized } from '@lit/localize';
import check from '@vscode/codicons/src/icons/check.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { actionMenuStyles } from './action-menu.styles.ts';
import { focusedElement } from './awaited-focus.ts';
import { baseStyles } from './base.styles.ts';
import type { Shortcut } from '../../words/shortcut-keys.ts';
import { icon } from './icon.ts';
import { tellTopLayer } from './top-layer.ts';

/** One action of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: string;
  /** A shortcut that does the same: as shown, and as `aria-keyshortcuts` names it. */
  readonly shortcut?: Shortcut | undefined;
  /** Makes the item one choice of several. */
  readonly isChecked?: boolean;
  /** Why the action isn't possible now; the item stays, says so, and does nothing. */
  readonly disabledReason?: string;
  /** What the agent should know before they choose it. */
  readonly note?: string;
  /** A line is drawn above it. */
  readonly isFirstOfGroup?: boolean;
  readonly run: () => void;
}

const MARGIN = 4;
const TYPEAHEAD_MS = 700;

/**
 * A menu that opens at an element and gives the focus back to where it was.
 *
 * @tag backchannel-action-menu
 * @csspart menu - The open menu.
 */
@customElement('backchannel-action-menu')
@localized()
export class ActionMenu extends LitElement {
  static override styles = [baseStyles, actionMenuStyles];

  /** The menu's accessible name. */
  @property() label = '';

  /** The actions, as they are while the menu is open. */
  @state() private items: readonly MenuItem[] = [];

  @query('.menu') private menu!: HTMLElement;

  #opener: HTMLElement | undefined;
  #typed = '';
  #typedAt = 0;
  #itemsNow: (() => readonly MenuItem[]) | undefined;
  #onClose: (() => void) | undefined;

  /** Opens the menu at an element, with its first item focused (or the one that is checked). */
  async open(anchor: Element, itemsNow: () => readonly MenuItem[], onClose?: () => void): Promise<void> {
    const items = itemsNow();
    this.items = items;
    this.#itemsNow = itemsNow;
    this.#opener = focusedElement();
    this.#onClose = onClose;
    await this.updateComplete;
    // The view that opened it may be gone by now: a popover outside of the document can't be shown.
    if (!this.isConnected) return;
    this.menu.showPopover();
    this.#place(anchor);
    const checked = items.findIndex((item) => item.isChecked);
    this.#focusItem(Math.max(0, checked));
    window.addEventListener('resize', this.#close);
  }

  /** Asks again what the open menu offers, because that may have changed: a target may have signed in, for example. */
  refresh(): void {
    if (this.#itemsNow) this.items = this.#itemsNow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('resize', this.#close);
  }

  /**
   * Places the menu below the anchor and in line with its start. Where that would leave the viewport, the menu goes above the anchor, or is
   * moved in.
   */
  #place(anchor: Element): void {
    const at = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const isRtl = getComputedStyle(this).direction === 'rtl';
    const left = isRtl ? at.right - width : at.left;
    const below = at.bottom + 2;
    const top = below + height + MARGIN <= innerHeight ? below : at.top - 2 - height;
    this.menu.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
    this.menu.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - height - MARGIN))}px`;
  }

  get #elements(): HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>('.item')];
  }

  #focusItem(index: number): void {
    const elements = this.#elements;
    elements.at(index % elements.length)?.focus();
  }

  readonly #close = (): void => {
    this.menu.hidePopover();
  };

  #onToggle(event: ToggleEvent): void {
    if (event.newState !== 'closed') return;

    window.removeEventListener('resize', this.#close);
    this.#itemsNow = undefined;
    const active = this.shadowRoot?.activeElement;
    if (active || document.activeElement === document.body) this.#opener?.focus();

    this.#onClose?.();
  }

  #onKeydown(event: KeyboardEvent): void {
    const elements = this.#elements;
    const current = elements.indexOf(event.target as HTMLElement);
    switch (event.key) {
      case 'ArrowDown':
        this.#focusItem(current + 1);
        break;
      case 'ArrowUp':
        this.#focusItem(current - 1);
        break;
      case 'Home':
        this.#focusItem(0);
        break;
      case 'End':
        this.#focusItem(-1);
        break;
      case 'Tab':
      case 'Escape':
        this.#close();
        break;
      case 'Enter':
      case ' ':
        this.#run(current);
        break;
      default:
        if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return;

        this.#typeAhead(event.key, current);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #typeAhead(key: string, current: number): void {
    const now = performance.now();
    this.#typed = (now - this.#typedAt < TYPEAHEAD_MS ? this.#typed : '') + key.toLocaleLowerCase();
    this.#typedAt = now;
    const count = this.items.length;
    const start = this.#typed.length === 1 ? current + 1 : current;
    for (let step = 0; step < count; step++) {
      const index = (start + step) % count;
      if (this.items[index]?.label.toLocaleLowerCase().startsWith(this.#typed)) {
        this.#focusItem(index);
        return;
      }
    }
  }

  #run(index: number): void {
    const item = this.items[index];
    if (!item || item.disabledReason) return;

    this.#close();
    // The focus goes back to the opener first, because the action may move it on from there.
    this.#opener?.focus();
    item.run();
  }

  override render(): TemplateResult {
    return html`<div
      class="menu"
      part="menu"
      role="menu"
      popover="auto"
      aria-label=${this.label}
      @beforetoggle=${tellTopLayer}
      @toggle=${this.#onToggle}
      @keydown=${this.#onKeydown}
    >
      ${this.items.map((item, index) => this.#renderItem(item, index))}
    </div>`;
  }

  #renderItem(item: MenuItem, index: number): TemplateResult {
    const isChoice = item.isChecked !== undefined;
    const words = item.disabledReason ?? item.note;
    const shape = isChoice ? (item.isChecked ? check : undefined) : item.icon;
    return html`${item.isFirstOfGroup ? html`<hr role="separator" />` : nothing}
      <div
        class="item"
        role=${isChoice ? 'menuitemradio' : 'menuitem'}
        tabindex="-1"
        aria-label=${item.label}
        aria-checked=${isChoice ? String(item.isChecked) : nothing}
        aria-disabled=${item.disabledReason ? 'true' : nothing}
        aria-describedby=${words ? `reason-${index}` : nothing}
        aria-keyshortcuts=${item.shortcut?.aria ?? nothing}
        @click=${() => this.#run(index)}
        @pointermove=${() => this.#focusItem(index)}
      >
        ${shape ? icon(shape) : html`<span class="no-icon"></span>`}
        <span class="label">
          <bdi>${item.label}</bdi>
          ${words ? html`<bdi class="reason" id="reason-${index}">${words}</bdi>` : nothing}
        </span>
        ${item.shortcut ? html`<kbd aria-hidden="true" data-keys=${item.shortcut.shown}></kbd>` : nothing}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-action-menu': ActionMenu;
  }
}
