import { msg } from '@lit/localize';

/** Asks for the microphone in this document, and lets go of it at once. */
export async function askForMicrophoneHere(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  stream.getTracks().forEach((track) => track.stop());
}

/** Why there is no microphone, and what the agent can do about it. */
export function microphoneProblemText(error: unknown): string {
  // When the chosen microphone is gone, browsers throw an OverconstrainedError, which isn't a DOMException in all of them.
  const name = error instanceof Object && 'name' in error ? error.name : '';
  return name === 'NotFoundError' || name === 'OverconstrainedError'
    ? msg('No microphone was found. Plug one in and try again.')
    : msg("The browser doesn't allow the microphone. Allow it in the browser's settings for this page and try again.");
}
