import { localized, msg } from '@lit/localize';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { UnsentWork } from '../model/workspace.ts';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { modalStyles } from './modal.styles.ts';
import { unsentWorkText } from './unsent-work-text.ts';

/**
 * Asks an agent who signs out whether what wasn't sent yet may be lost. Loaded when there is something to lose.
 *
 * @tag backchannel-sign-out-question
 */
@customElement('backchannel-sign-out-question')
@localized()
export class SignOutQuestion extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    modalStyles,
    css`
      .body {
        display: grid;
        gap: 12px;
        padding: 16px;
      }
      h2,
      p {
        margin: 0;
      }
      h2 {
        font-size: 15px;
        font-weight: 600;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: flex-end;
      }
    `,
  ];

  @state() private lost: UnsentWork = { messages: 0, consultations: 0 };

  @query('dialog') private dialog!: HTMLDialogElement;

  #answer: ((isSignedOut: boolean) => void) | undefined;

  /** @returns whether the agent signs out all the same */
  async ask(lost: UnsentWork): Promise<boolean> {
    this.lost = lost;
    await this.updateComplete;
    this.dialog.returnValue = '';
    this.dialog.showModal();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  #onClose(): void {
    this.#answer?.(this.dialog.returnValue === 'sign-out');
    this.#answer = undefined;
  }

  override render(): TemplateResult {
    return html`<dialog role="alertdialog" aria-labelledby="title" aria-describedby="lost" @close=${this.#onClose}>
      <div class="body">
        <h2 id="title">${msg('Sign out all the same?')}</h2>
        <p id="lost">${unsentWorkText(this.lost)}</p>
        <div class="actions">
          <button class="button secondary" autofocus @click=${() => this.dialog.close()}>${msg('Stay Signed In')}</button>
          <button class="button" @click=${() => this.dialog.close('sign-out')}>${msg('Sign Out')}</button>
        </div>
      </div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-sign-out-question': SignOutQuestion;
  }
}
