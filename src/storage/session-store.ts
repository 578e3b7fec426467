import * as v from 'valibot';
import { END_REASONS, type ImSession } from '../model/session/im-session.ts';
import type { StoreDatabase, StoreWrite } from './store-port.ts';
import { namedGroup } from '../model/target-ref-shape.ts';
import { sharedInteractionShape } from './shared-interaction-shape.ts';
import type { SessionId } from '../model/ids.ts';

/**
 * A session as stored: `done` stands for `isDone`, which can't be indexed. Of a session that was deleted only the id is kept, outside of every index.
 * The archive may still tell of its invitation, which must not open it anew.
 */
type StoredSession = (ImSession & { readonly done: 0 | 1 }) | { readonly id: SessionId };

export type SessionRecords = { sessions: { key: SessionId; value: StoredSession; indexes: { byDone: [done: number, createdAt: number] } } };

const time = v.number();

const sessionShape = v.object({
  id: v.string(),
  peer: v.string(),
  direction: v.picklist(['outgoing', 'incoming']),
  isPlain: v.boolean(),
  isInvitedFromHere: v.boolean(),
  state: v.variant('status', [
    v.object({ status: v.literal('not-connected') }),
    v.object({
      status: v.literal('inviting'),
      expiresAt: time,
      ringing: v.boolean(),
      inLine: v.exactOptional(v.object({ place: v.exactOptional(v.number()) })),
    }),
    v.object({ status: v.literal('invited'), notification: v.picklist(['shown', 'dismissed']), notificationExpiresAt: time }),
    v.object({ status: v.literal('connecting'), since: time }),
    v.object({ status: v.literal('connected'), since: time }),
    v.object({ status: v.literal('ended'), reason: v.picklist(END_REASONS), at: time, since: v.optional(time) }),
  ]),
  createdAt: time,
  isDisplayed: v.boolean(),
  unread: v.number(),
  lastReceivedId: v.optional(v.string()),
  lastPosition: v.number(),
  isDone: v.boolean(),
  subject: v.exactOptional(v.string()),
  initialMessage: v.optional(v.string()),
  initialMessageId: v.optional(v.string()),
  isBegunByCall: v.exactOptional(v.boolean()),
  group: v.exactOptional(namedGroup),
  members: v.exactOptional(v.array(v.object({ jid: v.string(), is: v.picklist(['next', 'asked', 'out']) }))),
  askedAs: v.exactOptional(v.picklist(['pending', 'call'])),
  hasNobodyReady: v.exactOptional(v.boolean()),
  lineSince: v.exactOptional(time),
  answeredBy: v.exactOptional(v.string()),
  parent: v.optional(
    v.object({
      ...sharedInteractionShape.entries,
      leftOut: v.array(v.string()),
      owner: v.exactOptional(v.object({ origin: v.string(), id: v.string() })),
    }),
  ),
}) satisfies v.GenericSchema<unknown, ImSession>;

const OPEN = IDBKeyRange.bound([0], [0, []]);
/** The range of the index `byDone` with the sessions that were marked done, oldest first. */
export const DONE = IDBKeyRange.bound([1], [1, []]);

/** The sessions that aren't marked done yet. A record that can't be read, of another version say, is left alone. */
export async function getOpenSessions(database: StoreDatabase<SessionRecords>): Promise<ImSession[]> {
  return readable(await database.getAllFromIndex('sessions', 'byDone', OPEN));
}

/** The ids of all sessions there ever were, read or not, deleted or not. */
export function getSessionIds(database: StoreDatabase<SessionRecords>): Promise<SessionId[]> {
  return database.getAllKeys('sessions');
}

/** The sessions of these ids, as far as they are there and can be read. */
export async function getSessions(database: StoreDatabase<SessionRecords>, ids: readonly SessionId[]): Promise<ImSession[]> {
  return readable(await Promise.all(ids.map((id) => database.get('sessions', id))));
}

export function putSession(session: ImSession): StoreWrite<SessionRecords> {
  return (transaction) => transaction.objectStore('sessions').put({ ...session, done: session.isDone ? 1 : 0 });
}

function readable(records: readonly unknown[]): ImSession[] {
  return records.flatMap((record) => {
    const parsed = v.safeParse(sessionShape, record);
    return parsed.success ? [parsed.output] : [];
  });
}
