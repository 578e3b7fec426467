import { localized, msg, str } from '@lit/localize';
import check from '@vscode/codicons/src/icons/check.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ContactInformation } from '../../model/contact/contact.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { caseDataStyles } from '../case-data/case-data.styles.ts';
import { copyText } from '../kit/clipboard.ts';
import './contact-freshness.ts';
import { contactInformationStyles } from './contact-information.styles.ts';
import { icon } from '../kit/icon.ts';
import { renderLinked } from '../kit/linked-text.ts';
import { renderLink } from '../kit/message-links.ts';
import { SliceController } from '../kit/slice-controller.ts';

/** The longest value that names its copy button. The button of a longer one is named by what the value is. */
const MAX_NAMING_LENGTH = 60;

/**
 * What the contact service tells of a contact, to read and to copy.
 *
 * @tag backchannel-contact-information
 */
@customElement('backchannel-contact-information')
@localized()
export class ContactInformationView extends LitElement {
  static override styles = [baseStyles, buttonStyles, caseDataStyles, contactInformationStyles];

  /** Whose contact it is. */
  @property() of: 'interaction' | 'session' = 'session';
  /** The interaction's id, or the session's; one element shows one contact all its life. */
  @property() sourceId = '';

  /** The value whose copy button was pressed last. */
  @state() private copied = '';
  /** The sentence that says whether it was copied. */
  @state() private said = '';

  readonly #slice = new SliceController<'contact'>(this, () => ({ kind: 'contact', of: this.of, id: this.sourceId }));

  async #copy(value: string): Promise<void> {
    this.said = '';
    const isCopied = await copyText(value);
    this.copied = isCopied ? value : '';
    this.said = isCopied ? msg('Copied.') : msg("This page isn't allowed to copy. Select the text and copy it with Ctrl+C.");
  }

  override render(): TemplateResult | typeof nothing {
    const slice = this.#slice.slice;
    if (!slice) return nothing;

    return html`
      <backchannel-contact-freshness .of=${this.of} .sourceId=${this.sourceId} .freshness=${slice}></backchannel-contact-freshness>
      ${slice.contact ? this.#renderContact(slice.contact) : nothing}
      <p class=${this.said && !this.copied ? '' : 'visually-hidden'} role="status">${this.said}</p>
    `;
  }

  #renderContact({ name, company, numbers, emails, addresses, notes, attributes }: ContactInformation): TemplateResult {
    return html`<dl>
      ${this.#renderField(msg('Name'), name, html`<strong>${name}</strong>`)} ${this.#renderField(msg('Company'), company)}
      ${numbers.map(({ kind, value }) => this.#renderField(kind || msg('Number'), value, html`<bdi dir="ltr">${value}</bdi>`))}
      ${emails.map((email) => this.#renderField(msg('E-mail'), email, renderEmail(email)))}
      ${addresses.map(({ kind, text }) => this.#renderField(kind ? msg(str`Address (${kind})`) : msg('Address'), text))}
      ${this.#renderField(msg('Notes'), notes, renderLinked(notes))}
      ${attributes.map((attribute) => this.#renderField(attribute.name, attribute.value, renderLinked(attribute.value)))}
    </dl>`;
  }

  #renderField(label: string, value: string, shown: unknown = value): TemplateResult | typeof nothing {
    if (!value.trim()) return nothing;

    const isName = value.length <= MAX_NAMING_LENGTH && !value.includes('\n');
    const copyLabel = msg(str`Copy ${isName ? value : label}`);
    const isCopied = value === this.copied;
    return html`<div class="field">
      <dt><bdi>${label}</bdi></dt>
      <dd>
        <span class="value" dir="auto">${shown}</span>
        <button class="icon-button" aria-label=${copyLabel} title=${copyLabel} @click=${() => void this.#copy(value)} @blur=${() => (this.copied = '')}>
          ${icon(isCopied ? check : copy)}
        </button>
      </dd>
    </div>`;
  }
}

/**
 * A link that writes to the address. It is encoded, so that nothing in it can add to the mail; an address that isn't in ASCII gets no link, because
 * it may look like another one.
 */
function renderEmail(email: string): string | TemplateResult {
  return /^[\x21-\x3F\x41-\x7E]+@[\x21-\x3F\x41-\x7E]+$/.test(email)
    ? renderLink(`mailto:${encodeURIComponent(email).replace('%40', '@')}`, email)
    : email;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-contact-information': ContactInformationView;
  }
}
