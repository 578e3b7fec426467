import { localized, msg } from '@lit/localize';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { icon } from '../../components/kit/icon.ts';
import '../../components/settings/settings-form.ts';
import '../../components/sign-in/lock-screen.ts';
import '../../components/unsent-records/unsent-records.ts';
import { ExtensionPage } from '../extension-page.ts';
import './account-section.ts';
import './contact-section.ts';
import './diagnostics-section.ts';
import './origins-section.ts';
import './policy-problems.ts';
import { optionsRootStyles } from './options-root.styles.ts';
import './stored-data-section.ts';

/**
 * All of the extension's options: account, settings, the contact service, records that it hasn't taken, the dock's origins, stored data.
 *
 * @tag backchannel-options
 */
@customElement('backchannel-options')
@localized()
export class OptionsRoot extends ExtensionPage {
  static override styles = [baseStyles, optionsRootStyles];

  protected override pageTitle(): string {
    return msg('Backchannel options');
  }

  protected override renderPage(lang: string): TemplateResult | typeof nothing {
    const overview = this.overview.slice;
    if (!overview) return nothing;

    const title = html`<h1><span class="logo">${icon(commentDiscussion)}</span>${this.pageTitle()}</h1>`;
    if (overview.lock) return html`<main lang=${lang}>${title}<backchannel-lock-screen></backchannel-lock-screen></main>`;

    return html`<main lang=${lang}>
      ${title}
      ${
        overview.policy.problems.length > 0
          ? html`<section aria-labelledby="policy">
            <h2 id="policy">${msg('Policy')}</h2>
            <backchannel-policy-problems></backchannel-policy-problems>
          </section>`
          : nothing
      }
      <section aria-labelledby="account">
        <h2 id="account">${msg('Account')}</h2>
        <backchannel-account-section></backchannel-account-section>
      </section>
      <section aria-labelledby="settings">
        <h2 id="settings">${msg('Settings')}</h2>
        ${
          overview.me
            ? html`<backchannel-settings-form .hasMainWindow=${true} .asksForNotifications=${false}></backchannel-settings-form>`
            : html`<p class="muted">${msg('Sign in to change your settings.')}</p>`
        }
      </section>
      <section aria-labelledby="contacts">
        <h2 id="contacts">${msg('Contact service')}</h2>
        <backchannel-contact-section></backchannel-contact-section>
      </section>
      ${
        overview.me
          ? html`<section aria-labelledby="records">
            <h2 id="records">${msg('Unsent consultation records')}</h2>
            <backchannel-unsent-records></backchannel-unsent-records>
          </section>`
          : nothing
      }
      <section aria-labelledby="origins">
        <h2 id="origins">${msg('Dock in CRM pages')}</h2>
        <backchannel-origins-section></backchannel-origins-section>
      </section>
      <section aria-labelledby="data">
        <h2 id="data">${msg('Stored data')}</h2>
        <backchannel-stored-data-section></backchannel-stored-data-section>
      </section>
      <section aria-labelledby="diagnostics">
        <h2 id="diagnostics">${msg('Diagnostics')}</h2>
        <backchannel-diagnostics-section></backchannel-diagnostics-section>
      </section>
    </main>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-options': OptionsRoot;
  }
}
