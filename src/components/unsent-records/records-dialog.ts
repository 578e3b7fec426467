import { localized, msg } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { icon } from '../kit/icon.ts';
import { modalStyles } from '../kit/modal.styles.ts';
import './unsent-records.ts';

/**
 * The records of consultations that the contact service hasn't taken, as a dialog. Loaded when it is first opened.
 *
 * @tag backchannel-records-dialog
 */
@customElement('backchannel-records-dialog')
@localized()
export class RecordsDialog extends LitElement {
  static override styles = [baseStyles, buttonStyles, modalStyles];

  @query('dialog') private dialog!: HTMLDialogElement;

  /** Opens the dialog. */
  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <header>
        <h2 id="title">${msg('Unsent consultation records')}</h2>
        <button class="icon-button" aria-label=${msg('Close')} title=${msg('Close')} @click=${() => this.dialog.close()}>${icon(close)}</button>
      </header>
      <div class="body"><backchannel-unsent-records></backchannel-unsent-records></div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-records-dialog': RecordsDialog;
  }
}
