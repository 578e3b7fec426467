import type { OwnAgent } from './agent.ts';
import type { CaseField } from './interaction/case-data.ts';
import type { ParentView } from './interaction/consultation.ts';
import type { ImSession } from './session/im-session.ts';
import type { InteractionView } from './interaction/interaction.ts';
import type { Policy } from './policy.ts';
import type { Settings } from './settings.ts';
import type { VoiceCallView } from './call/voice-call.ts';

/** Why nothing can be stored: a newer version has stored it already, the disk is full, somebody has cleared it, or the browser allows nothing. */
export type StorageProblem = 'storage-newer' | 'storage-full' | 'storage-cleared' | 'storage-unavailable';

/** What is the matter with the bearer token that an agent signs in by. */
export type TokenProblem =
  /** The server takes neither the token nor the one that was given in its place. */
  | 'token-refused'
  /** There is no token without the agent: their sign-in at the organisation has ended, or was withdrawn. */
  | 'sign-in-needed'
  /** Who gives or checks tokens can't be reached. */
  | 'issuer-unreachable'
  /** The token is somebody else's. */
  | 'other-account';

/** Why there is no connection, where the agent can do something about it. */
export type SignInProblem =
  | 'bad-address'
  | 'wrong-password'
  | 'server-not-found'
  | 'connection-refused'
  /** No secure connection came about, because there was no trusted certificate, or no server. */
  | 'certificate'
  | 'insecure-connection'
  /** The page was loaded without encryption, so that the browser offers nothing to sign in by a password with. */
  | 'insecure-page'
  | 'not-an-xmpp-server'
  /** It hasn't shown that it knows the account (RFC 5802), or didn't keep to the rules of signing in. */
  | 'server-unproven'
  /** It offers only what is weaker than what this account has signed in by before. */
  | 'weaker-sign-in'
  /** It wants the password itself, and nobody has allowed that. */
  | 'plain-sign-in'
  /** It offers nothing that Backchannel signs in by. */
  | 'no-common-sign-in'
  /** The keys of an earlier sign-in can't be used any more. */
  | 'password-needed'
  | 'password-expired'
  | 'account-disabled'
  | TokenProblem
  | StorageProblem
  /** Another host of this browser, as one of an earlier version, has the account's stream, and doesn't leave it. */
  | 'open-elsewhere'
  /** The organisation's policy: this agent isn't configured to use internal IM. */
  | 'not-allowed'
  /** The organisation's policy names a server, but in a way that can't be read. */
  | 'unreadable-policy'
  | 'unexpected';

/**
 * The session host's connection to the messaging server.
 * - `waiting`: another host of this browser holds this account's stream (a Web Lock).
 * - `signed-out`: `by` says that a token had signed in, or should have, so that no password is asked for.
 * - `reconnecting`: cut; the next try is at `nextAttemptAt` (ms since the epoch), or running when it has passed. `problem` is why the last one
 *   failed, where agents would take it for something else.
 */
export type ConnectionState =
  | { readonly status: 'signed-out'; readonly problem?: SignInProblem; readonly detail?: string; readonly by?: 'token' }
  | { readonly status: 'starting' }
  | { readonly status: 'connecting' }
  | { readonly status: 'waiting' }
  | { readonly status: 'connected'; readonly domain: string }
  | { readonly status: 'reconnecting'; readonly nextAttemptAt: number; readonly problem?: 'issuer-unreachable' };

/** How a peer is shown. */
export interface PeerView {
  /** The local part of the address; of another host's peer the whole of it, of a stranger's with a mark (shown-address.ts). */
  readonly peerLogon: string;
  readonly peerName: string;
  /** Neither a colleague nor a contact. */
  readonly isStranger?: true;
}

/** What an agent who signs out now would lose: nobody else has it. */
export interface UnsentWork {
  /** Messages that the server doesn't have. */
  readonly messages: number;
  /** Consultations that the contact service hasn't been told of. */
  readonly consultations: number;
}

/** An IM session with what a list or a tab of it shows. */
export interface ImSessionView extends Omit<ImSession, 'parent' | 'members' | 'lastPosition'>, PeerView {
  readonly parent?: ParentView;
  /** Of an invitation to a consultation: the first fields of the case, cut short. */
  readonly highlights?: readonly CaseField[];
  /** The name of the colleague who has answered what a group was asked, where that isn't this agent. */
  readonly answeredByName?: string;
  readonly isPeerTyping: boolean;
  /** The peer can't be reached right now. */
  readonly isPeerOffline: boolean;
  /** No invitation is shown to the peer: it waits in their list. */
  readonly isPeerInDoNotDisturb?: true;
}

/** What a locked desk tells: how much waits, and nothing of what it is or whose. */
export interface LockView {
  /**
   * What unlocks it: the agent's password, or, where they have signed in without one, a new sign-in at the organisation's issuer, or only the
   * page, with a token.
   */
  readonly by: 'password' | 'issuer' | 'page';
  /** Senders who ask for an answer, by invitations or by calls. */
  readonly pending: number;
  /** How many of them call. */
  readonly ringing: number;
  readonly unread: number;
  /** After wrong passwords: when the next one is looked at. Milliseconds since the epoch. */
  readonly nextTryAt?: number;
}

/** Whom the agent has blocked. */
export interface BlocklistView {
  readonly peers: readonly ({ readonly address: string } & PeerView)[];
  /** The server keeps them back too, from all of the agent's devices. */
  readonly isOnServer: boolean;
}

/** Everything small that every view shows: pushed whole when it changes. Sessions are those not yet marked done, oldest first. */
export interface Overview {
  readonly connection: ConnectionState;
  /**
   * Why nothing is kept: on a full disk nothing more is stored, and nothing acknowledged, until there is room; in a browser that lets nothing be stored
   * everything is in memory only.
   */
  readonly storageProblem?: StorageProblem;
  readonly me?: OwnAgent;
  /** The desk of who is signed in is locked. Then nothing else here is about them but the connection, and how their desk looks and notifies. */
  readonly lock?: LockView;
  readonly sessions: readonly ImSessionView[];
  /** The active interactions with contacts, oldest first. */
  readonly interactions: readonly InteractionView[];
  /** The calls that go on, and those that ended a moment ago, oldest first. */
  readonly calls: readonly VoiceCallView[];
  /** The settings in force: the agent's own, and over them the policy's. */
  readonly settings: Settings;
  readonly policy: Policy;
  /** Notifications are held back (Do Not Disturb). */
  readonly areNotificationsHeld: boolean;
  readonly blocklist: BlocklistView;
}
