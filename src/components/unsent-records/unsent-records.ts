import { localized, msg, str } from '@lit/localize';
import sync from '@vscode/codicons/src/icons/sync.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CommandResult } from '../../channel/contract.ts';
import { type RecordId, recordKey, type UnsentRecord } from '../../model/contact/consultation-record.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { contactText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import { saveRecords } from './record-export.ts';
import { recordRefusalText, recordTitle, recordWaitingText } from '../../words/record-text.ts';
import { refusalText } from '../../words/refusal-text.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { dateTimeText, fullTimeText } from '../../words/date-format.ts';
import { unsentRecordsStyles } from './unsent-records.styles.ts';

/**
 * The records of consultations that the contact service hasn't taken: why, and what can be done about each.
 *
 * @tag backchannel-unsent-records
 */
@customElement('backchannel-unsent-records')
@localized()
export class UnsentRecords extends LitElement {
  static override styles = [baseStyles, buttonStyles, unsentRecordsStyles];

  /** The record that the agent wants to delete, and hasn't confirmed it yet. */
  @state() private deleting: string | undefined;
  /** What the last action has to say. */
  @state() private said = '';

  @query('[role="alertdialog"] .keep') private keepButton!: HTMLElement | null;
  @query('.intro') private intro!: HTMLElement;

  readonly #records = new SliceController<'unsent-records'>(this, () => ({ kind: 'unsent-records' }));

  async #retry(record?: UnsentRecord): Promise<void> {
    const { workspace } = this.#records;
    if (!workspace) return;

    const ids = record ? [idOf(record)] : undefined;
    this.said = msg('Trying…');
    const result = await workspace.commands
      .retryRecords(ids ? { records: ids } : {})
      .catch((): CommandResult => ({ refused: 'not-possible-now' }));
    this.said = result.refused ? refusalText(result) : retriedText(result.unsentRecords ?? 0, ids?.length);
  }

  async #export(record?: UnsentRecord): Promise<void> {
    const { workspace } = this.#records;
    if (workspace) {
      const count = await saveRecords(workspace, record && [idOf(record)]);
      this.said =
        count > 0
          ? msg('Exported. The file holds what was said: keep it where your organization wants it.')
          : msg('There is nothing left to export.');
    }
  }

  async #askToDelete(record: UnsentRecord): Promise<void> {
    this.deleting = recordKey(record);
    await this.updateComplete;
    this.keepButton?.focus();
  }

  async #keep(record: UnsentRecord): Promise<void> {
    this.deleting = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-record="${CSS.escape(recordKey(record))}"] .delete`)?.focus();
  }

  async #delete(record: UnsentRecord): Promise<void> {
    this.deleting = undefined;
    // The button that has the focus is about to go, so that the focus moves to the introduction.
    this.intro.focus();
    const result = await this.#records.workspace?.commands
      .deleteRecord(idOf(record))
      .catch((): CommandResult => ({ refused: 'not-possible-now' }));
    this.said = result?.refused ? refusalText(result) : msg('The record was deleted.');
  }

  #onKeydown(event: KeyboardEvent, record: UnsentRecord): void {
    if (event.key === 'Escape') {
      // The dialog around it stays open.
      event.preventDefault();
      event.stopPropagation();
      void this.#keep(record);
    }
  }

  override render(): TemplateResult | typeof nothing {
    const records = this.#records.slice;
    if (!records) return nothing;

    return html`
      <p class="intro muted" tabindex="-1">
        ${
          records.length
            ? msg(
                "The record of a consultation belongs in the contact's history. These aren't there yet; they are kept in this browser until the contact service takes them, you delete them, or you sign out.",
              )
            : msg('The contact service has the record of every consultation.')
        }
      </p>
      ${
        records.length > 1
          ? html`<div class="actions">
            <button class="button secondary" @click=${() => void this.#retry()}>${msg('Try All Again')}</button>
            <button class="button secondary" @click=${() => void this.#export()}>${msg('Export All')}</button>
          </div>`
          : nothing
      }
      ${records.length ? html`<ul>${repeat(records, recordKey, (record) => this.#renderRecord(record))}</ul>` : nothing}
      <p role="status">${this.said}</p>
    `;
  }

  #renderRecord(record: UnsentRecord): TemplateResult {
    const { refusal, problem, isTrying, subject, peerName, startedAt } = record;
    const key = recordKey(record);
    return html`<li data-record=${key} class=${refusal ? 'refused' : ''}>
      <h3><bdi>${contactText(record.contactName)}</bdi></h3>
      <p class="muted">
        <bdi><time datetime=${new Date(startedAt).toISOString()} title=${fullTimeText(startedAt)}>${dateTimeText(startedAt)}</time></bdi>${peerName ? html` · <bdi>${msg(str`with ${peerName}`)}</bdi>` : nothing}
      </p>
      ${subject ? html`<p><bdi>${subject}</bdi></p>` : nothing}
      <p class="reason">${icon(refusal && !isTrying ? warning : sync)}<span>${refusal ? recordRefusalText(refusal.reason) : recordWaitingText(problem)}</span></p>
      ${refusal?.detail ? html`<p class="muted">${msg('The contact service says:')} <q><bdi>${refusal.detail}</bdi></q></p>` : nothing}
      ${this.deleting === key ? this.#renderQuestion(record) : this.#renderActions(record)}
    </li>`;
  }

  #renderActions(record: UnsentRecord): TemplateResult {
    const title = recordTitle(record);
    return html`<div class="actions">
      <button class="button secondary" aria-label=${msg(str`Try Again: ${title}`)} aria-disabled=${record.isTrying ? 'true' : nothing} @click=${() => void (record.isTrying || this.#retry(record))}>${msg('Try Again')}</button>
      <button class="button secondary" aria-label=${msg(str`Export: ${title}`)} @click=${() => void this.#export(record)}>${msg('Export')}</button>
      ${record.refusal ? html`<button class="button secondary delete" aria-label=${msg(str`Delete: ${title}`)} @click=${() => void this.#askToDelete(record)}>${msg('Delete')}</button>` : nothing}
    </div>`;
  }

  #renderQuestion(record: UnsentRecord): TemplateResult {
    return html`<div role="alertdialog" aria-labelledby="question" @keydown=${(event: KeyboardEvent) => this.#onKeydown(event, record)}>
      <p id="question">${msg("Delete this record? It isn't in the contact's history, and can't be brought back.")}</p>
      <div class="actions">
        <button class="button secondary keep" @click=${() => void this.#keep(record)}>${msg('Keep')}</button>
        <button class="button" @click=${() => void this.#delete(record)}>${msg('Delete')}</button>
      </div>
    </div>`;
  }
}

function idOf({ sessionId, contactId }: UnsentRecord): RecordId {
  return { sessionId, contactId };
}

/** @param tried Absent when all were tried */
function retriedText(left: number, tried: number | undefined): string {
  if (left === 0)
    return tried === 1 ? msg('The contact service has taken the record.') : msg('The contact service has taken every record.');

  return tried === 1
    ? msg("The contact service still doesn't take the record.")
    : msg(str`The contact service still doesn't take ${left} of the records.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-unsent-records': UnsentRecords;
  }
}
