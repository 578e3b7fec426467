import type { CallEndReason, CallState } from './voice-call.ts';

/**
 * What has happened to a call, which its rules tell beside its next state. `was` is where the call was before. `at` is in milliseconds since the epoch.
 */
export type CallHappening = { readonly was: CallState['status']; readonly at: number } & (
  | { readonly name: 'call-accepted' | 'call-connected' }
  | { readonly name: 'call-ended'; readonly reason: CallEndReason }
);
