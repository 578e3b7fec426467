import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { CaseField } from '../model/case-data.ts';
import { baseStyles } from './base.styles.ts';
import { caseDataStyles } from './case-data.styles.ts';
import { renderCaseMarks, renderCaseValue } from './case-value.ts';
import { formattingLocale } from './localization.ts';
import { refusalOf } from './refusal-text.ts';
import { SliceController } from './slice-controller.ts';

/**
 * The case data of an interaction, or what a consultation shares of it, to read; before a consultation's first message the
 * agent chooses what is shared.
 *
 * @tag backchannel-case-data
 */
@customElement('backchannel-case-data')
@localized()
export class CaseDataView extends LitElement {
  static override styles = [baseStyles, caseDataStyles];

  /** Whose case data it is. */
  @property() of: 'interaction' | 'session' = 'session';
  /** The interaction's id, or the session's. */
  @property() sourceId = '';
  /** Single fields can be kept back. */
  @property({ type: Boolean }) isChoosing = false;

  @state() private refusal = '';

  readonly #slice = new SliceController<'case-data'>(this, () => (this.sourceId ? { kind: 'case-data', of: this.of, id: this.sourceId } : undefined));

  async #choose(key: string, isLeftOut: boolean): Promise<void> {
    const commands = this.#slice.workspace?.commands;
    if (commands) {
      this.refusal = await refusalOf(commands.leaveOutField({ sessionId: this.sourceId, key, isLeftOut }));
    }
  }

  override render(): TemplateResult | typeof nothing {
    const slice = this.#slice.slice;
    if (!slice) {
      return nothing;
    }
    const { fields, omitted, leftOut } = slice;
    return html`
      ${fields.length ? html`<dl>${fields.map((field) => this.#renderField(field, leftOut.includes(field.key)))}</dl>` : html`<p class="muted">${msg('There is no case data.')}</p>`}
      ${omitted ? html`<p class="muted">${msg(str`${omitted.toLocaleString(formattingLocale())} more fields are not shown: there are too many.`)}</p>` : nothing}
      <div role="alert">${this.refusal ? html`<p>${this.refusal}</p>` : nothing}</div>
      <div class="visually-hidden" aria-live="polite">${changesText(fields)}</div>
    `;
  }

  #renderField(field: CaseField, isLeftOut: boolean): TemplateResult {
    const { key, changedAt } = field;
    return html`<div class="field ${changedAt === undefined ? '' : 'changed'} ${isLeftOut ? 'left-out' : ''}">
      <dt>${this.isChoosing ? this.#renderChoice(key, isLeftOut) : html`<bdi>${key}</bdi>`}</dt>
      <dd dir="auto">${renderCaseValue(field)}${renderCaseMarks(field)}</dd>
    </div>`;
  }

  #renderChoice(key: string, isLeftOut: boolean): TemplateResult {
    return html`<label>
      <input
        type="checkbox"
        aria-label=${msg(str`Share ${key}`)}
        .checked=${live(!isLeftOut)}
        @change=${(event: Event) => void this.#choose(key, !(event.currentTarget as HTMLInputElement).checked)}
      /><bdi>${key}</bdi>
    </label>`;
  }
}

/** What changed last, for who can't see the marks. */
function changesText(fields: readonly CaseField[]): string {
  const latest = Math.max(...fields.map(({ changedAt = 0 }) => changedAt), 0);
  const keys = fields.filter(({ changedAt }) => changedAt === latest).map(({ key }) => key);
  return keys.length > 0 ? msg(str`Changed: ${keys.slice(0, 5).join(', ')}`) : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-case-data': CaseDataView;
  }
}
