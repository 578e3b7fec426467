import { msg, str } from '@lit/localize';
import type { Commands } from '../../channel/contract.ts';
import { refusalOf } from '../../words/refusal-of.ts';

/** Blocks somebody, or unblocks them. @returns how it went, as a sentence */
export async function blockPeer(
  target: string,
  name: string,
  commands: Pick<Commands, 'block' | 'unblock'>,
  isBlocked = true,
): Promise<string> {
  const refusal = await refusalOf(commands[isBlocked ? 'block' : 'unblock']({ target }), name);
  if (refusal) return refusal;
  return isBlocked ? msg(str`${name} is blocked. In the settings you can unblock them.`) : msg(str`${name} is no longer blocked.`);
}
