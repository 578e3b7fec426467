import type { CommandArgument, CommandResult } from '../../channel/contract.ts';
import type { InteractionId, SessionId } from '../../model/ids.ts';
import type { BareJid } from '../../model/jid.ts';
import type { Im } from '../im/im.ts';
import { askGroup, type AskGroupDesk } from './ask-group.ts';
import type { Consultations } from './consultations.ts';
import type { Interactions } from './interactions.ts';

export interface AskElseDesk extends AskGroupDesk {
  readonly im: AskGroupDesk['im'] & Pick<Im, 'act' | 'drafts' | 'get'>;
  readonly interactions: Pick<Interactions, 'get'>;
  readonly consultations: AskGroupDesk['consultations'] & Pick<Consultations, 'begin'>;
}

/**
 * Opens a session in which somebody else is asked what was asked in another one and not answered. The message waits in its field, about the same
 * interaction as long as that is open, without the fields that were left out. What hasn't ended yet is taken back.
 *
 * @param invite Opens a session that is about no interaction
 */
export async function askElse(
  desk: AskElseDesk,
  { sessionId, from, to }: CommandArgument<'askElse'>,
  invite: (sessionId: SessionId, target: BareJid) => Promise<CommandResult>,
): Promise<CommandResult> {
  const { im, interactions, consultations } = desk;
  const before = im.get(from);
  if (!before) return { refused: 'unknown-session' };
  const { initialMessage, parent, state } = before;
  const interactionId: InteractionId | undefined = parent && interactions.get(parent.interactionId) ? parent.interactionId : undefined;
  const text = initialMessage ?? (await im.drafts.get(from)).text;
  const outcome = await begin();
  if (outcome.refused) return outcome;
  const opened = outcome.sessionId ?? sessionId;
  for (const key of interactionId === undefined ? [] : (parent?.leftOut ?? []))
    await im.act(opened, { type: 'leave-out', key, isLeftOut: true });
  // What the agent has begun to write to whom they ask now stays.
  if (text && !(await im.drafts.get(opened)).text) im.drafts.put(opened, text, '');
  if (state.status === 'inviting') await im.act(from, { type: 'cancel' });
  if (state.status === 'not-connected') await im.act(from, { type: 'mark-done' });
  return { sessionId: opened };

  function begin(): Promise<CommandResult> {
    if (to.kind !== 'agent') return askGroup(desk, { sessionId, group: to, ...(interactionId === undefined ? {} : { interactionId }) });
    return interactionId === undefined ? invite(sessionId, to.jid) : consultations.begin(sessionId, interactionId, to.jid);
  }
}
