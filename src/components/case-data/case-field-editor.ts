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

  /** The value when the agent began. If the page changes the value meanwhile, what is typed stays. */
  #begun = '';

  override willUpdate(): void {
    if (!this.hasUpdated) this.#begun = this.field.value;
  }

  override firstUpdated(): void {
    this.input.focus();
    if (this.input instanceof HTMLInputElement) this.input.select();
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const { workspace, interactionId, field, input } = this;
    if (!workspace) return;

    this.refusal = '';
    if (input.value !== this.#begun)
      this.refusal = await refusalOf(workspace.commands.changeCaseField({ interactionId, key: field.key, value: input.value }));

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
        ${choices.includes(this.#begun) ? nothing : html`<option disabled selected>${this.#begun}</option>`}
        ${choices.map((choice) => html`<option ?selected=${choice === this.#begun}>${choice}</option>`)}
      </select>`;
    }
    return html`<input
      type=${inputTypeOf(field)}
      step="any"
      dir="auto"
      maxlength=${MAX_VALUE_LENGTH}
      autocomplete="off"
      aria-label=${label}
      placeholder=${field.type === 'money' ? '12.50 EUR' : nothing}
      .value=${this.#begun}
    />`;
  }
}

/** The type of the input. A date with a time is edited as text, because the browser's own fields lose the time zone. */
function inputTypeOf({ type, value }: CaseField): string {
  if (type === 'number') return 'number';

  return type === 'date' && !value.includes('T') ? 'date' : 'text';
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-case-field-editor': CaseFieldEditor;
  }
}
