import type { MediaCall } from '../channel/media-host.ts';

/**
 * Whether a call rings here, and not at its peer. Its connection is made ready, so that *Accept* has only to answer. Until then the microphone stays off,
 * no address is looked for or tried, and nobody is told anything.
 */
export function isRingingHere({ isRinging, isInitiator }: MediaCall): boolean {
  return isRinging === true && !isInitiator;
}
