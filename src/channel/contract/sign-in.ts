import * as v from 'valibot';
import { escapeLocal } from '../../model/jid.ts';
import type { LogEntry } from '../../model/log-entry.ts';
import { queryFor } from './shapes.ts';

const password = v.pipe(v.string(), v.maxLength(1024));
const token = v.pipe(v.string(), v.maxLength(16_384));

/**
 * How an agent signs in: by a password, by a bearer token (RFC 7628), or, with neither, by a token that is asked for. `service` is a `ws:` or
 * `wss:` address, or several with spaces between them; found by XEP-0156 when absent.
 */
export const signInRequest = v.object({
  /** If it is absent, the agent is the one whose tokens they are, or whose token was refused last. */
  jid: v.optional(v.pipe(v.string(), v.trim(), v.toLowerCase(), v.transform(escapeLocal), v.maxLength(3071))),
  password: v.optional(password),
  token: v.optional(token),
  service: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(2048))),
  /** Whether the login keys are kept (never the password), so that a restarted host signs in by itself. */
  isKept: v.optional(v.boolean(), false),
  /** Whether a person has just typed the password. If so, the same agent's locked desk is unlocked; otherwise it stays locked. */
  isUnlocking: v.optional(v.boolean(), false),
});

export const signInCommands = {
  /** Signs in at the messaging server by `password` or `token`, as `jid`. `service` is its WebSocket address, or several with spaces between them, which are tried in this order. It is needed where it can’t be found by the domain. */
  signIn: signInRequest,
  /**
   * Ends the stream and deletes everything that is stored of this account. With `asksBeforeLoss` it is refused as `not-sent`, and nothing is
   * deleted, when something would be lost by it that nobody else has.
   */
  signOut: v.object({ asksBeforeLoss: v.optional(v.boolean(), false) }),
  /** Locks the desk: views show nothing of it until it is unlocked, and messages go on arriving. */
  lock: v.object({}),
  /** Unlocks it, by the agent's password or by a token that the messaging server takes. */
  unlock: v.object({ password: v.optional(password), token: v.optional(token) }),
  /** Notes that the agent is at their desk. It is for pages, because only the extension is told this by the browser. */
  noteActivity: v.object({}),
} as const;

/** How the agent is signed in, and what this browser has stored of the account. */
export interface AccountSlice {
  /** The server's WebSocket address; absent when nobody is signed in. */
  readonly service?: string;
  /** Whether the login keys are stored, so that a browser that was restarted signs in by itself. */
  readonly isSignInKept: boolean;
  readonly sessions: number;
  readonly messages: number;
  /** Everything that is stored beside it too, where the browser tells. */
  readonly bytes?: number;
  /** Present when nobody is signed in and what is stored of the last agent is still there. */
  readonly isLeft?: true;
}

/** What went wrong, without anybody's words or names. */
export interface DiagnosticsSlice {
  /** What came in and wasn't taken, and what failed, since the session host began, by reason: a code. The most frequent first. */
  readonly counts: readonly { readonly reason: string; readonly count: number }[];
  /** What happened when, those of earlier hosts of this browser too, oldest first. */
  readonly entries: readonly LogEntry[];
}

export const signInQueries = {
  /** How the agent is signed in, and what this browser has stored of the account. */
  account: queryFor<AccountSlice>()({}, { topicOf: () => 'history' as const, empty: { isSignInKept: false, sessions: 0, messages: 0 } }),
  /** What went wrong since the host began, as codes, counts and times. */
  diagnostics: queryFor<DiagnosticsSlice>()({}, { topicOf: () => 'diagnostics' as const, empty: { counts: [], entries: [] } }),
} as const;
