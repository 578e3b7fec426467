import type { Refusal } from '../../channel/contract.ts';
import type { SessionId } from '../../model/ids.ts';
import { messagePartsOf } from '../../model/text/message-parts.ts';
import type { Im } from './im.ts';
import type { Transcripts } from './transcripts.ts';

/**
 * Sends a message that wasn't delivered once more, as it is or in parts. The parts' ids follow from the message's, so that a command which is given
 * twice sends them once.
 */
export async function sendAgain(
  { im, transcripts }: { readonly im: Pick<Im, 'act'>; readonly transcripts: Pick<Transcripts, 'findFailed'> },
  { sessionId, messageId, isSplit }: { readonly sessionId: SessionId; readonly messageId: string; readonly isSplit: boolean },
): Promise<Refusal | undefined> {
  const message = await transcripts.findFailed(sessionId, messageId);
  // Another tab has sent it again already, so that nothing is left to do.
  if (!message) return undefined;
  const { body } = message;
  const parts = isSplit
    ? messagePartsOf(body).map((part, index) => ({ id: `${messageId}-${index + 1}`, body: part }))
    : [{ id: messageId, body }];
  return im.act(sessionId, { type: 'send-again', messageId, parts });
}
