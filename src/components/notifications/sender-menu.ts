import { msg, str } from '@lit/localize';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import closeAll from '@vscode/codicons/src/icons/close-all.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import { html, type TemplateResult } from 'lit';
import type { Workspace } from '../../channel/workspace.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import type { ActionMenu, MenuItem } from '../kit/action-menu.ts';
import { blockPeer } from '../kit/block-peer.ts';
import { icon } from '../kit/icon.ts';
import { contactText } from '../../words/consultation-text.ts';
import { refusalOf } from '../../words/refusal-text.ts';
import type { SessionId } from '../../model/ids.ts';
import { isOfContact, isOfSeveralContacts, type SenderGroup } from '../../model/desk/sender-groups.ts';

/** A sender of invitations or calls, with what their menu needs. */
export interface Sender {
  /** Their address; without it, all contacts who call. */
  readonly peer?: string;
  readonly name: string;
  readonly isContact: boolean;
  /** The invitation that can be rejected with a word. */
  readonly invitation?: SessionId;
}

/** The sender of a group of calls: all contacts together, where their calls are shown as one. */
export function callSender(group: SenderGroup<VoiceCallView>): Sender {
  const { peer, peerName } = group.shown;
  return isOfSeveralContacts(group)
    ? { name: msg('contacts'), isContact: true }
    : { peer, name: contactText(peerName), isContact: isOfContact(group.shown) };
}

/** What the menus need of the element that shows the senders. Each function is called when a menu opens. */
export interface SenderMenuHost {
  readonly menu: () => ActionMenu;
  readonly workspace: () => Workspace | undefined;
  /** Whether the server can block (XEP-0191). */
  readonly canBlock: () => boolean;
  /** What an invitation can be rejected with. */
  readonly rejectionWords?: () => readonly string[];
  /** Tells the agent how it went. */
  readonly say: (words: string) => void;
}

/** The button beside a sender that opens the menu of what the agent can do about them. */
export function senderMenuButton(sender: Sender, host: SenderMenuHost): TemplateResult {
  return html`<button
    class="icon-button"
    aria-haspopup="menu"
    aria-label=${msg(str`More for ${sender.name}`)}
    title=${host.canBlock() ? msg('Reject All, Block') : msg('Reject All')}
    @click=${({ currentTarget }: Event) => void host.menu().open(currentTarget as HTMLElement, () => senderMenu(sender, host))}
  >
    ${icon(ellipsis)}
  </button>`;
}

/** The button that opens the menu of words to reject an invitation with. */
export function rejectionButton(invitation: SessionId, name: string, host: SenderMenuHost): TemplateResult {
  const label = msg(str`Turn Down ${name} with a Word`);
  return html`<button
    class="icon-button"
    aria-haspopup="menu"
    aria-label=${label}
    title=${label}
    @click=${({ currentTarget }: Event) => void host.menu().open(currentTarget as HTMLElement, () => rejections(invitation, name, host))}
  >
    ${icon(chevronDown)}
  </button>`;
}

function rejections(invitation: SessionId, name: string, { workspace, rejectionWords, say }: SenderMenuHost): MenuItem[] {
  const reject = async (text: string) => {
    const commands = workspace()?.commands;
    if (commands) say(await refusalOf(commands.reject({ sessionId: invitation, text }), name));
  };
  return (rejectionWords?.() ?? []).map((text) => ({ label: msg(str`Reject: “${text}”`), icon: close, run: () => void reject(text) }));
}

/** What an agent can do about somebody who asks, or asks too much. */
function senderMenu({ peer, name, isContact, invitation }: Sender, host: SenderMenuHost): MenuItem[] {
  const { workspace: current, canBlock, say } = host;
  const workspace = current();
  const words = invitation === undefined ? [] : rejections(invitation, name, host);
  const rejectAll: MenuItem = {
    label: peer === undefined ? msg('Reject all calls from contacts') : msg(str`Reject all from ${name}`),
    icon: closeAll,
    isFirstOfGroup: words.length > 0,
    run: () => void workspace?.commands.rejectAll(peer === undefined ? {} : { target: peer }),
  };
  const block: MenuItem = {
    label: msg(str`Block ${name}`),
    icon: circleSlash,
    isFirstOfGroup: true,
    disabledReason: isContact ? msg('Contacts call from a new address each time: blocking one would keep nobody away') : undefined,
    run: () => void (workspace && blockPeer(peer ?? '', name, workspace.commands).then(say)),
  };
  return [...words, rejectAll, ...(canBlock() ? [block] : [])];
}
