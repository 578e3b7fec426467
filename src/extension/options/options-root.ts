import { provide } from '@lit/context';
import { localized, msg } from '@lit/localize';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import { baseStyles } from '../../components/base.styles.ts';
import { icon } from '../../components/icon.ts';
import { LanguageController } from '../../components/language-controller.ts';
import '../../components/settings-form.ts';
import { SliceController } from '../../components/slice-controller.ts';
import { ThemeController } from '../../components/theme-controller.ts';
import { workspaceContext } from '../../components/workspace-context.ts';
import './account-section.ts';
import './contact-section.ts';
import './origins-section.ts';
import { optionsRootStyles } from './options-root.styles.ts';
import './stored-data-section.ts';

/**
 * All of the extension's options: account, settings, the contact service, the dock's origins, stored data.
 *
 * @tag backchannel-options
 */
@customElement('backchannel-options')
@localized()
export class OptionsRoot extends LitElement {
  static override styles = [baseStyles, optionsRootStyles];

  /** The way to the session host. */
  @provide({ context: workspaceContext })
  @property({ attribute: false })
  workspace: Workspace | undefined;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #language = new LanguageController(this, () => this.#overview.slice?.settings.language ?? 'auto');

  constructor() {
    super();
    new ThemeController(this, () => this.#overview.slice?.settings.theme ?? 'auto');
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('workspace')) {
      this.#overview.connect(this.workspace);
    }
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#language.locale) {
      document.title = msg('Backchannel options');
    }
  }

  override render(): TemplateResult | typeof nothing {
    const lang = this.#language.locale;
    const overview = this.#overview.slice;
    if (!lang || !overview) {
      return nothing;
    }
    return html`<main lang=${lang}>
      <h1><span class="logo">${icon(commentDiscussion)}</span>${msg('Backchannel options')}</h1>
      <section aria-labelledby="account">
        <h2 id="account">${msg('Account')}</h2>
        <backchannel-account-section></backchannel-account-section>
      </section>
      <section aria-labelledby="settings">
        <h2 id="settings">${msg('Settings')}</h2>
        ${overview.me
          ? html`<backchannel-settings-form .hasMainWindow=${true} .asksForNotifications=${false}></backchannel-settings-form>`
          : html`<p class="muted">${msg('Sign in to change your settings.')}</p>`}
      </section>
      <section aria-labelledby="contacts">
        <h2 id="contacts">${msg('Contact service')}</h2>
        <backchannel-contact-section></backchannel-contact-section>
      </section>
      <section aria-labelledby="origins">
        <h2 id="origins">${msg('Dock in CRM pages')}</h2>
        <backchannel-origins-section></backchannel-origins-section>
      </section>
      <section aria-labelledby="data">
        <h2 id="data">${msg('Stored data')}</h2>
        <backchannel-stored-data-section></backchannel-stored-data-section>
      </section>
    </main>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-options': OptionsRoot;
  }
}
