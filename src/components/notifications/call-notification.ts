import { msg } from '@lit/localize';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, nothing, type TemplateResult } from 'lit';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import type { SenderGroup } from '../../model/desk/sender-groups.ts';
import type { Overview } from '../../model/workspace.ts';
import { ringingText } from '../../words/ringing-text.ts';
import { callsTitle } from '../../words/call-count-text.ts';
import { icon } from '../kit/icon.ts';
import type { SenderMenuHost } from './sender.ts';
import { callSender } from './call-sender.ts';
import { senderMenuButton } from './sender-menu.ts';

/** What the agent can do about the calls of a caller. */
export interface CallAnswers {
  readonly accept: (call: VoiceCallView) => void;
  readonly rejectGroup: (group: SenderGroup<VoiceCallView>) => void;
  readonly senderMenus: SenderMenuHost;
}

/** The interactive notification of a caller's calls. */
export function callNotification(group: SenderGroup<VoiceCallView>, overview: Overview, answers: CallAnswers): TemplateResult {
  const { shown: call, all } = group;
  const { id } = call;
  const { title, details, topic, highlights, consequence } = ringingText(call, overview);
  return html`<div class="notification ringing" role="alertdialog" aria-labelledby="title-${id}" aria-describedby="text-${id}">
    <div class="heading">
      ${icon(callIncoming)}
      <h2 id="title-${id}">${callsTitle(group) || title}</h2>
      ${senderMenuButton(callSender(group), answers.senderMenus)}
    </div>
    <div id="text-${id}">
      ${callsTitle(group) ? html`<p class="consequence">${title}</p>` : nothing}
      ${details ? html`<span class="muted"><bdi>${details}</bdi></span>` : nothing}
      ${topic ? html`<blockquote dir="auto">${topic}</blockquote>` : nothing}
      ${highlights ? html`<p class="highlights muted" dir="auto">${highlights}</p>` : nothing}
      ${consequence ? html`<p class="consequence">${consequence}</p>` : nothing}
    </div>
    <div class="actions">
      <button class="button secondary" @click=${() => answers.rejectGroup(group)}>${icon(close)}${all.length > 1 ? msg('Reject All') : msg('Reject')}</button>
      <button class="button primary" title=${msg('F6 moves here')} @click=${() => answers.accept(call)}>${icon(check)}${msg('Accept')}</button>
    </div>
  </div>`;
}
