import type { EndReason, ImSessionState } from './im-session.ts';

/**
 * What has happened to a session, which its rules tell beside its next state. `was` is where the session was before. `at` is in milliseconds since
 * the epoch.
 */
export type SessionHappening = { readonly was: ImSessionState['status']; readonly at: number } & (
  | {
      /** The peer was asked for the first time, by an invitation, a first message or a call. `done`: nothing more is to be done with the session. */
      readonly name: 'session-begun' | 'session-accepted' | 'session-done';
    }
  | { readonly name: 'session-ended'; readonly reason: EndReason; readonly text?: string }
);
