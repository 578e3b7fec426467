import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import type { Workspace } from '../channel/workspace.ts';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { saveRecords } from './record-export.ts';
import { refusalOf } from './refusal-text.ts';
import { settingsDialogStyles } from './settings-dialog.styles.ts';
import { workspaceContext } from './workspace-context.ts';

/**
 * Asks an agent who signs out what is to become of records that the contact service hasn't taken. Loaded when there are any.
 *
 * @tag backchannel-sign-out-dialog
 */
@customElement('backchannel-sign-out-dialog')
@localized()
export class SignOutDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    settingsDialogStyles,
    css`
      p {
        margin: 0;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: flex-end;
      }
    `,
  ];

  @state() private count = 0;
  /** What the last action has to say. */
  @state() private said = '';

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('.stay') private stayButton!: HTMLElement;
  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;

  /** @param count How many records there are */
  async ask(count: number): Promise<void> {
    this.count = count;
    this.said = '';
    await this.updateComplete;
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    this.stayButton.focus();
  }

  async #export(): Promise<void> {
    if (this.workspace) {
      const count = await saveRecords(this.workspace);
      this.said = count > 0 ? msg('Exported. The file holds what was said: keep it where your organization wants it.') : msg('There is nothing left to export.');
    }
  }

  async #signOut(): Promise<void> {
    if (this.workspace) {
      this.said = await refusalOf(this.workspace.commands.signOut({}));
    }
    if (!this.said) {
      this.dialog.close();
    }
  }

  override render(): TemplateResult {
    return html`<dialog role="alertdialog" aria-labelledby="title" aria-describedby="consequence">
      <header>
        <h2 id="title">${this.count === 1 ? msg('Sign out and delete 1 record?') : msg(str`Sign out and delete ${this.count} records?`)}</h2>
      </header>
      <div class="body">
        <p id="consequence">
          ${this.count === 1
            ? msg("The contact service hasn't taken the record of a consultation yet. Signing out deletes it. Export it first, or stay signed in: it is sent when the contact service takes it.")
            : msg("The contact service hasn't taken the records of these consultations yet. Signing out deletes them. Export them first, or stay signed in: they are sent when the contact service takes them.")}
        </p>
        <div class="actions">
          <button class="button stay" @click=${() => this.dialog.close()}>${msg('Stay Signed In')}</button>
          <button class="button secondary" @click=${() => void this.#export()}>${this.count === 1 ? msg('Export') : msg('Export All')}</button>
          <button class="button secondary" @click=${() => void this.#signOut()}>${msg('Sign Out and Delete')}</button>
        </div>
        <p role="status">${this.said}</p>
      </div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-sign-out-dialog': SignOutDialog;
  }
}
