import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import question from '@vscode/codicons/src/icons/question.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { ContactGuess } from '../../model/interaction/interaction.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { contactText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/**
 * Says who a caller may be, by what they said of themselves, and lets the agent confirm or drop it. Until then it is a guess, and is shared with
 * nobody.
 *
 * @tag backchannel-contact-guess
 */
@customElement('backchannel-contact-guess')
@localized()
export class ContactGuessView extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host,
      .answers {
        display: flex;
        flex: none;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
      }
      :host {
        padding: 4px 12px;
        border-block-end: 1px solid var(--vscode-panel-border);
        border-inline-start: 3px solid var(--vscode-editorWarning-foreground);
        background: var(--vscode-sideBar-background);
      }
      p {
        flex: 1 1 14em;
        margin: 0;
        overflow-wrap: anywhere;
      }
      .icon {
        color: var(--vscode-editorWarning-foreground);
      }
    `,
  ];

  @property() interactionId = '';
  @property({ attribute: false }) guess!: ContactGuess;
  /** Called when the agent has answered. The buttons go, so that the focus has to be moved. */
  @property({ attribute: false }) onJudged: () => void = () => {};

  /** The sentence that says why the answer was refused. */
  @state() private refusal = '';

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;

  async #judge(isRight: boolean): Promise<void> {
    const commands = this.workspace?.commands;
    if (commands) {
      this.refusal = await refusalOf(commands.judgeContactGuess({ interactionId: this.interactionId, contactId: this.guess.id, isRight }));
      if (!this.refusal) this.onJudged();
    }
  }

  override render(): TemplateResult {
    return html`
      ${icon(question)}
      <p id="guess">${guessText(this.guess)}</p>
      <span class="answers" role="group" aria-labelledby="guess">
        <button class="button" @click=${() => void this.#judge(true)}>${msg('Confirm')}</button>
        <button class="button secondary" @click=${() => void this.#judge(false)}>${msg('Not This Contact')}</button>
      </span>
      <div role="alert">${this.refusal ? html`<p>${this.refusal}</p>` : nothing}</div>
    `;
  }
}

function guessText({ name, by }: ContactGuess): string {
  const contact = contactText(name);
  return by === 'number'
    ? msg(str`Perhaps ${contact}: found by the number that the caller gave. Colleagues see the contact once you confirm it.`)
    : msg(str`Perhaps ${contact}: found by the name that the caller gave. Colleagues see the contact once you confirm it.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-contact-guess': ContactGuessView;
  }
}
