import type { AgentStatus } from '../agent.ts';
import type { EndReason, ImSession, ImSessionState } from './im-session.ts';
import type { ParentView } from '../interaction/consultation.ts';
import type { BareJid } from '../jid.ts';
import type { ImSessionView, PeerView } from '../workspace.ts';
import type { SessionId } from '../ids.ts';

/** A session of My History. Times are milliseconds since the epoch. */
export interface PastSession extends PeerView, Pick<ImSessionView, 'group' | 'answeredByName'> {
  readonly id: SessionId;
  readonly peer: BareJid;
  /** The peer's status now, by which the agent can write again, or not. */
  readonly peerStatus: AgentStatus;
  readonly direction: ImSession['direction'];
  readonly createdAt: number;
  readonly reason: EndReason;
  readonly endedAt: number;
  /** What was written first, on one line, cut short. */
  readonly subject?: string;
  /** The interaction that it was about, where it was a consultation. */
  readonly parent?: Pick<ParentView, 'media' | 'contactName'>;
  /** When it was connected, if it ever was, and where that is known. */
  readonly connectedAt?: number;
}

export const HISTORY_FILTERS = ['all', 'incoming', 'outgoing', 'missed'] as const;
/** The filter buttons of My History. */
export type HistoryFilter = (typeof HISTORY_FILTERS)[number];

/** A session that has ended. Nothing but late messages can still come into it. */
export type EndedSession = ImSession & { readonly state: Extract<ImSessionState, { status: 'ended' }> };

/** Whether a session is past: it has ended, whether or not its tab is still there. */
export function isPast(session: ImSession): session is EndedSession {
  return session.state.status === 'ended';
}

/** Whether a filter of My History lets a session through. */
export function isInFilter({ direction, state }: EndedSession, filter: HistoryFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'incoming':
    case 'outgoing':
      return direction === filter;
    case 'missed':
      return direction === 'incoming' && state.reason === 'missed';
  }
}
