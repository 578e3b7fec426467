import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import lockIcon from '@vscode/codicons/src/icons/lock.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { LockView } from '../../model/workspace.ts';
import { waitingText } from '../../words/lock-text.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { tokenProblemText } from '../../words/token-problem-text.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { icon } from '../kit/icon.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { signOut } from './sign-out.ts';

/**
 * Stands in place of a locked desk: tells how much waits, and how to unlock it. It doesn't tell whose desk it is.
 *
 * @tag backchannel-lock-screen
 */
@customElement('backchannel-lock-screen')
@localized()
export class LockScreen extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    css`
      :host {
        display: block;
        inline-size: 100%;
        max-inline-size: 340px;
        margin: auto;
        padding: 16px;
        box-sizing: border-box;
      }
      form,
      .screen {
        display: grid;
        gap: 12px;
      }
      h2 {
        display: flex;
        gap: 8px;
        align-items: center;
        margin: 0;
        font-size: 18px;
        font-weight: 400;
      }
      p {
        margin: 0;
      }
      .field {
        display: grid;
        gap: 4px;
      }
      .error {
        display: flex;
        gap: 8px;
      }
    `,
  ];

  /** Opens the main window, where unlocking is left to it: in a page that isn't Backchannel's own nobody gets used to giving a password. */
  @property({ attribute: false }) openMainWindow: (() => void) | undefined;

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  /** The sentence that a refused attempt left. */
  @state() private error = '';
  @state() private isBusy = false;

  @query('#password, .open') private first!: HTMLElement | null;
  @query('#password') private password!: HTMLInputElement | null;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  #hasAppeared = false;

  constructor() {
    super();
    new ClockController(this, () => this.#waitS > 0);
  }

  /** How many seconds it is until the next password is looked at. */
  get #waitS(): number {
    return Math.max(0, Math.ceil(((this.#overview.slice?.lock?.nextTryAt ?? 0) - Date.now()) / 1_000));
  }

  override focus(): void {
    this.first?.focus();
  }

  /** Moves the focus here, because what had it on the desk is gone. If something else in the page has it, it stays there. */
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.#hasAppeared && this.first) {
      this.#hasAppeared = true;
      if (document.activeElement === null || document.activeElement === document.body) this.focus();
    }
  }

  async #onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    const { workspace, password } = this;
    if (!workspace || !password || this.isBusy || this.#waitS > 0) return;

    if (!password.value) {
      this.error = msg('Enter your password.');
      password.focus();
      return;
    }
    this.isBusy = true;
    const outcome = workspace.commands.unlock({ password: password.value });
    password.value = '';
    this.error = await refusalOf(outcome);
    this.isBusy = false;
    if (this.error) password.focus();
  }

  async #signIn(): Promise<void> {
    if (!this.workspace || this.isBusy) return;

    this.isBusy = true;
    const outcome = this.workspace.commands.unlock({});
    const sentence = await refusalOf(outcome);
    // The sentence says what failed.
    const result = await outcome.catch(() => undefined);
    this.error = result?.refused === 'sign-in' ? tokenProblemText(result.problem) : sentence;
    this.isBusy = false;
  }

  async #signOut(): Promise<void> {
    if (this.workspace) this.error = await signOut(this.workspace, this.renderRoot);
  }

  override render(): TemplateResult | typeof nothing {
    const lock = this.#overview.slice?.lock;
    if (!lock) return nothing;

    const head = html`
      <h2 id="heading">${icon(lockIcon)}${msg('The desk is locked')}</h2>
      <p class="muted" role="status">${waitingText(lock) || msg('Nothing waits for you.')}</p>
    `;
    if (this.openMainWindow)
      return html`<div class="screen">${head}<button class="button open" @click=${this.openMainWindow}>${msg('Unlock in the Main Window')}</button></div>`;

    const signOutButton = html`<button type="button" class="button secondary" @click=${() => void this.#signOut()}>${msg('Sign Out')}</button>
      <backchannel-sign-out-question .hasExport=${false}></backchannel-sign-out-question>`;
    if (lock.by === 'issuer') {
      return html`<div class="screen">
        ${head} ${this.#renderError()}
        <button class="button open" aria-disabled=${this.isBusy ? 'true' : nothing} @click=${() => void this.#signIn()}>
          ${msg('Sign In to Unlock')}
        </button>
        ${signOutButton}
      </div>`;
    }
    if (lock.by === 'page') {
      return html`<div class="screen">
        ${head}
        <p>${msg('You signed in without a password here, so only the page that signed you in can unlock the desk. Otherwise sign out, and sign in again.')}</p>
        ${this.#renderError()}${signOutButton}
      </div>`;
    }
    return html`<form novalidate aria-labelledby="heading" aria-busy=${this.isBusy} @submit=${this.#onSubmit}>
      ${head} ${this.#renderError()}
      <div class="field">
        <label for="password">${msg('Password')}</label>
        <input id="password" type="password" autocomplete="current-password" required aria-invalid=${this.error ? 'true' : nothing} aria-describedby=${this.error ? 'error' : nothing} />
      </div>
      ${this.#renderUnlock(lock)}${signOutButton}
    </form>`;
  }

  #renderUnlock(lock: LockView): TemplateResult {
    const waitS = lock.nextTryAt === undefined ? 0 : this.#waitS;
    const words = waitS > 0 ? msg(str`Unlock in ${waitS} s`) : msg('Unlock');
    return html`<button class="button" aria-disabled=${this.isBusy || waitS > 0 ? 'true' : nothing}>${words}</button>`;
  }

  #renderError(): TemplateResult {
    return html`<div role="alert" id="error">${this.error ? html`<p class="error">${icon(warning)}<span>${this.error}</span></p>` : nothing}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-lock-screen': LockScreen;
  }
}
