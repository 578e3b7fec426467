import type { SessionId } from '../ids.ts';

/** How far an agent is with a session, in order: its notification was closed, they have seen it, they have marked it done. */
export const MARK_STATES = ['dismissed', 'seen', 'done'] as const;

/** What an agent's browsers tell each other about a session (docs/protocol.md 12). */
export interface SessionMark {
  readonly sessionId: SessionId;
  readonly state: (typeof MARK_STATES)[number];
  /** The peer's newest message at that time. If another has come since, the mark says nothing any more. */
  readonly readId?: string;
  /** When the agent did it, milliseconds since the epoch. */
  readonly at: number;
}
