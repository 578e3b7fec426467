import type { BareJid } from '../../model/jid.ts';
import type { Im } from './im.ts';

const ENDS = { invited: 'reject', inviting: 'cancel', connecting: 'end', connected: 'end' } as const;

/**
 * Ends the sessions of these kinds with a peer or, if none is given, with everybody: turns down what was asked of the agent, takes back what the agent
 * has asked, and ends what goes on. The peers are told.
 */
export async function endSessions(im: Pick<Im, 'act' | 'openWith'>, kinds: readonly (keyof typeof ENDS)[], peer?: BareJid): Promise<void> {
  for (const kind of kinds) for (const { id } of im.openWith(peer, kind)) await im.act(id, { type: ENDS[kind] });
}
