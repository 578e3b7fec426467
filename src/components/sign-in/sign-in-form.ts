import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import { escapeLocal, isBareJid } from '../../model/jid.ts';
import { UNREADABLE_SERVICE } from '../../model/policy.ts';
import type { SignInProblem } from '../../model/workspace.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { icon } from '../kit/icon.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { signInProblemText } from '../../words/sign-in-problem-text.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

type Field = 'address' | 'password' | 'server';

/** The field that a problem is about. Problems that aren't listed are about none. */
const FIELD_OF: Readonly<Partial<Record<SignInProblem, Field>>> = {
  'bad-address': 'address',
  'wrong-password': 'password',
  'password-needed': 'password',
  'password-expired': 'password',
  'server-not-found': 'server',
  'connection-refused': 'server',
  certificate: 'server',
  'insecure-connection': 'server',
  'not-an-xmpp-server': 'server',
};

/**
 * Signing in: address, password, and the server where it isn't found by itself.
 *
 * @tag backchannel-sign-in-form
 */
@customElement('backchannel-sign-in-form')
@localized()
export class SignInForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    css`
      :host {
        display: block;
        max-inline-size: 340px;
        margin: auto;
        padding: 16px;
      }
      form {
        display: grid;
        gap: 12px;
      }
      h2 {
        margin: 0;
        font-size: 18px;
        font-weight: 400;
      }
      .field {
        display: grid;
        gap: 4px;
      }
      .hint {
        font-size: 12px;
      }
      .error {
        display: flex;
        gap: 8px;
        margin: 0;
      }
    `,
  ];

  /** The server that the form begins with. */
  @property() service = '';

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  /** The sentence that a refused attempt left. */
  @state() private error = '';
  @state() private wrongField: Field | undefined;
  /** What the refused attempt failed at. */
  @state() private problem: SignInProblem | undefined;
  @state() private isBusy = false;

  @query('#address') private address!: HTMLInputElement;
  @query('#password') private password!: HTMLInputElement;
  @query('#server') private server!: HTMLInputElement;
  @query('#kept') private kept!: HTMLInputElement | null;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  async #onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.workspace || this.isBusy) return;

    const domain = this.#overview.slice?.policy.domain;
    const typed = this.address.value.trim();
    const jid = escapeLocal(domain && !typed.includes('@') ? `${typed}@${domain}` : typed);
    if (!isBareJid(jid)) {
      await this.#say(signInProblemText('bad-address'), 'address');
      return;
    }
    if (!this.password.value) {
      await this.#say(msg('Enter your password.'), 'password');
      return;
    }
    this.error = '';
    this.wrongField = undefined;
    this.problem = undefined;
    this.isBusy = true;
    const outcome = this.workspace.commands.signIn({
      jid,
      password: this.password.value,
      service: this.server.value.trim() || undefined,
      isKept: this.kept?.checked ?? false,
      isUnlocking: true,
    });
    const sentence = await refusalOf(outcome);
    // The sentence above says what failed.
    const result = await outcome.catch(() => undefined);
    this.isBusy = false;
    if (sentence) {
      this.problem = result?.refused === 'sign-in' ? result.problem : undefined;
      await this.#say(sentence, result?.refused === 'sign-in' ? FIELD_OF[result.problem] : undefined);
    }
  }

  /** Signs out, which deletes what is stored of the account, including how it has signed in. */
  async #deleteStored(): Promise<void> {
    const sentence = this.workspace ? await refusalOf(this.workspace.commands.signOut({})) : '';
    this.problem = undefined;
    await this.#say(sentence, undefined);
  }

  async #say(sentence: string, field: Field | undefined): Promise<void> {
    this.error = sentence;
    this.wrongField = field;
    await this.updateComplete;
    if (field) {
      this[field].focus();
      this[field].select();
    }
  }

  override render(): TemplateResult {
    const { connection, policy } = this.#overview.slice ?? {};
    const problem = this.problem ?? (connection?.status === 'signed-out' ? connection.problem : undefined);
    const error = this.error || (problem && !this.isBusy ? signInProblemText(problem) : '');
    const wrongField = this.wrongField ?? (!this.error && problem ? FIELD_OF[problem] : undefined);
    const detail = connection?.status === 'signed-out' && error ? connection.detail : undefined;
    const invalid = (field: Field) => (wrongField === field ? 'true' : nothing);
    const described = (field: Field) => (wrongField === field ? 'error' : nothing);
    return html`
      <form novalidate aria-labelledby="heading" aria-busy=${this.isBusy} @submit=${this.#onSubmit}>
        <h2 id="heading">${msg('Sign in to Backchannel')}</h2>
        <div role="alert" id="error">
          ${error ? html`<p class="error" title=${detail ?? nothing}>${icon(warning)}<span>${error}</span></p>` : nothing}
        </div>
        ${problem === 'weaker-sign-in' ? html`<button type="button" class="button secondary" @click=${this.#deleteStored}>${msg('Delete Stored Data')}</button>` : nothing}
        <div class="field">
          <label for="address">${msg('Address')}</label>
          <input
            id="address"
            type="text"
            inputmode="email"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            dir="ltr"
            placeholder="name@example.com"
            required
            aria-invalid=${invalid('address')}
            aria-describedby=${described('address')}
          />
        </div>
        <div class="field">
          <label for="password">${msg('Password')}</label>
          <input
            id="password"
            type="password"
            autocomplete="current-password"
            required
            aria-invalid=${invalid('password')}
            aria-describedby=${described('password')}
          />
        </div>
        <div class="field">
          <label for="server">${msg('Server')}</label>
          <input
            id="server"
            type="text"
            inputmode="url"
            autocomplete="url"
            .value=${policy?.service === UNREADABLE_SERVICE ? '' : (policy?.service ?? this.service)}
            ?readonly=${policy?.service !== undefined}
            spellcheck="false"
            dir="ltr"
            aria-invalid=${invalid('server')}
            aria-describedby=${wrongField === 'server' ? 'error server-hint' : 'server-hint'}
          />
          <span class="hint muted" id="server-hint">${policy?.service ? msg('Set by your organization') : msg('Found automatically when left empty')}</span>
        </div>
        ${
          policy?.isKeepingAllowed === false
            ? nothing
            : html`<label class="check"><input id="kept" type="checkbox" />${msg('Keep me signed in')}</label>`
        }
        <button class="button" aria-disabled=${this.isBusy ? 'true' : nothing}>
          ${this.isBusy ? msg('Signing in…') : msg('Sign In')}
        </button>
      </form>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-sign-in-form': SignInForm;
  }
}
