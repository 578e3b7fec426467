import type { VoiceCall } from './voice-call.ts';

/** Whether the call rings, is connecting or is connected. */
export function isActiveCall({ state }: Pick<VoiceCall, 'state'>): boolean {
  return state.status !== 'ended';
}
