import { localized, msg, str } from '@lit/localize';
import lock from '@vscode/codicons/src/icons/lock.svg';
import trash from '@vscode/codicons/src/icons/trash.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { buttonStyles } from '../../components/kit/button.styles.ts';
import { fieldStyles } from '../../components/kit/field.styles.ts';
import { icon } from '../../components/kit/icon.ts';
import { SliceController } from '../../components/kit/slice-controller.ts';
import {
  type AllowedOrigins,
  allowOrigin,
  disallowPattern,
  onAllowedOriginsChange,
  readAllowedOrigins,
} from '../policy/allowed-origins.ts';
import { sectionStyles } from './section.styles.ts';

/**
 * The origins whose pages have the dock. The browser itself asks before one is added.
 *
 * @tag backchannel-origins-section
 */
@customElement('backchannel-origins-section')
@localized()
export class OriginsSection extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    sectionStyles,
    css`
      li {
        display: flex;
        gap: 8px;
        align-items: center;
        min-block-size: 32px;
      }
      .origin {
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      form {
        display: flex;
        gap: 8px;
      }
    `,
  ];

  @state() private allowed: AllowedOrigins | undefined;
  /** The sentence that the last action has left. */
  @state() private said = '';

  @query('input') private field!: HTMLInputElement | null;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  constructor() {
    super();
    onAllowedOriginsChange(() => void this.#read());
    void this.#read();
  }

  async #read(): Promise<void> {
    this.allowed = await readAllowedOrigins();
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    const origin = originOf(this.field?.value ?? '');
    if (origin === undefined) {
      this.said = msg('Enter an address that starts with https://, such as https://crm.example.com.');
      this.field?.focus();
    } else void this.#allow(origin);
  }

  /** Asks the browser for the permission. Nothing is awaited before, because it answers only in the same turn as a click. */
  async #allow(origin: string): Promise<void> {
    const isAllowed = await allowOrigin(origin).catch(() => false);
    this.said = isAllowed ? msg(str`Pages of ${origin} have the dock.`) : msg(str`${origin} wasn't allowed.`);
    if (isAllowed && this.field) this.field.value = '';
  }

  async #disallow(pattern: string): Promise<void> {
    // A failure is told as the browser's refusal, since the pattern is still there.
    const isRemoved = await disallowPattern(pattern).catch(() => false);
    this.said = isRemoved
      ? msg(str`Pages of ${siteOf(pattern)} don't have the dock any more.`)
      : msg('The browser keeps this one; remove it in the browser’s own settings of the extension.');
  }

  override render(): TemplateResult | typeof nothing {
    const { allowed } = this;
    const policy = this.#overview.slice?.policy;
    if (!allowed || !policy) return nothing;

    const missing = (policy.allowedOrigins ?? []).filter((origin) => !allowed.isAllowed(origin));
    return html`
      <p class="muted">
        ${msg('Pages of these addresses have Backchannel at their edge. They can open an instant message to an agent, and interactions of their own. They are told which sessions are accepted, ended and done, and what is said only in consultations about their own interactions.')}
      </p>
      ${
        allowed.patterns.length + missing.length > 0
          ? html`<ul>
            ${allowed.patterns.map((pattern) => this.#renderAllowed(pattern))} ${missing.map((origin) => this.#renderMissing(origin))}
          </ul>`
          : html`<p>${msg('No page has the dock.')}</p>`
      }
      ${policy.allowedOrigins ? html`<p class="locked muted">${icon(lock)}<span>${msg('Your organization has set which addresses may have it.')}</span></p>` : this.#renderForm()}
      <p role="status">${this.said}</p>
    `;
  }

  #renderAllowed(pattern: string): TemplateResult {
    const site = siteOf(pattern);
    return html`<li>
      <span class="origin" dir="ltr">${site}</span>
      <button class="icon-button" aria-label=${msg(str`Remove ${site}`)} title=${msg(str`Remove ${site}`)} @click=${() => void this.#disallow(pattern)}>${icon(trash)}</button>
    </li>`;
  }

  #renderMissing(origin: string): TemplateResult {
    return html`<li>
      <span class="origin muted" dir="ltr">${origin}</span>
      <button class="button secondary" aria-label=${msg(str`Allow ${origin}`)} @click=${() => void this.#allow(origin)}>${msg('Allow')}</button>
    </li>`;
  }

  #renderForm(): TemplateResult {
    return html`<form novalidate @submit=${this.#onSubmit}>
      <input type="text" inputmode="url" aria-label=${msg('CRM site')} placeholder="https://crm.example.com" spellcheck="false" autocomplete="off" dir="ltr" />
      <button class="button secondary">${msg('Allow')}</button>
    </form>`;
  }
}

/** The origin of what was entered; undefined if it can't be allowed. Pages that come unencrypted can't, because anybody on the way can forge them. */
function originOf(text: string): string | undefined {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  const isThisMachine = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1';
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isThisMachine) ? url.origin : undefined;
}

/** A match pattern without the path that all of them have in common. */
function siteOf(pattern: string): string {
  return pattern.replace(/\/\*$/, '');
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-origins-section': OriginsSection;
  }
}
