import type { ImSession } from '../../model/session/im-session.ts';
import type { OutboxEntry } from '../../storage/outbox-store.ts';

/** How long an answer or an end waits for the peer's receipt. A peer who has been away for longer reads it in their archive, or has left by their own clock. */
const ANSWER_LIFE_MS = 24 * 60 * 60_000;

/** Whether a new stream has to send an entry again. @param session The entry's session, if it is known */
export function isStillWanted(
  { signal, peer, isAcked, awaitsReceipt, addedAt }: OutboxEntry,
  session: ImSession | undefined,
  now: number,
): boolean {
  if (!isAcked) return true;
  if (!awaitsReceipt) return false;
  switch (signal.type) {
    case 'message':
      // A message is sent again also after the session has ended, because the peer hasn't got it.
      return !session?.isPlain;
    case 'propose':
      if (session?.state.status === 'inviting') return session.members?.find(({ jid }) => jid === peer)?.is !== 'out';
      // A call, or what the peer has written, may have connected the session before what the invitation carries has arrived.
      return session?.state.status === 'connected' && !session.members && signal.message !== undefined;
    case 'propose-call':
      // The call isn't known any more, and would ring at the peer without anybody calling.
      return false;
    case 'proceed':
    case 'share':
      return session?.state.status === 'connected' || session?.state.status === 'connecting';
    default:
      return now - addedAt < ANSWER_LIFE_MS;
  }
}
