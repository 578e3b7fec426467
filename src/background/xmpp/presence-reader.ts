import type { Presence } from 'stanza/protocol';
import { bareJidOf, isBareJid } from '../../model/jid.ts';
import type { MessagingEvents } from '../stream/messaging-port.ts';
import { readPresence } from './presence-status.ts';

/** RFC 7622 3.1. */
const MAX_JID_LENGTH = 3_071;

/** Tells of a presence that has come, or counts why it isn't taken. */
export function receivePresence(
  presence: Presence,
  now: number,
  { onPresence, onDropped }: Pick<MessagingEvents, 'onPresence' | 'onDropped'>,
): void {
  const { from, type } = presence;
  // Requests to see this agent's presence are dropped, because the server's administrator alone decides who may; hubs are answered elsewhere.
  if (type !== undefined && type !== 'unavailable') return onDropped('presence-request');
  if (!from || !isBareJid(bareJidOf(from)) || from.length > MAX_JID_LENGTH) return onDropped('presence-of-nobody');
  onPresence(from, readPresence(presence, now));
}
