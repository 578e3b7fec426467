import type { IceServer, JingleAnswer, JingleRequest } from '../../channel/media-host.ts';
import type { AgentStatus, OwnStatus } from '../../model/agent.ts';
import type { BareJid, FullJid } from '../../model/jid.ts';
import type { Envelope, Signal } from '../../model/signal.ts';
import type { Mechanism, ScramMechanism } from '../../model/sign-in-mechanisms.ts';

/** SCRAM keys (RFC 5802 3): sign in to one account without its password, as long as its server keeps the password in this way. */
export interface ScramKeys {
  readonly mechanism: ScramMechanism;
  readonly iterations: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly clientKey: Uint8Array<ArrayBuffer>;
  readonly serverKey: Uint8Array<ArrayBuffer>;
}

export type Login = { readonly password: string } | { readonly token: string } | { readonly keys: ScramKeys };

/** What signing in has shown: how, and what signs in the next time, where there is such. By SCRAM the server has proven that it knows the account. */
export interface SignInProof {
  readonly mechanism: Mechanism;
  readonly keys?: ScramKeys;
}

/** A colleague as the server's roster has it (RFC 6121 2.1). */
export interface RosterItem {
  readonly jid: BareJid;
  readonly name: string;
  readonly groups: readonly string[];
}

/** Stream management state (XEP-0198) to be given back at the next connection; opaque but for its `id`. */
export interface StreamState {
  readonly id: string;
  readonly handled: number;
  readonly lastAck: number;
  /** When the server's last stanza came. Milliseconds since the epoch. */
  readonly heardAt?: number;
  readonly unacked: [string, Record<string, unknown>][];
}

/** What a device of a colleague understands. */
export interface Abilities {
  /** Our invitations (docs/protocol.md 2). */
  readonly takesInvitations: boolean;
  /** Calls by voice (XEP-0353, XEP-0167). */
  readonly takesCalls: boolean;
}

/** What a device has answered, and whether that holds for every device with the same caps: it has been held against their hash. */
export interface CheckedAbilities extends Abilities {
  readonly isVerified: boolean;
}

/** One page of the account's own archive (XEP-0313), oldest first. */
export interface ArchivePage {
  readonly envelopes: readonly Envelope[];
  /** The archive id of the page's last item, whether or not that could be read; undefined when the page is empty. */
  readonly last: string | undefined;
  readonly isComplete: boolean;
}

export interface MessagingEvents {
  /** Live signals, in order. Called synchronously while the stanza is counted as handled. */
  onSignals(envelopes: readonly Envelope[]): void;
  /** Whether somebody's request (IQ) is answered as one to a device that is there. @param isJingle It is of a call */
  answersTo(from: string, isJingle: boolean): boolean;
  onPresence(from: FullJid, status: AgentStatus, isAvailable: boolean, capsKey: string | undefined): void;
  /** Another device of the agent has blocked or unblocked somebody; nobody named means that everybody is unblocked (XEP-0191). */
  onBlocklist(jids: readonly string[], isBlocked: boolean): void;
  onRosterItems(items: readonly RosterItem[], removed: readonly BareJid[]): void;
  /** The server has this stanza of ours (XEP-0198 4): in its memory, no more. */
  onAcked(stanzaId: string): void;
  onStreamState(state: StreamState | undefined): void;
  /** Makes everything durable that was told so far: the server is acknowledged only then. */
  flush(): Promise<void>;
  /** A Jingle request (XEP-0166) has come, of a call or of nothing that is known. */
  onJingle(from: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  onSignedIn(proof: SignInProof): void;
  /** Somebody asks for something (IQ) that is answered: whether they may. What they may not is counted as dropped. */
  admitsRequest(from: FullJid): boolean;
  /** Not taken, and why: counted. */
  onDropped(reason: string): void;
  /** The stream is gone. Called once. */
  onClosed(failure: Error): void;
}

/** A stream to the messaging server: one connection, from `connect` to `onClosed`. */
export interface MessagingStream {
  /** @returns whether the previous stream went on (XEP-0198 5). @throws StreamFailure */
  connect(): Promise<'resumed' | 'new'>;
  send(signal: Signal, to: BareJid, id: string): void;
  setStatus(status: OwnStatus): void;
  /** Asks for a colleague's presence (RFC 6121 4.3), which comes as any does. */
  askPresence(peer: BareJid): void;
  enableCarbons(): Promise<void>;
  getRoster(): Promise<readonly RosterItem[]>;
  /** The display name of the account's own vCard (XEP-0054); empty when it has none. */
  getOwnName(): Promise<string>;
  /** What the device understands (XEP-0115, XEP-0030). */
  abilitiesOf(from: FullJid, capsKey: string): Promise<CheckedAbilities>;
  /** Before a call is proposed or accepted: from then on Jingle requests are understood. */
  prepareCalls(): Promise<void>;
  /** This stream's own address. */
  readonly self: FullJid;
  sendJingle(to: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  /** STUN and TURN servers with fresh credentials (XEP-0215); none where the server names none. */
  getIceServers(): Promise<readonly IceServer[]>;
  /** The archive's items after an archive id, or since a time. @throws when the id is unknown there */
  readArchive(from: { readonly after: string } | { readonly since: Date }, max: number): Promise<ArchivePage>;
  /** Resolves when the server has answered (XEP-0199). */
  ping(): Promise<void>;
  /** Whom the account has blocked (XEP-0191), and asks to be told of changes; undefined where the server can't block. */
  getBlocked(): Promise<readonly string[] | undefined>;
  /** @returns whether the server has taken it */
  setBlocked(jid: string, isBlocked: boolean): Promise<boolean>;
  setActive(isActive: boolean): void;
  /** Cuts the connection; the server keeps the stream for a resumption. */
  drop(): void;
  /** Ends the stream for good. */
  end(): Promise<void>;
}
