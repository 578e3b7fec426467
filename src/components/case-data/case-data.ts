import { localized, msg, str } from '@lit/localize';
import edit from '@vscode/codicons/src/icons/edit.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { CaseField } from '../../model/interaction/case-data.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import './case-field-editor.ts';
import { caseKeyText } from '../../words/case-key-text.ts';
import { caseDataStyles } from './case-data.styles.ts';
import { renderCaseMarks, renderCaseValue } from './case-value.ts';
import { icon } from '../kit/icon.ts';
import { formattingLocale } from '../../words/localization.ts';
import { refusalOf } from '../../words/refusal-text.ts';
import { SliceController } from '../kit/slice-controller.ts';

/**
 * The case data of an interaction, or what a consultation shares of it, to read; before a consultation's first message the
 * agent chooses what is shared. In the interaction itself what the CRM says is editable can be changed.
 *
 * @tag backchannel-case-data
 */
@customElement('backchannel-case-data')
@localized()
export class CaseDataView extends LitElement {
  static override styles = [baseStyles, buttonStyles, caseDataStyles];

  /** Whose case data it is. */
  @property() of: 'interaction' | 'session' = 'session';
  /** The interaction's id, or the session's. */
  @property() sourceId = '';
  /** Whether the agent can keep single fields back. */
  @property({ type: Boolean }) isChoosing = false;

  @state() private refusal = '';
  /** The key of the field that is being changed. */
  @state() private editedKey: string | undefined;

  readonly #slice = new SliceController<'case-data'>(this, () =>
    this.sourceId ? { kind: 'case-data', of: this.of, id: this.sourceId } : undefined,
  );

  async #choose(key: string, isLeftOut: boolean): Promise<void> {
    const commands = this.#slice.workspace?.commands;
    if (commands) this.refusal = await refusalOf(commands.leaveOutField({ sessionId: this.sourceId, key, isLeftOut }));
  }

  /** Whether a field can be edited here. Only the first field of a key can, because fields are named by their key. */
  #isEditable({ key, isEditable }: CaseField, index: number): boolean {
    return this.of === 'interaction' && isEditable === true && this.#slice.slice?.fields.findIndex((field) => field.key === key) === index;
  }

  async #endEdit(index: number): Promise<void> {
    this.editedKey = undefined;
    await this.updateComplete;
    this.renderRoot.querySelectorAll('.field')[index]?.querySelector('button')?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const slice = this.#slice.slice;
    if (!slice) return nothing;

    const { fields, omitted, leftOut } = slice;
    return html`
      ${fields.length ? html`<dl>${fields.map((field, index) => this.#renderField(field, index, leftOut.includes(field.key)))}</dl>` : html`<p class="muted">${msg('There is no case data.')}</p>`}
      ${omitted ? html`<p class="muted">${msg(str`${omitted.toLocaleString(formattingLocale())} more fields are not shown: there are too many.`)}</p>` : nothing}
      <div role="alert">${this.refusal ? html`<p>${this.refusal}</p>` : nothing}</div>
      <div class="visually-hidden" aria-live="polite">${changesText(fields)}</div>
    `;
  }

  #renderField(field: CaseField, index: number, isLeftOut: boolean): TemplateResult {
    const { key, changedAt } = field;
    const label = caseKeyText(field);
    return html`<div class="field ${changedAt === undefined ? '' : 'changed'} ${isLeftOut ? 'left-out' : ''}">
      <dt>${this.isChoosing ? this.#renderChoice(key, label, isLeftOut) : html`<bdi>${label}</bdi>`}</dt>
      <dd dir="auto">${this.#isEditable(field, index) ? this.#renderEditable(field, label, index) : html`${renderCaseValue(field)}${renderCaseMarks(field)}`}</dd>
    </div>`;
  }

  #renderEditable(field: CaseField, label: string, index: number): TemplateResult {
    if (field.key === this.editedKey) {
      return html`<backchannel-case-field-editor
        .interactionId=${this.sourceId}
        .field=${field}
        .label=${label}
        .onClose=${() => void this.#endEdit(index)}
      ></backchannel-case-field-editor>`;
    }
    const name = msg(str`Edit ${label}`);
    return html`<span class="editable"
      ><span class="value">${renderCaseValue(field)}${renderCaseMarks(field)}</span
      ><button class="icon-button" aria-label=${name} title=${name} @click=${() => (this.editedKey = field.key)}>${icon(edit)}</button></span
    >`;
  }

  #renderChoice(key: string, label: string, isLeftOut: boolean): TemplateResult {
    return html`<label>
      <input
        type="checkbox"
        aria-label=${msg(str`Share ${label}`)}
        .checked=${live(!isLeftOut)}
        @change=${(event: Event) => void this.#choose(key, !(event.currentTarget as HTMLInputElement).checked)}
      /><bdi>${label}</bdi>
    </label>`;
  }
}

/** Says what has changed last, for those who can't see the marks. */
function changesText(fields: readonly CaseField[]): string {
  const latest = Math.max(...fields.map(({ changedAt = 0 }) => changedAt), 0);
  const keys = fields.filter(({ changedAt }) => changedAt === latest).map(caseKeyText);
  return keys.length > 0 ? msg(str`Changed: ${keys.slice(0, 5).join(', ')}`) : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-case-data': CaseDataView;
  }
}
