import { msg, str } from '@lit/localize';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import closeAll from '@vscode/codicons/src/icons/close-all.svg';
import type { SessionId } from '../../model/ids.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { rejectionWordsOf } from '../../words/rejection-words.ts';
import type { MenuItem } from '../kit/action-menu.ts';
import { blockPeer } from '../kit/block-peer.ts';
import type { Sender, SenderMenuHost } from './sender.ts';

/** The words that an invitation can be rejected with. */
export function rejections(invitation: SessionId, name: string, { workspace, settings, say }: SenderMenuHost): MenuItem[] {
  const reject = async (text: string) => {
    const commands = workspace()?.commands;
    if (commands) say(await refusalOf(commands.reject({ sessionId: invitation, text }), name));
  };
  return rejectionWordsOf(settings?.()).map((text) => ({ label: msg(str`Reject: “${text}”`), icon: close, run: () => void reject(text) }));
}

/** What an agent can do about somebody who asks, or asks too much. */
export function senderMenu({ peer, name, isContact, invitation }: Sender, host: SenderMenuHost): MenuItem[] {
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
