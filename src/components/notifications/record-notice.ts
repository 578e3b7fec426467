import { localized, msg, str } from '@lit/localize';
import close from '@vscode/codicons/src/icons/close.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { recordKey, type UnsentRecord } from '../../model/contact/consultation-record.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { icon } from '../kit/icon.ts';
import { notificationsStyles } from './notifications.styles.ts';
import { recordRefusalText, recordTitle } from '../../words/record-text.ts';
import { SliceController } from '../kit/slice-controller.ts';

/**
 * Tells the agent, once, of records that the contact service has refused. It stays in this view until the agent has dismissed it or looked at the
 * records; one that comes later tells nothing more, as the status bar says how many there are. Loaded with the first refusal.
 *
 * @tag backchannel-record-notice
 */
@customElement('backchannel-record-notice')
@localized()
export class RecordNotice extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    notificationsStyles,
    css`
      .heading > .icon {
        color: var(--vscode-editorWarning-foreground);
      }
    `,
  ];

  /** Opens the list of the records. */
  @property({ attribute: false }) openRecords: (() => void) | undefined;

  /** The refusals that this view has shown and the agent hasn't dismissed. */
  @state() private told: ReadonlySet<string> = new Set();

  readonly #records = new SliceController<'unsent-records'>(
    this,
    () => ({ kind: 'unsent-records' }),
    () => this.#tell(),
  );
  #listening = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    document.addEventListener('visibilitychange', () => this.#tell(), { signal: this.#listening.signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
  }

  /** Shows new refusals and tells the host that they were shown. A hidden page does neither, because nobody would see them. */
  #tell(): void {
    const fresh = (this.#records.slice ?? []).filter(({ refusal }) => refusal?.isTold === false);
    if (fresh.length > 0 && document.visibilityState === 'visible') {
      this.told = new Set([...this.told, ...fresh.map(recordKey)]);
      // If the host doesn't hear of it, the agent is told once more, which is better than not at all.
      void this.#records.workspace?.commands.noteRefusalsTold({}).catch(() => undefined);
    }
  }

  #dismiss(): void {
    this.told = new Set();
  }

  #open(): void {
    this.#dismiss();
    this.openRecords?.();
  }

  override render(): TemplateResult {
    const records = (this.#records.slice ?? []).filter((record) => record.refusal && this.told.has(recordKey(record)));
    return html`<div role="status">${records[0] ? this.#renderNotice(records[0], records.length) : nothing}</div>`;
  }

  #renderNotice(record: UnsentRecord, count: number): TemplateResult {
    const reason = record.refusal ? recordRefusalText(record.refusal.reason) : '';
    return html`<div class="notification" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#dismiss()}>
      <div class="heading">
        ${icon(warning)}
        <h2>${count === 1 ? msg('The contact service refused the record of a consultation') : msg(str`The contact service refused the records of ${count} consultations`)}</h2>
        <button class="icon-button" aria-label=${msg('Dismiss')} title=${msg('Dismiss; the records are kept')} @click=${() => this.#dismiss()}>${icon(close)}</button>
      </div>
      ${count === 1 ? html`<p class="consequence"><bdi>${recordTitle(record)}</bdi>. ${reason}</p>` : html`<p class="consequence">${msg('They are kept in this browser. See why, try again or export them.')}</p>`}
      <div class="actions"><button class="button primary" @click=${() => this.#open()}>${count === 1 ? msg('Show Record') : msg('Show Records')}</button></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-record-notice': RecordNotice;
  }
}
