import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import { type CaseField, MAX_VALUE_LENGTH } from '../../model/interaction/case-data.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { icon } from '../kit/icon.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { exampleText, type FieldEdit, moneyExample, typedValue } from './case-field-entry.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/**
 * Changes one value of an interaction's case data, by a field of its type. Enter saves, Escape leaves it as it was.
 *
 * @tag backchannel-case-field-editor
 */
@customElement('backchannel-case-field-editor')
@localized()
export class CaseFieldEditor extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    css`
      :host {
        display: block;
        white-space: normal;
      }
      form {
        display: flex;
        gap: 2px;
        align-items: center;
      }
      input,
      select {
        flex: 1;
        min-inline-size: 0;
        inline-size: 0;
      }
      p {
        margin: 0;
      }
    `,
  ];

  @property() interactionId = '';
  /** What is edited; one element edits one field all its life. */
  @property({ attribute: false }) edit!: FieldEdit;
  /** What the field is called. */
  @property() label = '';
  /** Whether the agent has just begun, and so wants the focus here. */
  @property({ type: Boolean }) isFocusWanted = false;
  /** Called with what has been typed. */
  @property({ attribute: false }) onType: (typed: string) => void = () => undefined;
  /** Called when the agent has finished editing. */
  @property({ attribute: false }) onClose: () => void = () => undefined;

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  @state() private refusal = '';
  @query('input, select') private input!: HTMLInputElement | HTMLSelectElement;

  override firstUpdated(): void {
    this.input.value = this.edit.typed;
    if (!this.isFocusWanted) return;

    this.input.focus();
    if (this.input instanceof HTMLInputElement) this.input.select();
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const { workspace, interactionId, input } = this;
    const { field } = this.edit;
    if (!workspace) return;

    const value = typedValue(field, input.value);
    this.refusal = value === undefined ? exampleText(field.type) : '';
    if (value !== undefined && value !== field.value)
      this.refusal = await refusalOf(workspace.commands.changeCaseField({ interactionId, key: field.key, value }));

    if (!this.refusal) this.onClose();
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      // Escape ends here. Otherwise it would also close the dock.
      event.preventDefault();
      event.stopPropagation();
      this.onClose();
    } else if (event.key === 'Enter' && this.input instanceof HTMLSelectElement && event.composedPath()[0] === this.input) {
      // The browser submits a form by Enter from a text field only.
      event.preventDefault();
      this.input.form?.requestSubmit();
    }
  }

  override render(): TemplateResult {
    const [save, cancel] = [msg('Save'), msg('Cancel')];
    return html`
      <form @submit=${(event: Event) => void this.#save(event)} @keydown=${this.#onKeydown} @input=${() => this.onType(this.input.value)}>
        ${this.#renderInput()}
        <button class="icon-button" aria-label=${save} title=${save}>${icon(check)}</button>
        <button type="button" class="icon-button" aria-label=${cancel} title=${cancel} @click=${() => this.onClose()}>${icon(close)}</button>
      </form>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
    `;
  }

  #renderInput(): TemplateResult {
    const { label } = this;
    const { field } = this.edit;
    if (field.type === 'choice') {
      const choices = field.choices ?? [];
      return html`<select aria-label=${label}>
        ${choices.includes(field.value) ? nothing : html`<option disabled>${field.value}</option>`}
        ${choices.map((choice) => html`<option>${choice}</option>`)}
      </select>`;
    }
    return html`<input
      type=${isDay(field) ? 'date' : 'text'}
      inputmode=${field.type === 'number' ? 'decimal' : nothing}
      dir="auto"
      maxlength=${MAX_VALUE_LENGTH}
      autocomplete="off"
      aria-label=${label}
      placeholder=${field.type === 'money' ? moneyExample() : nothing}
    />`;
  }
}

/** Whether the browser's field for days edits it. It would lose the time zone of a date with a time. */
function isDay({ type, value }: CaseField): boolean {
  return type === 'date' && !value.includes('T');
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-case-field-editor': CaseFieldEditor;
  }
}
