import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import disconnect from '@vscode/codicons/src/icons/debug-disconnect.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import sync from '@vscode/codicons/src/icons/sync.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { CommandResult } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { areFiles } from '../kit/files.ts';
import { activeInteractionContext, type ActiveInteraction } from '../kit/active-interaction.ts';
import { AwaitedFocus } from '../kit/awaited-focus.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { consultationText, contactText } from '../../words/consultation-text.ts';
import { icon } from '../kit/icon.ts';
import './im-composer.ts';
import type { ImComposer } from './im-composer.ts';
import './im-transcript.ts';
import type { ImTranscript } from './im-transcript.ts';
import { imWindowStyles } from './im-window.styles.ts';
import { OnScreenController } from '../kit/on-screen-controller.ts';
import { panelStyles } from '../kit/panel.styles.ts';
import { privilegeText, refusalOf } from '../../words/refusal-text.ts';
import { endReasonText, sessionStatusText } from '../../words/session-status-text.ts';
import { strangerText } from '../../words/stranger-text.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/**
 * One IM session: its status and what can be done with it, the transcript, the message field.
 * Tells the session host whenever the agent can see it.
 *
 * @tag backchannel-im-window
 */
@customElement('backchannel-im-window')
@localized()
export class ImWindow extends LitElement {
  static override styles = [baseStyles, buttonStyles, panelStyles, imWindowStyles];

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
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

  readonly #composerFocus = new AwaitedFocus(this, () => this.composer);
  /** The session as it was when the session host was last told that it is on screen. */
  #displayed: ImSessionView | undefined;
  readonly #screen = new OnScreenController(this, (isOnScreen) => {
    this.active?.reportOnScreen(this.session.id, isOnScreen);
    this.#displayed = undefined;
  });

  /** Moves the focus to the message field, as soon as it is there. */
  override focus(): void {
    this.#composerFocus.want();
  }

  override updated(): void {
    const session = this.session;
    if (session.parent) void import('../shared-context/shared-context.ts');

    if (this.call) void import('../call/call-bar.ts');

    // What comes below while the agent reads further up isn't read yet.
    const isUnreadSeen = session.unread > 0 && this.transcript?.isAtEnd !== false;
    if (this.#screen.isOnScreen && session !== this.#displayed && (isUnreadSeen || !session.isDisplayed)) {
      this.#displayed = session;
      // If the host doesn't hear of it, the next change of the session tells it.
      void this.workspace?.commands.display({ sessionId: session.id }).catch(() => undefined);
    }
  }

  async #give(command: Promise<CommandResult> | undefined): Promise<void> {
    if (command) this.refusal = await refusalOf(command, this.session.peerName);
  }

  override render(): TemplateResult {
    const session = this.session;
    const status = `${session.peerLogon}, ${sessionStatusText(session.state)}`;
    return html`
      <div class="header">
        <span class="visually-hidden" role="status" aria-label=${status}>${status}</span>
        <div class="state" title=${session.peerName}>
          <span class="mark ${session.state.status}" aria-hidden="true"></span>
          <bdi class="logon" aria-hidden="true">${session.peerLogon}</bdi>
          <span class="words clip muted">
            <span aria-hidden="true">${sessionStatusText(session.state)}</span>${this.#detail}
          </span>
        </div>
        ${this.#hasContext ? this.#renderContextSwitch() : nothing}${this.#renderActions()}
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice">${icon(warning)}<span>${this.refusal}</span></p>` : nothing}</div>
      ${this.call ? html`<backchannel-call-bar .call=${this.call}></backchannel-call-bar>` : nothing}${this.#renderNotice()}
      <div class="body ${this.#hasContext && this.isContextShown ? 'context-shown' : ''}">
        <div class="conversation" @dragover=${this.#onDragOver} @drop=${this.#onDrop}>
          <backchannel-im-transcript .session=${session} @reached-end=${() => this.requestUpdate()}></backchannel-im-transcript>
          <div class="typing muted clip">${session.isPeerTyping ? msg(str`${session.peerLogon} is typing…`) : ''}</div>
          <backchannel-im-composer .session=${session}></backchannel-im-composer>
        </div>
        ${this.#hasContext ? this.#renderContext() : nothing}
      </div>
    `;
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
    const { state, parent } = this.session;
    const about = parent ? ` · ${consultationText(parent)}` : '';
    if (state.status === 'ended') return ` · ${endReasonText(state.reason)}${about}`;

    return (state.status === 'inviting' && state.ringing ? ` · ${msg('the invitation has arrived')}` : '') + about;
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

  #renderNotice(): TemplateResult | typeof nothing {
    const session = this.session;
    if (this.isReconnecting)
      return html`<p class="notice">${icon(sync)}<span>${msg('Reconnecting. Messages are kept and sent when the connection is back.')}</span></p>`;

    if (session.isStranger && session.state.status !== 'ended')
      return html`<p class="notice">${icon(warning)}<span>${strangerText()}</span></p>`;

    if (session.parent && session.isPlain && this.#hasContext)
      return html`<p class="notice">${icon(info)}<span>${msg(str`${session.peerLogon} uses another program, which can't show the case: only messages are sent.`)}</span></p>`;

    if (session.parent?.isClosed && this.#hasContext) {
      return html`<p class="notice">
        ${icon(info)}<span>${msg(str`The interaction with ${contactText(session.parent.contactName)} was closed. You can go on writing.`)}</span>
      </p>`;
    }
    if (session.isPeerOffline && session.state.status === 'connected') {
      return html`<p class="notice">
        ${icon(warning)}<span>${msg(str`${session.peerLogon} can't be reached right now. Messages wait until that changes.`)}</span>
      </p>`;
    }
    return nothing;
  }

  #renderActions(): TemplateResult {
    const session = this.session;
    const workspace = this.workspace;
    const target = { sessionId: session.id };
    const commands = workspace?.commands;
    switch (session.state.status) {
      case 'connected':
        return this.canRelease
          ? this.#renderAction(msg('End Session'), disconnect, () => commands?.endSession(target))
          : this.#renderNotReleasable();
      case 'inviting':
        return this.#renderAction(msg('Cancel Invitation'), close, () => commands?.cancelInvitation(target));
      case 'invited':
        return html`${this.#renderAction(msg('Reject'), close, () => commands?.reject(target))}
        ${this.#renderAction(msg('Accept'), check, () => commands?.accept(target), '')}`;
      default:
        return this.#renderAction(msg('Mark Done'), check, () => commands?.markDone(target));
    }
  }

  /** Says, in place of the button *End Session*, why it isn't there. */
  #renderNotReleasable(): TemplateResult {
    return html`<span class="locked muted" title=${privilegeText('release')}>
      ${icon(lock)}<span class="label">${msg('Only your colleague can end it')}</span><span class="visually-hidden">${privilegeText('release')}</span>
    </span>`;
  }

  #renderAction(label: string, shape: string, give: () => Promise<CommandResult> | undefined, kind = 'secondary'): TemplateResult {
    return html`<button class="button ${kind}" aria-label=${label} title=${label} @click=${() => void this.#give(give())}>
      ${icon(shape)}<span class="label">${label}</span>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-im-window': ImWindow;
  }
}
