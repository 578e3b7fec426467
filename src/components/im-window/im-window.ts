import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import info from '@vscode/codicons/src/icons/info.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CommandResult } from '../../channel/contract.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { areFiles } from '../kit/files.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { AwaitedFocus } from '../kit/awaited-focus.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { consultationText } from '../../words/consultation-text.ts';
import { askedOfText } from '../../words/group-text.ts';
import { icon } from '../kit/icon.ts';
import './im-composer.ts';
import type { ImComposer } from './im-composer.ts';
import './im-transcript.ts';
import type { SendAgainEvent } from './undelivered-message.ts';
import type { ImTranscript } from './im-transcript.ts';
import { imWindowStyles } from './im-window.styles.ts';
import { SeenSession } from './seen-session.ts';
import { panelStyles } from '../kit/panel.styles.ts';
import { privilegeText } from '../../words/privilege-text.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { endReasonText, sessionStatusText } from '../../words/session-status-text.ts';
import { type SessionAction, sessionActions } from './session-actions.ts';
import { renderSessionNotice } from './session-notice.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';
import { isUnanswered } from '../../model/desk/unanswered.ts';
import type { SessionId } from '../../model/ids.ts';

/**
 * One IM session: its status and what can be done with it, the transcript, the message field.
 * Tells the session host whenever the agent can see it.
 *
 * @tag backchannel-im-window-view
 */
@customElement('backchannel-im-window-view')
@localized()
export class ImWindow extends LitElement {
  static override styles = [baseStyles, buttonStyles, panelStyles, imWindowStyles];

  @consume({ context: activeInteractionContext, subscribe: true }) private active?: ActiveInteraction;

  /** The session; one element shows one session all its life. */
  @property({ attribute: false }) session!: ImSessionView;
  /** Whether the connection is cut. The session goes on when it is back. */
  @property({ type: Boolean }) isReconnecting = false;

  /** The call beside the session. */
  @property({ attribute: false }) call: VoiceCallView | undefined;

  /** Whether the agent may end sessions. */
  @property({ type: Boolean }) canRelease = true;

  /** The sentence that says why the last action wasn't done. */
  @state() private refusal = '';
  /** Whether the shared case is shown rather than the conversation, where only one of the two fits. */
  @state() private isContextShown = false;

  @query('backchannel-im-composer') private composer!: ImComposer | null;
  @query('backchannel-im-transcript') private transcript!: ImTranscript | null;

  readonly #composerFocus = new AwaitedFocus(this, () => (this.session.state.status === 'ended' ? this.transcript : this.composer));
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #seen = new SeenSession(this, {
    commands: () => this.#overview.workspace?.commands,
    onScreen: (isOnScreen) => this.active?.reportOnScreen(this.session.id, isOnScreen),
  });

  /** Moves the focus to the message field as soon as it is there, or to what was said where nothing can be written any more. */
  override focus(): void {
    this.#composerFocus.want();
  }

  override updated(changed: PropertyValues<this>): void {
    const session = this.session;
    // The empty field goes with the session, and the focus must not go with it.
    if (changed.has('session') && session.state.status === 'ended' && !this.composer?.text && this.composer?.matches(':focus-within'))
      this.focus();
    if (session.parent) void import('../shared-context/shared-context.ts');
    if (isUnanswered(session)) void import('./ask-else.ts');

    if (this.#hasLines) void Promise.all([import('../call/call-bar.ts'), import('../call/held-contacts.ts')]);

    this.#seen.update(session, this.transcript?.isAtEnd !== false);
  }

  async #run({ problem, give, then }: Pick<SessionAction, 'problem' | 'give' | 'then'>): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (!commands || problem) {
      this.refusal = problem ?? '';
      return;
    }
    const outcome = give(commands);
    this.refusal = await refusalOf(outcome, this.session.peerName);
    if (this.refusal) return;
    if (then === 'write') this.composer?.focus();
    const { sessionId } = then === 'show' ? await begun(outcome) : {};
    if (sessionId === undefined) return;
    // What the agent had begun to write when the session ended goes on in the next one.
    const text = this.composer?.text;
    if (text) await commands.saveDraft({ sessionId, text, writer: this.session.id }).catch(() => undefined);
    this.active?.show(tabOfSession(sessionId), { isFocusWanted: true });
  }

  override render(): TemplateResult {
    const session = this.session;
    const status = `${session.peerLogon}, ${sessionStatusText(session.state)}`;
    const hasLines = this.#hasLines;
    return html`
      <div class="header">
        <span class="visually-hidden" role="status" aria-label=${status}>${status}</span>
        <div class="state" title=${session.peerName}>
          <span class="mark ${session.state.status}" aria-hidden="true"></span>
          <bdi class="logon" aria-hidden="true">${session.peerLogon}</bdi>
          <span class="words clip muted" dir="auto">
            <span aria-hidden="true">${sessionStatusText(session.state)}</span>${this.#detail}
          </span>
        </div>
        ${this.#hasContext ? this.#renderContextSwitch() : nothing}${this.#renderActions()}
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice">${icon(warning)}<span>${this.refusal}</span></p>` : nothing}</div>
      ${this.call ? html`<backchannel-call-bar .call=${this.call}></backchannel-call-bar>` : nothing}${hasLines ? html`<backchannel-held-contacts .session=${session} .call=${this.call}></backchannel-held-contacts>` : nothing}
      ${renderSessionNotice(session, this.isReconnecting)}
      <div class="body ${this.#hasContext && this.isContextShown ? 'context-shown' : ''}">
        <div class="conversation" @dragover=${this.#onDragOver} @drop=${this.#onDrop}>
          <backchannel-im-transcript .session=${session} @reached-end=${() => this.requestUpdate()} @send-again=${this.#sendAgain}></backchannel-im-transcript>
          <div class="typing muted clip" dir="auto">${session.isPeerTyping ? msg(str`${session.peerLogon} is typing…`) : ''}</div>
          <backchannel-im-composer .session=${session}></backchannel-im-composer>
        </div>
        ${this.#hasContext ? this.#renderContext() : nothing}
      </div>
    `;
  }

  #sendAgain({ messageId, isSplit }: SendAgainEvent): void {
    const sessionId = this.session.id;
    void this.#run({ give: (commands) => commands.sendAgain({ sessionId, messageId, isSplit }) });
  }

  /** Without this, the browser would leave the page and show the file. */
  #onDragOver(event: DragEvent): void {
    if (areFiles(event.dataTransfer)) event.preventDefault();
  }

  #onDrop(event: DragEvent): void {
    if (!areFiles(event.dataTransfer)) return;

    event.preventDefault();
    this.composer?.refuseFiles();
  }

  get #detail(): string {
    const { state, parent, group, direction, peerName, answeredByName } = this.session;
    const asked = group && direction === 'incoming' ? ` · ${askedOfText(group, this.session.askedAs)}` : '';
    const about = (parent ? ` · ${consultationText(parent)}` : '') + asked;
    if (state.status === 'ended') return ` · ${endReasonText(state.reason, peerName, answeredByName)}${about}`;

    return (state.status === 'inviting' && state.ringing ? ` · ${msg('the invitation has arrived')}` : '') + about;
  }

  /** Whether there is a call beside the session, or a contact who may be on hold meanwhile. */
  get #hasLines(): boolean {
    return this.call !== undefined || (this.session.parent?.media === 'voice' && this.session.direction === 'outgoing');
  }

  /** What was shared is shown as long as the consultation goes on. */
  get #hasContext(): boolean {
    return this.session.parent !== undefined && this.session.state.status !== 'ended';
  }

  #renderContextSwitch(): TemplateResult {
    const label = msg('Case and Contact');
    return html`<button class="icon-button context-switch" aria-label=${label} title=${label} aria-pressed=${this.isContextShown} @click=${() => (this.isContextShown = !this.isContextShown)}>
      ${icon(info)}
    </button>`;
  }

  #renderContext(): TemplateResult {
    const { id, state, isPlain, peerName } = this.session;
    return html`<div class="context">
      <backchannel-shared-context .sourceId=${id} .audience=${state.status === 'not-connected' && !isPlain ? peerName : ''}></backchannel-shared-context>
    </div>`;
  }

  get #actions(): readonly SessionAction[] {
    return sessionActions(this.session, { overview: this.#overview.slice, call: this.call, canRelease: this.canRelease });
  }

  #renderActions(): TemplateResult {
    const isLocked = this.session.state.status === 'connected' && !this.canRelease;
    return html`${isUnanswered(this.session) ? html`<backchannel-ask-else .session=${this.session}></backchannel-ask-else>` : nothing}${repeat(
      this.#actions,
      ({ key }) => key,
      (action) => this.#renderAction(action),
    )}${isLocked ? renderNotReleasable() : nothing}`;
  }

  #renderAction(action: SessionAction): TemplateResult {
    const { label, title = label, shape, problem } = action;
    return html`<button
      class="button ${action.isPrimary ? '' : 'secondary'}"
      aria-label=${label}
      aria-disabled=${problem ? 'true' : nothing}
      title=${problem ? `${title}: ${problem}` : title}
      @click=${() => void this.#run(action)}
    >
      ${icon(shape)}<span class="label">${label}</span>
    </button>`;
  }
}

/** The session that a command has begun. */
async function begun(outcome: Promise<CommandResult>): Promise<{ readonly sessionId?: SessionId | undefined }> {
  const result = await outcome;
  return result.refused ? {} : { sessionId: result.sessionId };
}

/** Says, in place of the button *End Session*, why it isn't there. */
function renderNotReleasable(): TemplateResult {
  return html`<span class="locked muted" title=${privilegeText('release')}>
    ${icon(lock)}<span class="label">${msg('Only your colleague can end it')}</span><span class="visually-hidden">${privilegeText('release')}</span>
  </span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-im-window-view': ImWindow;
  }
}
