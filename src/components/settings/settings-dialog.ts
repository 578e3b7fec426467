import { localized, msg } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { icon } from '../kit/icon.ts';
import { modalStyles } from '../kit/modal.styles.ts';
import './settings-form.ts';
import type { SettingsForm } from './settings-form.ts';
import { settingsDialogStyles } from './settings-dialog.styles.ts';
import { shortcutList } from '../../words/shortcut-list.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { tellTopLayer } from '../kit/top-layer.ts';

/**
 * The agent's settings and the keyboard shortcuts. Loaded when it is first opened.
 *
 * @tag backchannel-settings-dialog
 */
@customElement('backchannel-settings-dialog')
@localized()
export class SettingsDialog extends LitElement {
  static override styles = [baseStyles, buttonStyles, modalStyles, settingsDialogStyles];

  /** Opens the page with all settings, where there is one: the extension's options. */
  @property({ attribute: false }) openAllSettings: (() => void) | undefined;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('backchannel-settings-form') private form!: SettingsForm;

  /** Opens the dialog. */
  async show(): Promise<void> {
    await this.updateComplete;
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @beforetoggle=${tellTopLayer} @close=${() => this.form.stopTest()}>
      <header>
        <h2 id="title">${msg('Settings')}</h2>
        <button class="icon-button" aria-label=${msg('Close')} title=${msg('Close')} @click=${() => this.dialog.close()}>${icon(close)}</button>
      </header>
      <div class="body">
        <backchannel-settings-form .hasMainWindow=${this.openAllSettings !== undefined} .asksForNotifications=${!this.openAllSettings}></backchannel-settings-form>
        ${
          this.openAllSettings
            ? html`<button class="button secondary" @click=${() => this.openAllSettings?.()}>${msg('All Settings')}</button>`
            : nothing
        }
        <section aria-labelledby="shortcuts">
          <h3 id="shortcuts">${msg('Keyboard shortcuts')}</h3>
          <dl>${shortcutList(this.#overview.slice?.settings.shortcuts).map(({ keys, does }) => html`<dt><kbd>${keys}</kbd></dt><dd>${does}</dd>`)}</dl>
        </section>
      </div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-settings-dialog': SettingsDialog;
  }
}
