import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { baseStyles } from '../../components/base.styles.ts';
import { buttonStyles } from '../../components/button.styles.ts';
import { formattingLocale } from '../../components/localization.ts';
import { refusalOf } from '../../components/refusal-text.ts';
import { SliceController } from '../../components/slice-controller.ts';
import { sectionStyles } from './section.styles.ts';

/**
 * What this browser has stored of the account, how much it is, and the way to delete it.
 *
 * @tag backchannel-stored-data-section
 */
@customElement('backchannel-stored-data-section')
@localized()
export class StoredDataSection extends LitElement {
  static override styles = [baseStyles, buttonStyles, sectionStyles];

  /** The agent has asked to delete, and hasn't confirmed it yet. */
  @state() private isAsking = false;
  /** What the last action has to say. */
  @state() private said = '';

  @query('.keep') private keepButton!: HTMLElement | null;
  @query('.wipe') private wipeButton!: HTMLElement | null;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #account = new SliceController<'account'>(this, () => (this.#overview.slice?.me ? { kind: 'account' } : undefined));

  async #ask(): Promise<void> {
    this.isAsking = true;
    await this.updateComplete;
    this.keepButton?.focus();
  }

  async #wipe(): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) {
      this.said = (await refusalOf(commands.wipeHistory({}))) || msg('Your history was deleted from this browser.');
    }
    await this.#close();
  }

  async #close(): Promise<void> {
    this.isAsking = false;
    await this.updateComplete;
    this.wipeButton?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const account = this.#account.slice;
    if (!this.#overview.slice?.me) {
      return html`<p class="muted">${msg('Nothing is stored while you are signed out: signing out deletes everything.')}</p>`;
    }
    if (!account) {
      return nothing;
    }
    const count = (number: number) => number.toLocaleString(formattingLocale());
    return html`
      <dl>
        <dt class="muted">${msg('Sessions')}</dt>
        <dd>${count(account.sessions)}</dd>
        <dt class="muted">${msg('Messages')}</dt>
        <dd>${count(account.messages)}</dd>
        ${account.bytes === undefined
          ? nothing
          : html`<dt class="muted">${msg('Size, with everything else')}</dt><dd>${sizeText(account.bytes)}</dd>`}
      </dl>
      <p class="muted">${msg('Transcripts, drafts and login keys are stored in this browser only, never a password. Signing out deletes them.')}</p>
      ${this.isAsking ? this.#renderQuestion() : html`<div class="actions"><button class="button secondary wipe" @click=${() => void this.#ask()}>${msg('Delete History')}</button></div>`}
      <p role="status">${this.said}</p>
    `;
  }

  #renderQuestion(): TemplateResult {
    return html`<div role="alertdialog" aria-labelledby="question">
      <p id="question">${msg('Delete all sessions that were marked done, with their transcripts, from this browser? This can\'t be undone.')}</p>
      <div class="actions">
        <button class="button secondary keep" @click=${() => void this.#close()}>${msg('Keep')}</button>
        <button class="button" @click=${() => void this.#wipe()}>${msg('Delete')}</button>
      </div>
    </div>`;
  }
}

/** A size in the unit that suits it, such as "1.4 MB". */
function sizeText(bytes: number): string {
  const [unit, value] = bytes < 1_000_000 ? (['kilobyte', bytes / 1_000] as const) : (['megabyte', bytes / 1_000_000] as const);
  const text = new Intl.NumberFormat(formattingLocale(), { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
  return msg(str`about ${text}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-stored-data-section': StoredDataSection;
  }
}
