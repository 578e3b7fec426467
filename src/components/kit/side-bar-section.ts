import { localized } from '@lit/localize';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { icon } from './icon.ts';

/**
 * A section of the side bar that can be folded away.
 *
 * @tag backchannel-side-bar-section
 * @slot - What the section holds.
 */
@customElement('backchannel-side-bar-section')
@localized()
export class SideBarSection extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
        border-block-start: 1px solid var(--vscode-panel-border);
      }
      h2 {
        margin: 0;
        font: inherit;
      }
      .heading {
        display: flex;
        gap: 4px;
        align-items: center;
        inline-size: 100%;
        block-size: 24px;
        padding-inline: 8px;
        font-size: 11px;
        font-weight: 700;
        letter-spacing: 0.02em;
        text-transform: uppercase;
      }
      :host([dir='rtl']) .icon,
      :dir(rtl) .folded .icon {
        transform: scaleX(-1);
      }
      .content {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-block-size: 0;
      }
    `,
  ];

  /** The section's name. */
  @property() heading = '';
  /** Shown as a badge when above 0. */
  @property({ type: Number }) count = 0;
  /** Whether only the section's heading is shown. */
  @property({ type: Boolean, reflect: true, attribute: 'folded' }) isFolded = false;

  override render(): TemplateResult {
    return html`
      <h2>
        <button
          class="heading ${this.isFolded ? 'folded' : ''}"
          aria-expanded=${!this.isFolded}
          aria-controls="content"
          @click=${() => (this.isFolded = !this.isFolded)}
        >
          ${icon(this.isFolded ? chevronRight : chevronDown)}<span>${this.heading}</span>
          ${this.count > 0 ? html`<span class="badge">${this.count}</span>` : nothing}
        </button>
      </h2>
      <div class="content" id="content" ?hidden=${this.isFolded}><slot></slot></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-side-bar-section': SideBarSection;
  }
}
