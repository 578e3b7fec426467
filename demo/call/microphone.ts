import type { EndReason } from './call-state.ts';

/** Maps the error's `name` of `getUserMedia` (Media Capture and Streams, 10.2.1) to the reason why the call can't begin. */
const PROBLEMS: Readonly<Record<string, EndReason>> = {
  NotAllowedError: 'microphone-refused',
  SecurityError: 'microphone-refused',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
};

/** Asks the browser for the microphone. Resolves to the stream, or to the reason why there is none. */
export async function openMicrophone(): Promise<MediaStream | EndReason> {
  // Browsers have `mediaDevices` only in pages of a secure origin.
  if (!('mediaDevices' in navigator)) return 'microphone-missing';
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    return (error instanceof Error && PROBLEMS[error.name]) || 'microphone-busy';
  }
}
