import { localized, msg } from '@lit/localize';
import smiley from '@vscode/codicons/src/icons/smiley.svg';
import type Picker from 'emoji-picker-element/picker.js';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { icon } from '../kit/icon.ts';
import { shownLocale, type Locale } from '../../words/localization.ts';
import { tellTopLayer } from '../kit/top-layer.ts';

const MARGIN = 4;

/** Tells the emoji that was chosen. */
export type EmojiPickEvent = CustomEvent<{ readonly emoji: string }>;

/**
 * A button that opens the emoji picker, which is loaded when it is first used.
 *
 * @tag backchannel-emoji-button
 * @fires {EmojiPickEvent} emoji-pick - An emoji was chosen; the picker has closed.
 */
@customElement('backchannel-emoji-button')
@localized()
export class EmojiButton extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .picker {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 0;
        border: 1px solid var(--vscode-menu-border);
        border-radius: 5px;
        background: var(--vscode-menu-background);
        box-shadow: 0 4px 14px var(--vscode-widget-shadow);
      }
      emoji-picker {
        --background: var(--vscode-menu-background);
        --border-size: 0;
        --border-radius: 5px;
        --emoji-size: 20px;
        --category-emoji-size: 18px;
        --num-columns: 8;
        --input-font-size: 13px;
        --input-font-color: var(--vscode-input-foreground);
        --input-placeholder-color: var(--vscode-input-placeholderForeground);
        --input-border-color: var(--vscode-input-border);
        --input-border-radius: 2px;
        --category-font-color: var(--vscode-foreground);
        --category-font-size: 12px;
        --indicator-color: var(--vscode-focusBorder);
        --outline-color: var(--vscode-focusBorder);
        --button-hover-background: var(--vscode-list-hoverBackground);
        --button-active-background: var(--vscode-list-activeSelectionBackground);
        inline-size: 312px;
        max-inline-size: calc(100vw - 12px);
        block-size: 320px;
      }
    `,
  ];

  /** The button can't be used now. */
  @property({ type: Boolean }) isDisabled = false;

  @query('.picker') private popup!: HTMLElement;
  @query('button') private button!: HTMLElement;

  #picker: Picker | undefined;

  async #open(): Promise<void> {
    if (this.isDisabled) return;

    const locale = shownLocale();
    if (this.#picker?.locale !== locale) {
      this.#picker = await createPicker(locale);
      this.#picker.addEventListener('emoji-click', ({ detail }) => this.#onPick(detail.unicode));
      this.popup.replaceChildren(this.#picker);
    }
    this.#picker.className = getComputedStyle(this).colorScheme === 'light' ? 'light' : 'dark';
    this.popup.showPopover();
    this.#place();
    const search = this.#picker.shadowRoot?.querySelector('input');
    search?.focus();
    // The last search is selected, so that typing replaces it.
    search?.select();
  }

  #place(): void {
    const at = this.button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.popup;
    const isAbove = at.top - height - MARGIN >= 0;
    this.popup.style.left = `${Math.max(MARGIN, Math.min(at.right - width, innerWidth - width - MARGIN))}px`;
    this.popup.style.top = `${isAbove ? at.top - height - MARGIN : Math.max(MARGIN, innerHeight - height - MARGIN)}px`;
  }

  #onPick(emoji: string | undefined): void {
    this.popup.hidePopover();
    if (emoji) this.dispatchEvent(new CustomEvent('emoji-pick', { detail: { emoji } }) satisfies EmojiPickEvent);
  }

  override render(): TemplateResult {
    return html`
      <button
        class="icon-button"
        aria-label=${msg('Insert Emoji')}
        title=${msg('Insert Emoji')}
        aria-haspopup="dialog"
        aria-disabled=${this.isDisabled}
        @click=${() => void this.#open()}
      >
        ${icon(smiley)}
      </button>
      <div class="picker" popover="auto" role="dialog" aria-label=${msg('Emoji')} @beforetoggle=${tellTopLayer}></div>
    `;
  }
}

async function createPicker(locale: Locale): Promise<Picker> {
  const [{ default: Picker }, words] = await Promise.all([
    import('emoji-picker-element/picker.js'),
    locale === 'de' ? import('../../locales/emoji-picker-de.ts') : undefined,
  ]);
  // The data is loaded from beside the built module, so that no other server is asked.
  const dataSource = new URL(`./emoji-data-${locale}.json`, import.meta.url).href;
  return new Picker({ locale, dataSource, ...(words && { i18n: words.default }) });
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-emoji-button': EmojiButton;
  }
}
