import { localized, msg, str } from '@lit/localize';
import pencil from '@vscode/codicons/src/icons/edit.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { CaseField } from '../../model/interaction/case-data.ts';
import { cutText } from '../../model/text/cut-text.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import './case-field-editor.ts';
import { type FieldEdit, shownValue } from './case-field-entry.ts';
import { caseKeyText } from '../../words/case-key-text.ts';
import { caseDataStyles } from './case-data.styles.ts';
import { renderCaseMarks, renderCaseValue } from './case-value.ts';
import { icon } from '../kit/icon.ts';
import { formattingLocale } from '../../words/localization.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { SliceController } from '../kit/slice-controller.ts';

/** As much of a value is shown at first. */
const FIRST_LINES = 6;
const FIRST_CHARACTERS = 240;

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
  /** The edit that the agent has begun, here or where the interaction was shown before. */
  @property({ attribute: false }) edit: FieldEdit | undefined;
  /** Called with each change of the edit, so that it is kept when the agent goes to another interaction. */
  @property({ attribute: false }) onEdit: (edit: FieldEdit | undefined) => void = () => undefined;

  @state() private refusal = '';
  /** The fields whose long values the agent has asked to see whole. */
  @state() private expanded: ReadonlySet<string> = new Set();
  /** Whether the agent has just begun the edit, and so wants the focus in it. */
  #isFocusWanted = false;

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

  override willUpdate(): void {
    const { edit } = this;
    const fields = this.#slice.slice?.fields;
    // The page has taken the field away meanwhile.
    if (edit && fields && !fields.some((field, index) => field.key === edit.field.key && this.#isEditable(field, index)))
      this.#setEdit(undefined);
  }

  #setEdit(edit: FieldEdit | undefined): void {
    this.edit = edit;
    this.onEdit(edit);
  }

  #beginEdit(field: CaseField): void {
    this.#isFocusWanted = true;
    this.#setEdit({ field, typed: shownValue(field) });
  }

  async #endEdit(index: number): Promise<void> {
    this.#setEdit(undefined);
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
      <dd dir="auto">${this.#isEditable(field, index) ? this.#renderEditable(field, label, index) : this.#renderValue(field)}</dd>
    </div>`;
  }

  #renderEditable(field: CaseField, label: string, index: number): TemplateResult {
    const { edit } = this;
    if (edit?.field.key === field.key) {
      return html`<backchannel-case-field-editor
        .interactionId=${this.sourceId}
        .edit=${edit}
        .label=${label}
        .isFocusWanted=${this.#isFocusWanted}
        .onType=${(typed: string) => this.#setEdit({ ...edit, typed })}
        .onClose=${() => void this.#endEdit(index)}
      ></backchannel-case-field-editor>`;
    }
    const name = msg(str`Edit ${label}`);
    return html`<span class="editable"
      ><span class="value">${this.#renderValue(field)}</span
      ><button class="icon-button" aria-label=${name} title=${name} @click=${() => this.#beginEdit(field)}>${icon(pencil)}</button></span
    >`;
  }

  /** The value with its marks. Of a long one the beginning, so that what comes after it, and what is chosen to be shared, stays in sight. */
  #renderValue(field: CaseField): TemplateResult {
    const beginning = this.expanded.has(field.key) ? field.value : beginningOf(field.value);
    if (beginning.length === field.value.length) return html`${renderCaseValue(field)}${renderCaseMarks(field)}`;

    const length = field.value.length.toLocaleString(formattingLocale());
    const expand = (): void => {
      this.expanded = new Set(this.expanded).add(field.key);
    };
    return html`${renderCaseValue({ type: 'text', value: `${beginning}…` })}${renderCaseMarks(field)}
      <button class="expand" @click=${expand}>${msg(str`Show all (${length} characters)`)}</button>`;
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

/** The part of a value that is shown at first. */
function beginningOf(value: string): string {
  return cutText(value.split('\n', FIRST_LINES).join('\n'), FIRST_CHARACTERS);
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
