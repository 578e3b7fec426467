import { localized, msg, str } from '@lit/localize';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../kit/base.styles.ts';
import { icon } from '../kit/icon.ts';

/**
 * Says why there is no session host, in place of a desk that would start for ever.
 *
 * @tag backchannel-start-failure
 */
@customElement('backchannel-start-failure')
@localized()
export class StartFailure extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        max-inline-size: 340px;
        margin: auto;
        padding: 16px;
      }
      p {
        display: flex;
        gap: 8px;
        margin-block: 0 8px;
      }
    `,
  ];

  /** The `code` of what `Workspace.ready` rejects with. */
  @property() code = '';

  override render(): TemplateResult {
    return html`<div role="alert">
      <p>${icon(warning)}<span>${msg('Backchannel can’t start in this page.')}</span></p>
      <p class="muted">${failureText(this.code)}</p>
    </div>`;
  }
}

/** What the agent can do, or tell whoever looks after the page. */
function failureText(code: string): string {
  switch (code) {
    case 'storage-blocked':
      return msg('The browser lets this page store nothing. Allow it to store data, and load the page again.');
    case 'version':
      return msg('Another tab has an older version. Close the other tabs with Backchannel, and load the page again.');
    case 'no-answer':
      return msg('It doesn’t answer yet. If that stays so, load the page again.');
    default:
      return msg(str`Whoever looks after this page has to set it right. Tell them this code: ${code}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-start-failure': StartFailure;
  }
}
