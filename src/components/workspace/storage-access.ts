import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { Settings } from '../../model/settings.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { LanguageController } from './language-controller.ts';
import { ThemeController } from './theme-controller.ts';

/**
 * Offers a desk in a frame of another site the storage of its own site, which a browser gives it only when the agent has pressed something. It takes itself
 * away once that is settled.
 *
 * @tag backchannel-storage-access
 */
@customElement('backchannel-storage-access')
@localized()
export class StorageAccess extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: block;
        background: var(--vscode-sideBar-background);
        border-block-end: 1px solid var(--vscode-panel-border);
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 6px 10px;
      }
      p {
        flex: 1 1 12em;
        margin: 0;
      }
    `,
  ];

  /** Asks the browser, which asks the agent. Resolves to whether the desk has its own storage now. */
  @property({ attribute: false }) ask: (() => Promise<boolean>) | undefined;

  /** The desk's theme, as long as its agent hasn't chosen one. */
  @property() theme: Settings['theme'] = 'auto';

  @state() private isRefused = false;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #language = new LanguageController(this, () => this.#overview.slice?.settings.language ?? 'auto');

  constructor() {
    super();
    new ThemeController(this, () => this.#overview.slice?.settings.theme ?? 'auto');
  }

  /** Looks as the desk of this workspace does, to which the page has given this look. */
  follow(workspace: Workspace, { theme = 'auto', locale = '' }: { readonly theme?: Settings['theme']; readonly locale?: string }): void {
    this.#overview.connect(workspace);
    this.theme = theme;
    this.lang = locale;
  }

  readonly #press = async () => {
    // Browsers take a request only while the press goes on, so that nothing comes before it.
    if (await this.ask?.()) this.remove();
    else this.isRefused = true;
  };

  override render(): TemplateResult | typeof nothing {
    const lang = this.#language.locale;
    if (!lang) return nothing;
    return html`
      <div class="bar" lang=${lang}>
        <p role="status">
          ${
            this.isRefused
              ? msg('The browser doesn’t allow it. You can sign in here by yourself.')
              : msg('In this page Backchannel is apart from your other pages.')
          }
        </p>
        ${this.isRefused ? nothing : html`<button class="button secondary" @click=${this.#press}>${msg('Use the same sign-in')}</button>`}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-storage-access': StorageAccess;
  }
}
