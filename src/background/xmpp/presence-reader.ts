import type { Presence } from 'stanza/protocol';
import { bareJidOf, isBareJid } from '../../model/jid.ts';
import type { MessagingEvents } from '../stream/messaging-port.ts';
import { readPresence } from './presence-status.ts';

/** RFC 7622 3.1. */
const MAX_JID_LENGTH = 3_071;

/** Tells of a presence that has come, or counts why it isn't taken. @param share Grants a request to see this agent's presence */
export function receivePresence(
  presence: Presence,
  now: number,
  { onPresence, sharesPresenceWith, onDropped }: Pick<MessagingEvents, 'onPresence' | 'sharesPresenceWith' | 'onDropped'>,
  share: (to: string) => void,
): void {
  const { from, type } = presence;
  // Other requests to see this agent's presence are dropped, because the server's administrator alone decides who may.
  if (type === 'subscribe' && from !== undefined && sharesPresenceWith(from)) return share(from);
  if (type !== undefined && type !== 'unavailable') return onDropped('presence-request');
  if (!from || !isBareJid(bareJidOf(from)) || from.length > MAX_JID_LENGTH) return onDropped('presence-of-nobody');
  onPresence(from, readPresence(presence, now));
}
