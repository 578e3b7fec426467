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
import { SliceController } from '../kit/slice-controller.ts';
import { signOutText } from '../../words/sign-out-text.ts';
import { unsentWorkText } from '../../words/unsent-work-text.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/**
 * Asks an agent who signs out whether they mean it, and says what ends and what is deleted. Asks once more where something wasn't sent yet;
 * records of consultations can be exported first. It is loaded when an agent signs out.
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

  /** What wasn't sent yet; undefined while that isn't what the agent is asked about. */
  @state() private lost: UnsentWork | undefined;
  /** What the export has to say. */
  @state() private said = '';

  @query('dialog') private dialog!: HTMLDialogElement;

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;

  #answer: ((isSignedOut: boolean) => void) | undefined;
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  /**
   * @param lost What nobody else has, where that is the question
   * @returns whether the agent signs out
   */
  async ask(lost?: UnsentWork): Promise<boolean> {
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
        <h2 id="title">${this.lost ? msg('Sign out all the same?') : msg('Sign out?')}</h2>
        <p id="lost">${this.lost ? unsentWorkText(this.lost) : signOutText(this.#overview.slice)}</p>
        <div class="actions">
          <button class="button secondary" autofocus @click=${() => this.dialog.close()}>${msg('Stay Signed In')}</button>
          ${this.hasExport && this.lost?.consultations ? html`<button class="button secondary" @click=${() => void this.#export()}>${msg('Export Records')}</button>` : nothing}
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
