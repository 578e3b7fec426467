import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from './base.styles.ts';
import './case-data.ts';

/**
 * What is known of an interaction with a contact, in tabs: the agent's own, or one that the agent is consulted about.
 *
 * @tag backchannel-shared-context
 */
@customElement('backchannel-shared-context')
@localized()
export class SharedContext extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-inline-size: 0;
        min-block-size: 0;
      }
      .tabs {
        display: flex;
        flex: none;
        padding-inline: 6px;
        border-block-end: 1px solid var(--vscode-panel-border);
      }
      .tab {
        padding: 6px;
        border-block-end: 1px solid transparent;
        line-height: 22px;
      }
      .tab[aria-selected='true'] {
        border-block-end-color: var(--vscode-focusBorder);
      }
      .panel {
        flex: 1;
        min-block-size: 0;
        overflow: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
      }
      p {
        margin: 0;
        padding: 8px 12px;
        font-size: 12px;
      }
    `,
  ];

  /** Whose it is. */
  @property() of: 'interaction' | 'session' = 'session';
  /** The interaction's id, or the consultation's. */
  @property() sourceId = '';
  /** Who is going to see it: single fields can be kept back until then. */
  @property() audience = '';

  override render(): TemplateResult {
    return html`
      <div class="tabs" role="tablist" aria-label=${msg('Shared context')}>
        <div class="tab" role="tab" id="case-data-tab" tabindex="0" aria-selected="true" aria-controls="case-data">${msg('Case Data')}</div>
      </div>
      <div class="panel" role="tabpanel" id="case-data" tabindex="0" aria-labelledby="case-data-tab">
        ${this.audience ? html`<p class="muted">${msg(str`${this.audience} sees what is checked as soon as you send a message.`)}</p>` : nothing}
        <backchannel-case-data .of=${this.of} .sourceId=${this.sourceId} .isChoosing=${this.audience !== ''}></backchannel-case-data>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-shared-context': SharedContext;
  }
}
