import type { ClientState } from './client-state.ts';

/*
 * What a page and a frame say to each other, as JSON in strings: no object of one gets to the other, and what was read has no prototype but the plain one.
 */

export const WIRE_VERSION = 1;
/** The `type` of the one message that a page posts to the frame's window, beside the port that all others go by. */
export const CONNECT = 'backchannel:connect';
/** The longest message, in UTF-16 units: case data within its own bounds fits twice over. */
export const MAX_MESSAGE = 1_000_000;
/** The `code` of an error, and whatever else is known. */
export interface WireError {
  readonly code: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a page tells the frame: a call, or the answer to what it was asked. */
export type FromPage =
  | { readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly answer: number; readonly value?: unknown }
  /** `problem` is what the page's own error says of it, if it says something. */
  | { readonly answer: number; readonly hasFailed: true; readonly problem?: string };

/** What a page brings, as it says when it connects; it is asked for it by `getToken`, `contacts.NAME` and `telephony.NAME`. */
export interface PageBrings {
  readonly getToken?: true;
  /** A contact service, and a directory service, that take the page's tokens; or, with neither, contacts of the page's own. */
  readonly contacts?: { readonly service?: string; readonly directory?: string };
  readonly telephony?: true;
}

/** What the frame tells a page. */
export type ToPage =
  /**
   * The first message: it takes the page, or why not. It comes again when what serves the page has begun anew, which knows nothing of what the page has called
   * before. `unused` is what the page brings and isn't asked for, because the list doesn't give it to the origin.
   */
  | { readonly version: number; readonly refused?: string; readonly unused?: readonly string[] }
  | { readonly id: number; readonly value?: unknown; readonly error?: WireError }
  | { readonly state: ClientState }
  /** Asks the page: a hook, by `before.NAME`, a handler of events, by `event`, or what it brings. */
  | { readonly ask: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly ready: true | WireError }
  /** The page isn't listened to for so long. Nothing after the call with this id was begun. */
  | { readonly quarantinedMs: number; readonly after: number };
