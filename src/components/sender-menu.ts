import { msg, str } from '@lit/localize';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import closeAll from '@vscode/codicons/src/icons/close-all.svg';
import type { Workspace } from '../channel/workspace.ts';
import type { MenuItem } from './action-menu.ts';
import { refusalOf } from './refusal-text.ts';

/** Who asks for something, as far as the menu beside it goes. */
export interface Sender {
  /** Their address; without it, all contacts who call. */
  readonly peer?: string;
  readonly name: string;
  readonly isContact: boolean;
}

/** What an agent can do about somebody who asks too much. @param say Tells the agent how it went */
export function senderMenu({ peer, name, isContact }: Sender, workspace: Workspace | undefined, say: (words: string) => void): MenuItem[] {
  const rejectAll: MenuItem = {
    label: peer === undefined ? msg('Reject all calls from contacts') : msg(str`Reject all from ${name}`),
    icon: closeAll,
    run: () => void workspace?.commands.rejectAll(peer === undefined ? {} : { target: peer }),
  };
  const block: MenuItem = {
    label: msg(str`Block ${name}`),
    icon: circleSlash,
    isFirstOfGroup: true,
    disabledReason: isContact ? msg('Contacts call from a new address each time: blocking one would keep nobody away') : undefined,
    run: () => void blockPeer(peer ?? '', name, workspace).then(say),
  };
  return [rejectAll, block];
}

/** Blocks somebody, or does so no more. @returns how it went, as a sentence */
export async function blockPeer(target: string, name: string, workspace: Workspace | undefined, isBlocked = true): Promise<string> {
  if (!workspace) return '';
  const refusal = await refusalOf(workspace.commands[isBlocked ? 'block' : 'unblock']({ target }), name);
  if (refusal) return refusal;
  return isBlocked ? msg(str`${name} is blocked. In the settings you can unblock them.`) : msg(str`${name} is no longer blocked.`);
}
