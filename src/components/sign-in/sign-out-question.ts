import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { UnsentWork } from '../../model/workspace.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { modalStyles } from '../kit/modal.styles.ts';
import { saveRecords } from '../unsent-records/record-export.ts';
import { unsentWorkText } from '../../words/unsent-work-text.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/**
 * Asks an agent who signs out whether what wasn't sent yet may be lost; records of consultations can be exported first. Loaded when there is
 * something to lose.
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
        padding: 16px;
      }
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

  /** Whether records of consultations can be exported first. From a locked desk they can't. */
  @property({ type: Boolean }) hasExport = true;

  @state() private lost: UnsentWork = { messages: 0, consultations: 0 };
  /** What the export has to say. */
  @state() private said = '';

  @query('dialog') private dialog!: HTMLDialogElement;

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;

  #answer: ((isSignedOut: boolean) => void) | undefined;

  /** @returns whether the agent signs out all the same */
  async ask(lost: UnsentWork): Promise<boolean> {
    this.lost = lost;
    this.said = '';
    await this.updateComplete;
    this.dialog.returnValue = '';
    this.dialog.showModal();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  #onClose(): void {
    this.#answer?.(this.dialog.returnValue === 'sign-out');
    this.#answer = undefined;
  }

  async #export(): Promise<void> {
    if (this.workspace) {
      const count = await saveRecords(this.workspace);
      this.said =
        count > 0
          ? msg('Exported. The file holds what was said: keep it where your organization wants it.')
          : msg('There is nothing left to export.');
    }
  }

  override render(): TemplateResult {
    return html`<dialog role="alertdialog" aria-labelledby="title" aria-describedby="lost" @close=${this.#onClose}>
      <div class="body">
        <h2 id="title">${msg('Sign out all the same?')}</h2>
        <p id="lost">${unsentWorkText(this.lost)}</p>
        <div class="actions">
          <button class="button secondary" autofocus @click=${() => this.dialog.close()}>${msg('Stay Signed In')}</button>
          ${this.hasExport && this.lost.consultations > 0 ? html`<button class="button secondary" @click=${() => void this.#export()}>${msg('Export Records')}</button>` : nothing}
          <button class="button" @click=${() => this.dialog.close('sign-out')}>${msg('Sign Out')}</button>
        </div>
        <p role="status">${this.said}</p>
      </div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-sign-out-question': SignOutQuestion;
  }
}
