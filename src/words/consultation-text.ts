import { msg, str } from '@lit/localize';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import mail from '@vscode/codicons/src/icons/mail.svg';
import type { CaseField } from '../model/interaction/case-data.ts';
import type { ParentView } from '../model/interaction/consultation.ts';
import type { InteractionStatus, Medium } from '../model/interaction/interaction.ts';
import type { Settings } from '../model/settings.ts';
import { cutText } from '../model/text/cut-text.ts';
import type { ImSessionView } from '../model/workspace.ts';
import { caseKeyText } from './case-key-text.ts';
import { askedOfText } from './group-text.ts';
import { caseValueText } from './case-value-text.ts';

/** "E-mail" */
export function mediumText(media: Medium): string {
  switch (media) {
    case 'voice':
      return msg('Voice');
    case 'email':
      return msg('E-mail');
    case 'chat':
      return msg('Chat');
  }
}

const MEDIUM_ICONS: Readonly<Record<Medium, string>> = { voice: callIncoming, email: mail, chat: commentDiscussion };

/** The codicon of a medium. */
export function mediumIcon(media: Medium): string {
  return MEDIUM_ICONS[media];
}

/** "On hold" */
export function interactionStatusText(status: InteractionStatus): string {
  switch (status) {
    case 'active':
      return msg('Active');
    case 'held':
      return msg('On hold');
    case 'ended':
      return msg('Ended');
  }
}

/** The contact's name, or words in its place where there is none. */
export function contactText(name: string): string {
  return name || msg('Unknown contact');
}

/** "consultation on E-mail, Maria Lindqvist" */
export function consultationText({ media, contactName }: Pick<ParentView, 'media' | 'contactName'>): string {
  return msg(str`consultation on ${mediumText(media)}, ${contactText(contactName)}`);
}

/** "Topic: Invoice 20931 doubled · Priority: High" */
export function highlightsText(highlights: readonly CaseField[]): string {
  return highlights.map((field) => `${caseKeyText(field)}: ${caseValueText(field)}`).join(' · ');
}

/** The longest part of a message that a desktop notification shows. */
const DESKTOP_LENGTH = 200;

/**
 * What a desktop notification says of an invitation. What was written is part of it only if the agent wants that, because desktops keep what they
 * show, and show it over a locked screen.
 */
export function invitationText(
  { parent, group, initialMessage = '', highlights = [], peerLogon }: ImSessionView,
  { isTextOnDesktop }: Settings,
): string {
  if (!isTextOnDesktop) return peerLogon;
  const about = parent ? consultationText(parent) : '';
  const asked = group ? askedOfText(group) : '';
  return [about, asked, cutText(initialMessage, DESKTOP_LENGTH), highlightsText(highlights)].filter(Boolean).join('\n') || peerLogon;
}
