import type { EndReason } from '../session/im-session.ts';
import type { ImSessionView, Overview } from '../workspace.ts';

/** What became of an own invitation, for telling the agent. */
export interface InvitationOutcome {
  readonly session: ImSessionView;
  readonly event: 'accepted' | Extract<EndReason, 'rejected' | 'no-answer' | 'unreachable' | 'not-allowed'>;
}

/** Own invitations that were open in the overview before and are decided in the one after. */
export function invitationOutcomes(before: Overview | undefined, after: Overview): readonly InvitationOutcome[] {
  const inviting = new Set(before?.sessions.filter((session) => session.state.status === 'inviting').map((session) => session.id));
  return after.sessions.flatMap((session): InvitationOutcome[] => {
    if (!inviting.has(session.id)) return [];

    const { state } = session;
    if (state.status === 'connected') return [{ session, event: 'accepted' }];

    switch (state.status === 'ended' ? state.reason : undefined) {
      case 'rejected':
        return [{ session, event: 'rejected' }];
      case 'no-answer':
        return [{ session, event: 'no-answer' }];
      case 'unreachable':
        return [{ session, event: 'unreachable' }];
      case 'not-allowed':
        return [{ session, event: 'not-allowed' }];
      default:
        return [];
    }
  });
}
