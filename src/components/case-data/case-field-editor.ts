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
import { refusalOf } from '../../words/refusal-text.ts';
import { exampleText, moneyExample, shownValue, typedValue } from './case-field-entry.ts';
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
  /** The field as it is now. */
  @property({ attribute: false }) field!: CaseField;
  /** What the field is called. */
  @property() label = '';
  /** Called when the agent has finished editing. */
  @property({ attribute: false }) onClose: () => void = () => undefined;

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  @state() private refusal = '';
  @query('input, select') private input!: HTMLInputElement | HTMLSelectElement;

  /** The field when the agent began. If the page changes the value meanwhile, what is typed stays. */
  #begun!: CaseField;

  override willUpdate(): void {
    if (!this.hasUpdated) this.#begun = this.field;
  }

  override firstUpdated(): void {
    this.input.focus();
    if (this.input instanceof HTMLInputElement) this.input.select();
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const { workspace, interactionId, field, input } = this;
    if (!workspace) return;

    const value = typedValue(this.#begun, input.value);
    this.refusal = value === undefined ? exampleText(field.type) : '';
    if (value !== undefined && value !== this.#begun.value)
      this.refusal = await refusalOf(workspace.commands.changeCaseField({ interactionId, key: field.key, value }));

    if (!this.refusal) this.onClose();
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      // Escape ends here. Otherwise it would also close the dock.
      event.preventDefault();
      event.stopPropagation();
      this.onClose();
    }
  }

  override render(): TemplateResult {
    const [save, cancel] = [msg('Save'), msg('Cancel')];
    return html`
      <form @submit=${(event: Event) => void this.#save(event)} @keydown=${this.#onKeydown}>
        ${this.#renderInput()}
        <button class="icon-button" aria-label=${save} title=${save}>${icon(check)}</button>
        <button type="button" class="icon-button" aria-label=${cancel} title=${cancel} @click=${() => this.onClose()}>${icon(close)}</button>
      </form>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
    `;
  }

  #renderInput(): TemplateResult {
    const { field, label } = this;
    if (field.type === 'choice') {
      const choices = field.choices ?? [];
      return html`<select aria-label=${label}>
        ${choices.includes(this.#begun.value) ? nothing : html`<option disabled selected>${this.#begun.value}</option>`}
        ${choices.map((choice) => html`<option ?selected=${choice === this.#begun.value}>${choice}</option>`)}
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
      .value=${shownValue(this.#begun)}
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
