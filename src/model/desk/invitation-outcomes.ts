import type { EndReason } from '../session/im-session.ts';
import type { Happening, ToldSessionHappening } from './happening.ts';

/** What became of an own invitation, or of one to a group of the agent's that somebody else has answered, for telling the agent. */
export interface InvitationOutcome extends Pick<ToldSessionHappening, 'sessionId' | 'peerLogon' | 'peerName' | 'group' | 'answeredByName'> {
  /** What the target has said to it. */
  readonly text?: string;
  readonly event: 'accepted' | Extract<EndReason, 'rejected' | 'no-answer' | 'unreachable' | 'not-allowed' | 'answered-by-colleague'>;
}

/** What this means for an invitation: nothing if it isn't about one, or if the agent has decided it. */
export function invitationOutcomeOf(happening: Happening): InvitationOutcome | undefined {
  if (happening.of !== 'session') return undefined;
  const event = outcomeIn(happening);
  const { sessionId, peerLogon, peerName, group, answeredByName } = happening;
  const text = happening.name === 'session-ended' ? happening.text : undefined;
  return (
    event && {
      sessionId,
      peerLogon,
      peerName,
      event,
      ...(text ? { text } : {}),
      ...(group ? { group } : {}),
      ...(answeredByName ? { answeredByName } : {}),
    }
  );
}

function outcomeIn(happening: ToldSessionHappening): InvitationOutcome['event'] | undefined {
  const isAnswered = happening.name === 'session-ended' && happening.reason === 'answered-by-colleague';
  if (isAnswered) return 'answered-by-colleague';
  if (happening.was !== 'inviting') return undefined;
  if (happening.name === 'session-accepted') return 'accepted';
  if (happening.name !== 'session-ended') return undefined;
  switch (happening.reason) {
    case 'rejected':
    case 'no-answer':
    case 'unreachable':
    case 'not-allowed':
      return happening.reason;
    default:
      return undefined;
  }
}
