import type { OwnAvailability } from '../model/agent.ts';
import { pendingCount, unreadCount } from '../model/desk/session-lists.ts';
import type { SessionId } from '../model/ids.ts';
import type { ImSession, ImSessionState } from '../model/session/im-session.ts';
import type { ConnectionState, Overview } from '../model/workspace.ts';

/** The agent who is signed in. */
export interface ClientAgent {
  /** Empty for pages with the dock, which aren't told who is signed in; so is the name. */
  readonly address: string;
  readonly name: string;
  readonly availability: OwnAvailability;
  /** Why they aren't ready; empty where they don't say. */
  readonly reason: string;
}

/** One IM session, without what is written in it. */
export interface ClientSession {
  readonly sessionId: SessionId;
  /** The colleague's address; empty where a group is asked and nobody has accepted yet. */
  readonly peer: string;
  readonly name: string;
  readonly direction: ImSession['direction'];
  readonly status: ImSessionState['status'];
  /** How many messages the agent hasn't seen. */
  readonly unread: number;
  /** The page's own interaction that the session is about; empty where it is about none. */
  readonly interactionId: string;
}

/** How things stand, as a page is told: it always has all of its members, and is frozen. */
export interface ClientState {
  /** Whether there is a connection to the messaging server. */
  readonly connection: ConnectionState['status'];
  /**
   * Which storage the desk has in this page. `partitioned`: one for pages of this site alone, since the frame is of another one, so that the agent signs in here by
   * themselves. `memory`: the browser lets nothing be stored, so that nothing outlives the page. Where it lets no worker run either, `ready` rejects as
   * `storage-blocked`.
   */
  readonly storage: 'own' | 'partitioned' | 'memory';
  /** The desk is locked. Then nobody is named here, and no session. */
  readonly isLocked: boolean;
  /** Null while nobody is signed in. */
  readonly me: ClientAgent | null;
  /** The sessions that aren't marked done, oldest first. */
  readonly sessions: readonly ClientSession[];
  /** How many senders ask for an answer, by invitations or by calls. */
  readonly pending: number;
  /** How many messages the agent hasn't seen. */
  readonly unread: number;
}

/** Before anything is known. */
export const STARTING: ClientState = deepFrozen({
  connection: 'starting',
  storage: 'own',
  isLocked: false,
  me: null,
  sessions: [],
  pending: 0,
  unread: 0,
});

const UNNAMED = { address: '', name: '' };

/** @param interactionIdOf What the page calls an interaction; undefined for another page's */
export function clientStateOf(
  overview: Overview,
  { storage = 'own', isAgentUnnamed = false }: { readonly storage?: 'own' | 'partitioned'; readonly isAgentUnnamed?: boolean },
  interactionIdOf: (id: string) => string | undefined,
): ClientState {
  const { connection, lock, me, sessions, storageProblem } = overview;
  return deepFrozen({
    connection: connection.status,
    storage: storageProblem === 'storage-unavailable' ? 'memory' : storage,
    isLocked: lock !== undefined,
    me: me
      ? {
          ...(isAgentUnnamed ? UNNAMED : { address: me.jid, name: me.name }),
          availability: me.status.availability,
          reason: me.status.reason ?? '',
        }
      : null,
    sessions: sessions.map(({ id, peer, peerName, direction, state, unread, parent }) => ({
      sessionId: id,
      peer,
      name: peerName,
      direction,
      status: state.status,
      unread,
      interactionId: (parent && interactionIdOf(parent.interactionId)) ?? '',
    })),
    pending: pendingCount(overview),
    unread: unreadCount(overview, undefined),
  });
}

/** Plain data, in which nothing can be changed any more. */
export function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}
