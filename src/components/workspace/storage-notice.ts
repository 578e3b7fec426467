import { localized, msg } from '@lit/localize';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../kit/base.styles.ts';
import { icon } from '../kit/icon.ts';

/**
 * Says that the disk is full, and what that means. Loaded when it is.
 *
 * @tag backchannel-storage-notice
 */
@customElement('backchannel-storage-notice')
@localized()
export class StorageNotice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        background: var(--vscode-sideBar-background);
        border-block-end: 1px solid var(--vscode-panel-border);
      }
      p {
        display: flex;
        gap: 8px;
        margin: 0;
        padding: 6px 10px;
      }
      .icon {
        flex: none;
        color: var(--vscode-editorWarning-foreground);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<p role="alert">
      ${icon(warning)}<span>${msg('The disk is full. What comes is shown, but nothing is kept, and nothing can be sent. Free some disk space: everything goes on by itself then.')}</span>
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-storage-notice': StorageNotice;
  }
}
