import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { buttonStyles } from '../../components/kit/button.styles.ts';
import { formattingLocale } from '../../words/localization.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { SliceController } from '../../components/kit/slice-controller.ts';
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

  /** Whether the agent has asked to delete, and hasn't confirmed it yet. */
  @state() private isAsking = false;
  /** What the last action has to say. */
  @state() private said = '';

  @query('.keep') private keepButton!: HTMLElement | null;
  @query('.wipe') private wipeButton!: HTMLElement | null;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #account = new SliceController<'account'>(this, () => ({ kind: 'account' }));

  async #ask(): Promise<void> {
    this.isAsking = true;
    await this.updateComplete;
    this.keepButton?.focus();
  }

  async #wipe(): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.said = (await refusalOf(commands.wipeHistory({}))) || msg('Your history was deleted from this browser.');

    await this.#close();
  }

  async #close(): Promise<void> {
    this.isAsking = false;
    await this.updateComplete;
    this.wipeButton?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const account = this.#account.slice;
    const overview = this.#overview.slice;
    if (!overview || !account) return nothing;

    if (!overview.me)
      return account.isLeft ? this.#renderLeft() : html`<p class="muted">${msg('Nothing of an agent is stored in this browser.')}</p>`;

    const count = (number: number) => number.toLocaleString(formattingLocale());
    return html`
      <dl>
        <dt class="muted">${msg('Sessions')}</dt>
        <dd>${count(account.sessions)}</dd>
        <dt class="muted">${msg('Messages')}</dt>
        <dd>${count(account.messages)}</dd>
        ${
          account.bytes === undefined
            ? nothing
            : html`<dt class="muted">${msg('Size of everything that is stored')}</dt><dd>${sizeText(account.bytes)}</dd>`
        }
      </dl>
      <p class="muted">${storedText(account.isSignInKept, overview.policy.isSharedComputer)}</p>
      ${overview.policy.privileges.canWipe ? this.#renderWipe() : html`<p class="muted">${msg("Your organization doesn't let you delete your history.")}</p>`}
      <p role="status">${this.said}</p>
    `;
  }

  #renderLeft(): TemplateResult {
    return html`
      <p class="muted">${msg('What is stored of the agent who was signed in last is still in this browser. It is deleted when another agent signs in.')}</p>
      <div class="actions"><button class="button secondary" @click=${() => void this.#deleteLeft()}>${msg('Delete It Now')}</button></div>
      <p role="status">${this.said}</p>
    `;
  }

  async #deleteLeft(): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.said = await refusalOf(commands.signOut({}));
  }

  #renderWipe(): TemplateResult {
    if (this.isAsking) return this.#renderQuestion();
    return html`<div class="actions"><button class="button secondary wipe" @click=${() => void this.#ask()}>${msg('Delete History')}</button></div>`;
  }

  #renderQuestion(): TemplateResult {
    return html`<div role="alertdialog" aria-labelledby="question">
      <p id="question">${msg("Delete all sessions that were marked done, with their transcripts, from this browser? This can't be undone.")}</p>
      <div class="actions">
        <button class="button secondary keep" @click=${() => void this.#close()}>${msg('Keep')}</button>
        <button class="button" @click=${() => void this.#wipe()}>${msg('Delete')}</button>
      </div>
    </div>`;
  }
}

function storedText(isSignInKept: boolean, isSharedComputer: boolean): string {
  const what = msg(
    'Sessions with what was said in them, drafts, calls, case data, what was read of contacts, colleagues, favorites and settings are stored in this browser.',
  );
  const keys = isSignInKept ? msg('Your login keys are, too; your password never is.') : msg('Your login keys and your password are not.');
  const sealed = isSharedComputer ? msg('On this shared computer it is encrypted, and nobody can read it once the browser is closed.') : '';
  return [what, keys, sealed, msg('Signing out deletes all of it, and so does the sign-in of another agent.')].filter(Boolean).join(' ');
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
