import type { CommandArgument, CommandResult } from '../../channel/contract.ts';
import type { InteractionId } from '../../model/ids.ts';
import { type ImSession, NOBODY_YET } from '../../model/session/im-session.ts';
import type { GroupRef } from '../../model/target-ref.ts';
import type { Reach } from '../directory/reach.ts';
import type { RememberedTargets } from '../directory/remembered-targets.ts';
import type { Im } from '../im/im.ts';
import type { Consultations } from './consultations.ts';

export interface AskGroupDesk {
  readonly im: Pick<Im, 'isTaken' | 'open' | 'openWith'>;
  readonly reach: Pick<Reach, 'denial'>;
  readonly remembered: Pick<RememberedTargets, 'noteUse'>;
  readonly consultations: Pick<Consultations, 'parentOf'>;
}

/** Opens a session in which a group is asked with the first message: about an interaction, or about none. */
export async function askGroup(
  { im, reach, remembered, consultations }: AskGroupDesk,
  { sessionId, group, interactionId }: CommandArgument<'askGroup'>,
): Promise<CommandResult> {
  const parent = interactionId === undefined ? undefined : consultations.parentOf(interactionId);
  if (interactionId !== undefined && !parent) return { refused: 'unknown-interaction' };
  const existing = [...im.openWith(NOBODY_YET, 'not-connected'), ...im.openWith(NOBODY_YET, 'inviting')].find((session) =>
    isAbout(session, group, interactionId),
  );
  if (existing) return { sessionId: existing.id };
  // The command was given twice, and the session of the first time is over already.
  if (im.isTaken(sessionId)) return { sessionId };
  const denial = reach.denial('im');
  if (denial) return denial;
  remembered.noteUse({ kind: group.kind, id: group.id });
  await im.open({ id: sessionId, peer: NOBODY_YET, isPlain: false, group, ...(parent ? { parent } : {}) });
  return { sessionId };
}

function isAbout({ group, parent }: ImSession, { kind, id }: GroupRef, interactionId: InteractionId | undefined): boolean {
  return group?.kind === kind && group.id === id && parent?.interactionId === interactionId;
}
