import { msg, str } from '@lit/localize';
import info from '@vscode/codicons/src/icons/info.svg';
import sync from '@vscode/codicons/src/icons/sync.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, nothing, type TemplateResult } from 'lit';
import type { ImSessionView } from '../../model/workspace.ts';
import { contactText } from '../../words/consultation-text.ts';
import { strangerText } from '../../words/stranger-text.ts';
import { icon } from '../kit/icon.ts';

/** What the agent should know before they write: the first of these that is so. */
export function renderSessionNotice(session: ImSessionView, isReconnecting: boolean): TemplateResult | typeof nothing {
  const { state, parent, peerLogon } = session;
  const isOver = state.status === 'ended';
  if (isReconnecting) return renderNotice(sync, msg('Reconnecting. Messages are kept and sent when the connection is back.'));
  if (session.isStranger && !isOver) return renderNotice(warning, strangerText());
  if (parent && session.isPlain && !isOver)
    return renderNotice(info, msg(str`${peerLogon} uses another program, which can't show the case: only messages are sent.`));
  if (parent?.isClosed && !isOver)
    return renderNotice(info, msg(str`The interaction with ${contactText(parent.contactName)} was closed. You can go on writing.`));
  if (session.isPeerInDoNotDisturb && (state.status === 'not-connected' || state.status === 'inviting'))
    return renderNotice(info, msg(str`${peerLogon} is in Do Not Disturb: your invitation isn't shown to them, and waits in their list.`));
  if (session.group && state.status === 'not-connected') return renderNotice(info, askedFirstText(session.group.name));
  if (state.status === 'not-connected' && !session.isPlain)
    return renderNotice(info, msg(str`${peerLogon} is invited with your first message.`));
  if (session.isPeerOffline && state.status === 'connected')
    return renderNotice(warning, msg(str`${peerLogon} can't be reached right now. Messages wait until that changes.`));
  return nothing;
}

function askedFirstText(name: string): string {
  return msg(str`Whoever is ready in ${name} is asked with your first message. The first to accept answers you.`);
}

function renderNotice(shape: string, words: string): TemplateResult {
  return html`<p class="notice">${icon(shape)}<span>${words}</span></p>`;
}
