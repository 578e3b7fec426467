import { msg } from '@lit/localize';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import { html, nothing, type TemplateResult } from 'lit';
import type { SenderGroup } from '../../model/desk/sender-groups.ts';
import { cutText } from '../../model/text/cut-text.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { consultationText, highlightsText } from '../../words/consultation-text.ts';
import { askedOfText } from '../../words/group-text.ts';
import { invitationsTitle } from '../../words/sender-count-text.ts';
import { strangerText } from '../../words/stranger-text.ts';
import { icon } from '../kit/icon.ts';
import type { SenderMenuHost } from './sender.ts';
import { rejectionButton, senderMenuButton } from './sender-menu.ts';

/** The longest part of a message that is rendered, in characters. What follows would be out of sight. */
const MAX_MESSAGE_LENGTH = 1_000;

/** What the agent can do about the invitations of a sender. */
export interface InvitationAnswers {
  readonly accept: (session: ImSessionView) => void;
  readonly rejectGroup: (group: SenderGroup<ImSessionView>) => void;
  readonly dismiss: (sessions: readonly ImSessionView[]) => void;
  readonly senderMenus: SenderMenuHost;
}

/** The interactive notification of a sender's invitations. @param life The style of the line that shows how long it stays */
export function invitationNotification(group: SenderGroup<ImSessionView>, life: string, answers: InvitationAnswers): TemplateResult {
  const { shown: session, all } = group;
  const { id } = session;
  const onKeydown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;

    event.stopPropagation();
    answers.dismiss(all);
  };
  return html`<div class="notification" role="alertdialog" aria-labelledby="title-${id}" aria-describedby="text-${id}" @keydown=${onKeydown}>
    <div class="heading">
      ${icon(session.askedAs === 'call' ? callIncoming : commentDiscussion)}
      <h2 id="title-${id}">${invitationsTitle(group)}</h2>
      ${senderMenuButton({ peer: session.peer, name: session.peerName, isContact: false }, answers.senderMenus)}
      <button
        class="icon-button"
        aria-label=${msg('Dismiss')}
        title=${msg('Dismiss; the invitation stays pending')}
        @click=${() => answers.dismiss(all)}
      >
        ${icon(close)}
      </button>
    </div>
    <div id="text-${id}">
      <span class="muted"><bdi>${session.peerLogon}</bdi>${session.parent ? html` · ${consultationText(session.parent)}` : nothing}</span>
      ${session.group ? html`<p class="muted">${askedOfText(session.group, session.askedAs)}</p>` : nothing}
      ${session.isStranger ? html`<p class="consequence">${strangerText()}</p>` : nothing}
      ${session.initialMessage ? html`<blockquote dir="auto">${cutText(session.initialMessage, MAX_MESSAGE_LENGTH)}</blockquote>` : nothing}
      ${session.highlights?.length ? html`<p class="highlights muted" dir="auto">${highlightsText(session.highlights)}</p>` : nothing}
    </div>
    <div class="actions">
      <button class="button secondary" @click=${() => answers.rejectGroup(group)}>
        ${icon(close)}${all.length > 1 ? msg('Reject All') : msg('Reject')}
      </button>
      ${all.length > 1 ? nothing : rejectionButton(id, session.peerName, answers.senderMenus)}
      <button class="button primary" title=${msg('F6 moves here')} @click=${() => answers.accept(session)}>
        ${icon(check)}${msg('Accept')}
      </button>
    </div>
    <div class="life" .style=${life}></div>
  </div>`;
}
