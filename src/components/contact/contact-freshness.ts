import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import signIn from '@vscode/codicons/src/icons/sign-in.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { Freshness } from '../../model/contact/contact.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { ClockController } from '../kit/clock-controller.ts';
import { canBeRetried, contactProblemText } from '../../words/contact-problem-text.ts';
import { icon } from '../kit/icon.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { fullTimeText } from '../../words/date-format.ts';
import { agoText } from '../../words/duration-format.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/** An answer counts as just read for so long. */
const FRESH_MS = 60_000;

/**
 * Says how old contact data is, or why it can't be read, and offers to ask the contact service again.
 *
 * @tag backchannel-contact-freshness
 */
@customElement('backchannel-contact-freshness')
@localized()
export class ContactFreshness extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: block;
        padding: 4px 8px 4px 12px;
        font-size: 12px;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
      }
      .words {
        flex: 1 1 10em;
        min-inline-size: 0;
      }
      p {
        display: flex;
        gap: 8px;
        margin: 2px 0;
        overflow-wrap: anywhere;
      }
      p .icon {
        color: var(--vscode-editorWarning-foreground);
      }
    `,
  ];

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;

  /** Whose contact it is. */
  @property() of: 'interaction' | 'session' = 'session';
  /** The interaction's id, or the session's. */
  @property() sourceId = '';
  @property({ attribute: false }) freshness!: Freshness;
  /** Whether nothing is said of an answer that has just been read, because what stands around it says so already. */
  @property({ type: Boolean }) isFreshSilent = false;

  /** The sentence that says why asking again was refused. */
  @state() private refusal = '';

  constructor() {
    super();
    new ClockController(this, () => this.freshness.readAt !== undefined);
  }

  async #retry(): Promise<void> {
    const commands = this.workspace?.commands;
    if (commands && !this.freshness.isReading) this.refusal = await refusalOf(commands.retryContact({ of: this.of, id: this.sourceId }));
  }

  override render(): TemplateResult | typeof nothing {
    const { problem } = this.freshness;
    const isFresh = !this.freshness.isReading && Date.now() - (this.freshness.readAt ?? -Infinity) < FRESH_MS;
    if (this.isFreshSilent && isFresh && !problem && !this.refusal) return nothing;

    const said = [problem ? contactProblemText(problem) : '', this.refusal].filter(Boolean);
    return html`
      <div role="status">${said.map((words) => html`<p>${icon(warning)}<span>${words}</span></p>`)}</div>
      <div class="line">
        <span class="words muted">${this.#renderAge()}</span>
        ${problem && !canBeRetried(problem) ? nothing : this.#renderButton()}
      </div>
    `;
  }

  #renderAge(): TemplateResult | string {
    const { readAt, isReading } = this.freshness;
    const reading = isReading ? msg('Asking the contact service…') : '';
    if (readAt === undefined) return reading;

    const age = html`<time datetime=${new Date(readAt).toISOString()} title=${fullTimeText(readAt)}>${msg(str`As of ${agoText(Date.now() - readAt)}`)}</time>`;
    return html`${age}${reading ? ` · ${reading}` : ''}`;
  }

  /** The button. It is always the same element, so that the focus stays on it while its words change. */
  #renderButton(): TemplateResult {
    const { problem, isReading } = this.freshness;
    const isSignIn = problem === 'sign-in-needed';
    const label = isSignIn ? msg('Sign In to Contact Service') : problem ? msg('Retry') : msg('Refresh');
    return html`<button
      class=${problem ? `button ${isSignIn ? '' : 'secondary'}` : 'icon-button'}
      aria-label=${label}
      title=${label}
      aria-disabled=${isReading ? 'true' : nothing}
      @click=${() => void this.#retry()}
    >
      ${icon(isSignIn ? signIn : refresh)}${problem ? html`<span>${label}</span>` : nothing}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-contact-freshness': ContactFreshness;
  }
}
