import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { SignInProblem } from '../../model/workspace.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { tokenProblemText } from '../../words/token-problem-text.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { icon } from '../kit/icon.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/**
 * Signing in where no password is asked for, because the organisation's issuer or the page gives tokens: why nobody is signed in, and a button.
 *
 * @tag backchannel-token-sign-in
 */
@customElement('backchannel-token-sign-in')
@localized()
export class TokenSignIn extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: block;
        max-inline-size: 340px;
        margin: auto;
        padding: 16px;
      }
      section {
        display: grid;
        gap: 12px;
      }
      h2 {
        margin: 0;
        font-size: 18px;
        font-weight: 400;
      }
      p {
        display: flex;
        gap: 8px;
        margin: 0;
      }
    `,
  ];

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  /** What the last press of the button came to, if to nothing. */
  @state() private problem: SignInProblem | undefined;
  /** The sentence for a refusal that is no problem of signing in. */
  @state() private refusal = '';
  @state() private isBusy = false;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  async #signIn(): Promise<void> {
    if (!this.workspace || this.isBusy) return;

    this.isBusy = true;
    this.problem = undefined;
    this.refusal = '';
    const outcome = this.workspace.commands.signIn({});
    const sentence = await refusalOf(outcome);
    // The sentence says what failed.
    const result = await outcome.catch(() => undefined);
    this.isBusy = false;
    if (result?.refused === 'sign-in') this.problem = result.problem;
    else this.refusal = sentence;
  }

  override render(): TemplateResult {
    const { connection } = this.#overview.slice ?? {};
    const problem = this.problem ?? (connection?.status === 'signed-out' ? connection.problem : undefined);
    const error = this.isBusy ? '' : this.refusal || (problem ? tokenProblemText(problem) : '');
    const detail = connection?.status === 'signed-out' && error ? connection.detail : undefined;
    return html`
      <section aria-labelledby="heading" aria-busy=${this.isBusy}>
        <h2 id="heading">${msg('Sign in to Backchannel')}</h2>
        <div role="alert">${error ? html`<p title=${detail ?? nothing}>${icon(warning)}<span>${error}</span></p>` : nothing}</div>
        <button class="button" aria-disabled=${this.isBusy ? 'true' : nothing} @click=${() => void this.#signIn()}>
          ${this.isBusy ? msg('Signing in…') : msg('Sign In')}
        </button>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-token-sign-in': TokenSignIn;
  }
}
