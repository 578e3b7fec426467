import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { PageElement } from './page-element.ts';
import '../workspace/own-status.ts';

/**
 * The agent's own status, and the menu that changes it, locks the desk and signs out.
 *
 * @tag backchannel-own-status
 */
@customElement('backchannel-own-status')
export class OwnStatusElement extends PageElement {
  static override styles = [
    PageElement.styles,
    css`
      :host {
        display: inline-flex;
        flex-direction: row;
        overflow: visible;
        background: none;
      }
      .line {
        padding: 3px 8px;
        background: var(--vscode-sideBar-background);
      }
    `,
  ];

  protected override renderView(): TemplateResult {
    return html`<backchannel-own-status-view></backchannel-own-status-view>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-own-status': OwnStatusElement;
  }
}
