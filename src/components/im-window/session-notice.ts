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
  const asked = groupText(session);
  if (asked) return renderNotice(info, asked);
  if (state.status === 'not-connected' && !session.isPlain)
    return renderNotice(info, msg(str`${peerLogon} is invited with your first message.`));
  if (session.isPeerOffline && state.status === 'connected')
    return renderNotice(warning, msg(str`${peerLogon} can't be reached right now. Messages wait until that changes.`));
  return nothing;
}

/** What becomes of what a group is asked. */
function groupText({ group, state, hasNobodyReady, askedAs, direction }: ImSessionView): string {
  if (!group || direction === 'incoming') return '';
  if (state.status === 'not-connected') return hasNobodyReady ? nobodyReadyText(group.name) : askedFirstText(group.name);
  if (state.status !== 'inviting') return '';
  if (state.inLine) return inLineText(group.name, state.inLine.place);
  if (askedAs === 'call') return msg(str`Whoever is ready in ${group.name} is called. You talk to the first to accept.`);
  return askedAs === 'pending'
    ? msg(str`Your message waits in the list of everybody in ${group.name}. The first to accept answers you, today or when they come back.`)
    : '';
}

function nobodyReadyText(name: string): string {
  return msg(str`Nobody in ${name} was ready. You can wait in line, write to all, or ask somebody else.`);
}

function inLineText(name: string, place: number | undefined): string {
  const sentence = msg(
    str`You wait in line for ${name}. Your message is sent as soon as somebody is ready; you can go on working meanwhile.`,
  );
  return place === undefined ? sentence : `${sentence} ${placeText(place)}`;
}

function placeText(place: number): string {
  return place === 1 ? msg('You are next.') : msg(str`Your place in the line: ${place}.`);
}

function askedFirstText(name: string): string {
  return msg(str`Whoever is ready in ${name} is asked with your first message. The first to accept answers you.`);
}

function renderNotice(shape: string, words: string): TemplateResult {
  return html`<p class="notice">${icon(shape)}<span>${words}</span></p>`;
}
