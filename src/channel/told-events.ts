import { type KeptInteractionEvent, MAX_TOLD_ENTRIES, saidIn, type ToldInteractionEvent } from '../model/desk/interaction-event.ts';
import type { TranscriptSlice } from './contract.ts';
import { knownOverview } from './known-overview.ts';
import type { Workspace } from './workspace.ts';
import type { SessionId } from '../model/ids.ts';

/**
 * An event as the page is told it: a consultation that is done comes with what was said in it, as far as it is still stored. Undefined where the desk
 * was locked meanwhile: the event comes again afterwards.
 */
export async function toldEvent(
  workspace: Workspace,
  { origin: _origin, ...event }: KeptInteractionEvent,
): Promise<ToldInteractionEvent | undefined> {
  if (event.name !== 'consultation-done') return event;
  const transcript = await transcriptOf(workspace, event.sessionId);
  if (!transcript) return undefined;
  const { entries, hasEarlier } = transcript;
  return { ...event, ...saidIn(entries, hasEarlier) };
}

async function transcriptOf(workspace: Workspace, sessionId: SessionId): Promise<TranscriptSlice | undefined> {
  const slice = await askTranscript(workspace, sessionId);
  if (slice.entries.length > 0) return slice;
  // Until a session host that has just started knows who is signed in, it answers with an empty transcript.
  const { lock } = await knownOverview(workspace);
  return lock ? undefined : askTranscript(workspace, sessionId);
}

function askTranscript(workspace: Workspace, sessionId: SessionId): Promise<TranscriptSlice> {
  return new Promise((resolve) => {
    const stop = workspace.subscribe({ kind: 'transcript', sessionId, last: MAX_TOLD_ENTRIES }, (slice) => {
      stop();
      resolve(slice);
    });
  });
}
