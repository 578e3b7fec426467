import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import callOutgoing from '@vscode/codicons/src/icons/call-outgoing.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import mic from '@vscode/codicons/src/icons/mic.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { CommandResult } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { isActiveCall } from '../../model/call/active-call.ts';
import type { MicrophoneState, VoiceCallView } from '../../model/call/voice-call.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { callBarStyles } from './call-bar.styles.ts';
import './call-level.ts';
import { callPeerText, callStateSince, callStateText, microphoneTroubleText, noConnectionAdvice } from '../../words/call-text.ts';
import hangUp from './hang-up.svg';
import { ClockController } from '../kit/clock-controller.ts';
import { icon } from '../kit/icon.ts';
import { formattingLocale } from '../../words/localization.ts';
import { type AskForMicrophone, microphoneRequestContext } from './microphone-request-context.ts';
import { askForMicrophoneHere, microphoneProblemText } from './microphone-request.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { elapsedText } from '../../words/time-format.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { interactionOfCall } from '../../model/ids.ts';

/**
 * One call: with whom, how it stands, what can be done with it, and what is wrong with it. It is loaded with the first call.
 *
 * @tag backchannel-call-bar
 */
@customElement('backchannel-call-bar')
@localized()
export class CallBar extends LitElement {
  static override styles = [baseStyles, buttonStyles, callBarStyles];

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;
  @consume({ context: microphoneRequestContext, subscribe: true }) private askForMicrophone?: AskForMicrophone;

  @property({ attribute: false }) call!: VoiceCallView;

  /** The sentence that says why the last action wasn't done. */
  @state() private refusal = '';

  constructor() {
    super();
    new ClockController(this, () => callStateSince(this.call) !== undefined);
  }

  async #give(command: Promise<CommandResult> | undefined): Promise<void> {
    if (command) this.refusal = await refusalOf(command, callPeerText(this.call));
  }

  #toggleHold(): void {
    const { id, party, heldSince } = this.call;
    const line = party.kind === 'contact' ? ({ of: 'interaction', id: interactionOfCall(id) } as const) : ({ of: 'call', id } as const);
    void this.#give(this.workspace?.commands[heldSince === undefined ? 'hold' : 'retrieve'](line));
  }

  /** Asks for the microphone in a page that can ask. The document with the calls' sound then takes it. */
  async #tryMicrophone(): Promise<void> {
    try {
      await (this.askForMicrophone ?? askForMicrophoneHere)();
    } catch (error) {
      this.refusal = microphoneProblemText(error);
      return;
    }
    await this.#give(this.workspace?.commands.retryMicrophone({}));
  }

  override render(): TemplateResult {
    const { call } = this;
    const who = callPeerText(call);
    const state = callStateText(call);
    const isMuted = call.isMuted && call.state.status === 'connected';
    const since = callStateSince(call);
    const advice = noConnectionAdvice(call);
    const kind =
      call.state.status === 'ended' ? 'ended' : call.state.status !== 'connected' || call.heldSince !== undefined ? 'waiting' : '';
    return html`
      <div class="bar ${kind}" role="group" aria-label=${msg(str`Call with ${who}`)}>
        <span class="visually-hidden" role="status">${state}${isMuted ? `, ${msg('muted')}` : ''}</span>
        ${icon(call.direction === 'incoming' ? callIncoming : callOutgoing)}<bdi class="who clip">${who}</bdi>
        <span class="words">
          <span aria-hidden="true">${state}</span>
          ${since === undefined ? nothing : html`<span role="timer" aria-label=${ifDefined(call.heldSince === undefined ? undefined : msg('Time on hold'))}>${elapsedText(Date.now() - since)}</span>`}
          ${isMuted ? html`<span aria-hidden="true"> · ${msg('muted')}</span>` : nothing}
        </span>
        ${call.state.status === 'connected' && call.heldSince === undefined && !call.isMuted ? html`<backchannel-call-level .callId=${call.id}></backchannel-call-level>` : nothing}
        ${isActiveCall(call) ? html`<span class="actions">${this.#renderActions()}</span>` : nothing}
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice">${icon(warning)}<span>${this.refusal}</span></p>` : nothing}</div>
      <div role="alert">${advice ? html`<p class="notice">${icon(warning)}<span>${advice}</span></p>` : nothing}</div>
      ${this.#renderMicrophone()}${this.#renderQuality()}
    `;
  }

  #renderActions(): TemplateResult | typeof nothing {
    const { id: callId, state, heldSince, isMuted } = this.call;
    const commands = this.workspace?.commands;
    const end = () => void this.#give(commands?.endCall({ callId }));
    if (state.status === 'inviting') return renderAction(msg('Cancel Call'), close, end, 'end');

    const isTalking = state.status === 'connected';
    return html`
      ${isTalking ? (heldSince === undefined ? renderAction(msg('Hold'), debugPause, () => this.#toggleHold()) : renderAction(msg('Retrieve'), play, () => this.#toggleHold())) : nothing}
      ${isTalking ? renderAction(msg('Mute'), mic, () => void this.#give(commands?.muteCall({ callId, isMuted: !isMuted })), '', isMuted) : nothing}
      ${renderAction(msg('End Call'), hangUp, end, 'end')}
    `;
  }

  #renderMicrophone(): TemplateResult {
    const { call } = this;
    const trouble = isActiveCall(call) ? microphoneTroubleText(call, Date.now()) : '';
    return html`<div role="alert">
      ${
        trouble
          ? html`<p class="notice">
            ${icon(warning)}<span>${trouble}</span>
            ${
              isBeyondAgent(call.media?.microphone)
                ? nothing
                : html`<button class="button secondary" @click=${() => void this.#tryMicrophone()}>${call.media?.microphone === 'refused' ? msg('Allow Microphone') : msg('Try Again')}</button>`
            }
          </p>`
          : nothing
      }
    </div>`;
  }

  /** The figures change every moment, so that screen readers announce only that the connection is poor. */
  #renderQuality(): TemplateResult {
    const { state, media } = this.call;
    const quality = state.status === 'connected' && media?.connection === 'connected' && media.quality?.isPoor ? media.quality : undefined;
    const figure = (value: number) => Math.round(value).toLocaleString(formattingLocale());
    return html`
      <span class="visually-hidden" role="status">${quality ? msg('The connection is poor') : ''}</span>
      ${
        quality
          ? html`<p class="notice">
            ${icon(warning)}
            <span>${msg(str`Poor connection: ${figure(quality.lossPercent)} % lost, ${figure(quality.jitterMs)} ms jitter, ${figure(quality.roundTripMs)} ms round trip`)}</span>
          </p>`
          : nothing
      }
    `;
  }
}

function renderAction(label: string, shape: string, run: () => void, kind = '', isPressed?: boolean): TemplateResult {
  return html`<button class="button ${kind || 'secondary'}" aria-label=${label} title=${label} aria-pressed=${ifDefined(isPressed === undefined ? undefined : isPressed)} @click=${run}>
    ${icon(shape)}<span class="label">${label}</span>
  </button>`;
}

/** Whether the agent can't do anything about the microphone from here: the browser is asking already, or the page isn't one that gets it. */
function isBeyondAgent(state: MicrophoneState | undefined): boolean {
  return state === 'starting' || state === 'unencrypted' || state === 'not-in-frame';
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-call-bar': CallBar;
  }
}
