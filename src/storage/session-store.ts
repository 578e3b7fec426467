import * as v from 'valibot';
import { END_REASONS, type ImSession } from '../model/im-session.ts';
import type { Write } from './journal.ts';
import type { AccountDatabase } from './schema.ts';

const time = v.number();

const sessionShape = v.object({
  id: v.string(),
  peer: v.string(),
  direction: v.picklist(['outgoing', 'incoming']),
  isPlain: v.boolean(),
  isInvitedFromHere: v.boolean(),
  state: v.variant('status', [
    v.object({ status: v.literal('not-connected') }),
    v.object({ status: v.literal('inviting'), expiresAt: time, ringing: v.boolean() }),
    v.object({ status: v.literal('invited'), notification: v.picklist(['shown', 'dismissed']), notificationExpiresAt: time }),
    v.object({ status: v.literal('connected'), since: time }),
    v.object({ status: v.literal('ended'), reason: v.picklist(END_REASONS), at: time }),
  ]),
  createdAt: time,
  isDisplayed: v.boolean(),
  unread: v.number(),
  lastReceivedId: v.optional(v.string()),
  lastPosition: v.number(),
  isDone: v.boolean(),
  initialMessage: v.optional(v.string()),
}) satisfies v.GenericSchema<unknown, ImSession>;

/** All sessions; a record that can't be read (of another version, say) is left alone. */
export async function getSessions(database: AccountDatabase): Promise<ImSession[]> {
  const stored: readonly unknown[] = await database.getAll('sessions');
  return stored.flatMap((record) => {
    const parsed = v.safeParse(sessionShape, record);
    return parsed.success ? [parsed.output] : [];
  });
}

export function putSession(session: ImSession): Write {
  return (transaction) => transaction.objectStore('sessions').put(session);
}
