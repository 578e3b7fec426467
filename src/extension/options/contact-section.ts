import { localized, msg, str } from '@lit/localize';
import lock from '@vscode/codicons/src/icons/lock.svg';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import * as v from 'valibot';
import type { Storage } from 'webextension-polyfill';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { buttonStyles } from '../../components/kit/button.styles.ts';
import { fieldStyles } from '../../components/kit/field.styles.ts';
import { icon } from '../../components/kit/icon.ts';
import { SliceController } from '../../components/kit/slice-controller.ts';
import { isHttpAddress } from '../../model/http-address.ts';
import type { Policy } from '../../model/policy.ts';
import {
  onContactConfigurationChange,
  putOwnContactConfiguration,
  readOwnContactConfiguration,
} from '../contacts/contact-configuration.ts';
import { configurationOf, type OwnContactConfiguration } from '../contacts/contact-terms.ts';
import { type ContactSignInRequest, contactSignInState, type ContactSignInState } from '../contacts/contact-sign-in-messages.ts';
import { HELD_TOKENS } from '../contacts/held-tokens.ts';
import { contactSignInText } from './contact-sign-in-text.ts';
import { sectionStyles } from './section.styles.ts';

type Field = 'address' | 'issuer' | 'client';

/**
 * The contact service: where it is, and whether the agent is signed in to it.
 *
 * @tag backchannel-contact-section
 */
@customElement('backchannel-contact-section')
@localized()
export class ContactSection extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    sectionStyles,
    css`
      form,
      .field {
        display: grid;
        gap: 4px;
      }
      form {
        gap: 12px;
      }
      .hint {
        display: flex;
        gap: 6px;
        align-items: center;
        font-size: 12px;
      }
      .address {
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];

  @state() private own: OwnContactConfiguration | undefined;
  @state() private standing: ContactSignInState | undefined;
  /** Whether the issuer's page is open and its outcome is waited for. */
  @state() private isBusy = false;
  /** The sentence that the last change of the fields has left. */
  @state() private said = '';
  @state() private wrongField: Field | undefined;

  @query('#address') private address!: HTMLInputElement;
  @query('#issuer') private issuer!: HTMLInputElement;
  @query('#client') private client!: HTMLInputElement;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  #askedFor: string | undefined;

  constructor() {
    super();
    onContactConfigurationChange(() => void this.#read());
    browser.storage.onChanged.addListener((changes: Record<string, Storage.StorageChange>, area: string) => {
      if (area === 'session' && HELD_TOKENS in changes) void this.#ask('read-contact-sign-in');
    });
    void this.#read();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const jid = this.#overview.slice?.me?.jid;
    if (jid !== this.#askedFor) {
      this.#askedFor = jid;
      void this.#ask('read-contact-sign-in');
    }
  }

  async #read(): Promise<void> {
    this.own = await readOwnContactConfiguration();
    await this.#ask('read-contact-sign-in');
  }

  async #ask(type: ContactSignInRequest['type']): Promise<void> {
    // The outcome of an attempt stays on screen until something else happens.
    if (this.isBusy && type === 'read-contact-sign-in') return;
    const request: ContactSignInRequest = { type };
    // Without an answer the section shows what it showed before, and asks again at the next change.
    const parsed = v.safeParse(contactSignInState, await browser.runtime.sendMessage(request).catch(() => undefined));
    if (parsed.success && !(this.isBusy && type === 'read-contact-sign-in')) this.standing = parsed.output;
  }

  async #signIn(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.said = '';
    await this.#ask('sign-in-to-contacts');
    this.isBusy = false;
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    const policy = this.#overview.slice?.policy;
    if (!policy || policy.areContactsDecided) return;
    const address = this.address.value.trim();
    const issuer = this.issuer.value.trim();
    const clientId = this.client.value.trim();
    this.wrongField = undefined;
    if (address && !isHttpAddress(address)) this.wrongField = 'address';
    else if ((issuer || clientId) && !isHttpAddress(issuer)) this.wrongField = 'issuer';
    else if (issuer && !clientId) this.wrongField = 'client';
    if (this.wrongField) {
      this.said =
        this.wrongField === 'client'
          ? msg('Enter the client ID that the issuer knows Backchannel by.')
          : msg('Enter an address that starts with https://, such as https://contacts.example.com.');
      this[this.wrongField].focus();
      return;
    }
    const contactService = address || undefined;
    const contactSignIn = issuer ? { issuer, clientId } : undefined;
    void putOwnContactConfiguration({ contactService, contactSignIn }).then(() => (this.said = msg('Saved.')));
  }

  override render(): TemplateResult | typeof nothing {
    const { own } = this;
    const policy = this.#overview.slice?.policy;
    if (!own || !policy) return nothing;
    const { contactService, contactSignIn } = configurationOf(policy, own);
    // The policy locks both fields, also if it sets only one of them: see `configurationOf`.
    const isLocked = policy.areContactsDecided;
    return html`
      <p class="muted">${msg("Your organization's contacts and their history. Its sign-in is separate from Backchannel's, and ends with the browser.")}</p>
      <form novalidate @submit=${this.#onSubmit}>
        ${this.#renderField('address', msg('Contact service'), contactService ?? '', isLocked)}
        ${this.#renderField('issuer', msg('Issuer'), contactSignIn?.issuer ?? '', isLocked)}
        ${this.#renderField('client', msg('Client ID'), contactSignIn?.clientId ?? '', isLocked)}
        <p class="error" role="alert" id="wrong">${this.wrongField ? this.said : ''}</p>
        ${isLocked ? nothing : html`<div class="actions"><button class="button secondary">${msg('Save')}</button></div>`}
      </form>
      <p role="status">${this.wrongField ? '' : this.said}</p>
      ${this.#renderStanding(policy)}
    `;
  }

  #renderField(field: Field, label: string, value: string, isLocked: boolean): TemplateResult {
    const isWrong = this.wrongField === field;
    return html`<div class="field">
      <label for=${field}>${label}</label>
      <input
        id=${field}
        type="text"
        inputmode=${field === 'client' ? 'text' : 'url'}
        autocomplete="off"
        spellcheck="false"
        dir="ltr"
        .value=${value}
        ?readonly=${isLocked}
        aria-invalid=${isWrong ? 'true' : nothing}
        aria-describedby=${isWrong ? 'wrong' : isLocked ? `${field}-lock` : nothing}
      />
      ${isLocked ? html`<span class="hint muted" id="${field}-lock">${icon(lock)}${msg('Set by your organization')}</span>` : nothing}
    </div>`;
  }

  #renderStanding(policy: Policy): TemplateResult | typeof nothing {
    const { standing } = this;
    if (!standing) return nothing;
    if (standing.problem === 'not-configured' || standing.problem === 'signed-out') {
      return html`<p class="muted">${contactSignInText(standing.problem)}</p>
        ${standing.problem === 'not-configured' && !policy.areContactsDecided ? html`<p class="muted">${msg('Register this redirect address with the issuer:')} <span class="address" dir="ltr">${browser.identity.getRedirectURL()}</span></p>` : nothing}`;
    }
    const { owner, problem, detail } = standing;
    return html`
      <p role="status">${owner ? msg(str`Signed in to the contact service as ${owner.name}`) : this.isBusy ? msg('Signing in…') : msg("You aren't signed in to the contact service.")}</p>
      <p class="error" role="alert">${problem && !this.isBusy ? contactSignInText(problem, detail) : ''}</p>
      <div class="actions">
        ${
          owner
            ? html`<button class="button secondary" @click=${() => void this.#ask('sign-out-of-contacts')}>${msg('Sign Out of the Contact Service')}</button>`
            : html`<button class="button" aria-disabled=${this.isBusy ? 'true' : nothing} @click=${() => void this.#signIn()}>${msg('Sign In to the Contact Service')}</button>`
        }
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-contact-section': ContactSection;
  }
}
