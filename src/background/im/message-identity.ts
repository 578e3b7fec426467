import { randomId } from '../../channel/random-id.ts';
import type { TranscriptEntry } from '../../model/session/im-session.ts';
import type { MessageContent } from '../../model/signal.ts';

/** How far apart the same message's times can be, as it came live and as the archive has it. */
const SAME_WITHIN_MS = 5 * 60_000;

/**
 * The message under an id that no other message of its sender has. Other clients give several messages the same id, as `1` after each start; only an
 * origin-id (XEP-0359) names a message.
 * @param find The message of the same sender that has an id, if there is one
 * @returns undefined when the message is known already
 */
export function identify(
  message: MessageContent,
  at: number,
  find: (id: string) => TranscriptEntry | undefined,
): MessageContent | undefined {
  const known = find(message.id);
  if (!known) return message;
  if (!message.isUnnamed || isSame(known, message, at)) return undefined;
  const { stanzaId } = message;
  if (stanzaId !== undefined && find(stanzaId)) return undefined;
  return { ...message, id: stanzaId ?? randomId(), wireId: message.id };
}

function isSame(known: TranscriptEntry, { stanzaId, body }: MessageContent, at: number): boolean {
  if (known.kind !== 'message') return false;
  if (known.stanzaId !== undefined && stanzaId !== undefined) return known.stanzaId === stanzaId;
  return known.body === body && Math.abs(known.at - at) < SAME_WITHIN_MS;
}
