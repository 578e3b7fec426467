import type { EndReason } from './call-state.ts';

/** Why there is no microphone: `name` of what `getUserMedia` rejects with (Media Capture and Streams, 10.2.1). */
const PROBLEMS: Readonly<Record<string, EndReason>> = {
  NotAllowedError: 'microphone-refused',
  SecurityError: 'microphone-refused',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
};

/** Asks the browser for the microphone. Gives the stream, or why there is none. */
export async function openMicrophone(): Promise<MediaStream | EndReason> {
  // A page that isn't from a secure origin has no such thing.
  if (!('mediaDevices' in navigator)) return 'microphone-missing';
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    return (error instanceof Error && PROBLEMS[error.name]) || 'microphone-busy';
  }
}
