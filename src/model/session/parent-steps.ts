import { parentHeard, type ParentInteraction, parentNow, type SharedInteraction, sharedOf } from '../interaction/consultation.ts';
import type { ImSession } from './im-session.ts';
import type { Interaction } from '../interaction/interaction.ts';
import { type MachineContext, quietStep, send, type Step, withEffects } from './session-step.ts';

/**
 * The step that follows when the interaction that a consultation is about has changed, or was closed (without `interaction`). The target is
 * told what it may know.
 */
export function updateParent(session: ImSession, interaction: Interaction | undefined, { now }: MachineContext): Step | undefined {
  const { status } = session.state;
  const parent = session.parent && session.isInvitedFromHere && status !== 'ended' ? parentNow(session.parent, interaction) : undefined;
  if (!parent) return undefined;
  // Nothing is on the wire before the first message, and a plain client understands none of it.
  const isTold = status !== 'not-connected' && !session.isPlain && parent.version !== session.parent?.version;
  return withEffects(
    withParent(session, parent, now),
    isTold ? [send({ type: 'share', sessionId: session.id, parent: sharedOf(parent) })] : [],
  );
}

/** The step that follows when the target accepts once more, because one of their devices doesn't have what is shared. */
export function shareAgain({ parent, ...session }: ImSession): Step | undefined {
  const isSharing = parent && session.state.status === 'connected' && session.isInvitedFromHere && !session.isPlain;
  return isSharing
    ? quietStep({ ...session, parent }, [send({ type: 'share', sessionId: session.id, parent: sharedOf(parent) })])
    : undefined;
}

/** The step that follows when the initiator has sent an update of what is shared. */
export function hearParent(session: ImSession, shared: SharedInteraction, at: number): Step | undefined {
  const parent = session.parent && parentHeard(session.parent, shared, at);
  return parent && withParent(session, parent, at);
}

function withParent(session: ImSession, parent: ParentInteraction, at: number): Step {
  const isClosedNow = parent.isClosed && !session.parent?.isClosed;
  return quietStep({ ...session, parent }, isClosedNow ? [{ type: 'append-event', event: 'interaction-closed', at }] : []);
}
