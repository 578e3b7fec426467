import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import send from '@vscode/codicons/src/icons/send.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { CommandResult, Refusal } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { maxLengthOf } from '../../model/text/message-text.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { areFiles } from '../kit/files.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { type CardNumbers, renderCardNumberQuestion } from './card-number-question.ts';
import { DraftController } from './draft-controller.ts';
import './emoji-button.ts';
import type { EmojiPickEvent } from './emoji-button.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { icon } from '../kit/icon.ts';
import { imComposerStyles } from './im-composer.styles.ts';
import { refusalText } from '../../words/refusal-text.ts';
import { counterText, obstacleOf } from './composer-text.ts';
import { TypingNotice } from './typing-notice.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { randomId } from '../../channel/random-id.ts';

const MAX_ROWS = 8;

/**
 * The message field of an IM session. What is typed is kept as a draft until it is sent.
 *
 * @tag backchannel-im-composer
 */
@customElement('backchannel-im-composer')
@localized()
export class ImComposer extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, imComposerStyles];

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;

  /** The session; one element writes to one session all its life. */
  @property({ attribute: false }) session!: ImSessionView;

  /** What is in the field, and was kept of it as a draft. */
  @state() text = '';
  /** The sentence that says why the text wasn't sent. */
  @state() private refusal = '';
  /** Whether there is a card number in the text, and the agent is being asked about it. */
  @state() private isAsking = false;
  /** Whether a card number was masked in the message that was sent last, because the policy wants that. */
  @state() private isMasked = false;

  @query('textarea') private field!: HTMLTextAreaElement;
  @query('.question button') private maskButton!: HTMLButtonElement | null;

  readonly #draft = new DraftController(this, {
    sessionId: () => this.session?.id,
    text: () => this.text,
    show: (text) => {
      this.text = text;
      // What was said of another text doesn't hold for this one.
      this.refusal = '';
      this.isAsking = false;
    },
  });
  readonly #typing = new TypingNotice((isTyping) => {
    // A typing notice that is lost changes nothing for the agent, so that a failure needs no word.
    void this.workspace?.commands.setTyping({ sessionId: this.session.id, isTyping }).catch(() => undefined);
  });

  /** Moves the focus to the message field. */
  override focus(): void {
    this.field.focus();
  }

  /** Where nothing can be written any more, there is no field, unless the agent had begun to write. */
  protected override willUpdate(): void {
    this.hidden = this.session.state.status === 'ended' && !this.text;
  }

  override disconnectedCallback(): void {
    this.#typing.stopped();
    super.disconnectedCallback();
  }

  #onInput(): void {
    this.#edit(this.field.value);
    if (this.text) this.#typing.typed();
    else this.#typing.stopped();
  }

  #edit(text: string): void {
    this.text = text;
    this.refusal = '';
    this.isAsking = false;
    this.isMasked = false;
    this.#draft.noteEdit();
  }

  #onKeydown(event: KeyboardEvent): void {
    // Safari ends the composition before the Enter that confirms it. That Enter has the keyCode 229, and must not send.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      void this.#send();
    }
  }

  /** @param cardNumbers The agent's answer about a card number in the text; undefined where they weren't asked */
  async #send(cardNumbers?: CardNumbers): Promise<void> {
    const body = this.text;
    this.field.focus();
    if (!this.workspace || obstacleOf(this.session) || !body.trim()) return;

    const maxLength = maxLengthOf(body);
    if (body.length > maxLength) {
      this.refusal = refusalText({ refused: 'message-too-long', maxLength });
      return;
    }
    const sent = this.workspace.commands.send({
      sessionId: this.session.id,
      messageId: randomId(),
      body,
      writer: this.#draft.writer,
      ...(cardNumbers ? { cardNumbers } : {}),
    });
    this.#edit('');
    this.#draft.noteSent();
    this.#typing.sent();
    const outcome = await sent.catch((): CommandResult => ({ refused: 'not-possible-now' }));
    if (outcome.refused) {
      this.#edit(this.text ? `${body}\n${this.text}` : body);
      await this.#showRefusal(outcome);
    } else if (outcome.isMasked) this.isMasked = true;
  }

  async #showRefusal(refusal: Refusal): Promise<void> {
    if (refusal.refused !== 'card-number') {
      this.refusal = refusalText(refusal, this.session.peerName);
      return;
    }
    this.isAsking = true;
    await this.updateComplete;
    this.maskButton?.focus();
  }

  #leaveQuestion(): void {
    this.isAsking = false;
    this.field.focus();
  }

  /** Inserts an emoji as if it had been typed, so that the browser can undo it. */
  #insert({ detail: { emoji } }: EmojiPickEvent): void {
    this.field.focus();
    // No other way to edit a field is undone by Ctrl+Z. It fires `input` like a key.
    document.execCommand('insertText', false, emoji);
  }

  /** Says that files can't be sent, after the agent has dropped or pasted some. */
  refuseFiles(): void {
    this.refusal = msg("Files and pictures can't be sent here. Send text, or a link.");
  }

  #onPaste(event: ClipboardEvent): void {
    if (!areFiles(event.clipboardData)) return;

    event.preventDefault();
    this.refuseFiles();
  }

  override render(): TemplateResult {
    const obstacle = obstacleOf(this.session);
    const isDisabled = obstacle !== '';
    const isTooLong = this.text.length > maxLengthOf(this.text);
    const error = this.refusal;
    const rows = Math.min(MAX_ROWS, Math.max(2, this.text.split('\n', MAX_ROWS).length));
    return html`
      <p class=${this.text ? 'hint muted' : 'visually-hidden'} id="obstacle" ?hidden=${!isDisabled}>${obstacle}</p>
      <div role="alert" id="error">${error ? html`<p class="hint error">${error}</p>` : nothing}</div>
      <div role="status">${this.isMasked ? html`<p class="hint muted">${msg('The card number in your message was masked, as your organization wants it.')}</p>` : nothing}</div>
      ${
        this.isAsking && !isDisabled
          ? renderCardNumberQuestion(
              (answer) => void this.#send(answer),
              () => this.#leaveQuestion(),
            )
          : nothing
      }
      <div class="line">
        <textarea
          aria-label=${msg('Message')}
          aria-keyshortcuts="Alt+M"
          placeholder=${obstacle || msg(str`Message ${this.session.peerLogon} (Enter to send)`)}
          dir="auto"
          rows=${rows}
          .value=${live(this.text)}
          ?readonly=${isDisabled}
          aria-disabled=${isDisabled}
          aria-invalid=${isTooLong || error ? 'true' : nothing}
          aria-describedby=${isDisabled ? 'obstacle' : error ? 'error' : nothing}
          @input=${this.#onInput}
          @keydown=${this.#onKeydown}
          @paste=${this.#onPaste}
          @blur=${() => this.#typing.stopped()}
        ></textarea>
        <div class="tools">
          <backchannel-emoji-button .isDisabled=${isDisabled} @emoji-pick=${this.#insert}></backchannel-emoji-button>
          <button class="button send" aria-label=${msg('Send')} title=${msg('Send')} aria-disabled=${isDisabled} @click=${() => void this.#send()}>
            ${icon(send)}<span class="label">${msg('Send')}</span>
          </button>
        </div>
      </div>
      ${isTooLong ? html`<p class="counter error">${counterText(this.text)}</p>` : nothing}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-im-composer': ImComposer;
  }
}
