import type { IceServer, JingleAnswer, JingleRequest } from '../../channel/media-host.ts';
import type { AgentStatus, OwnStatus } from '../../model/agent.ts';
import type { SessionId } from '../../model/ids.ts';
import type { BareJid, FullJid } from '../../model/jid.ts';
import type { SessionMark } from '../../model/session/session-mark.ts';
import type { GroupRef } from '../../model/target-ref.ts';
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

export type Login = { readonly password: string } | { readonly token: string; readonly isUsed?: boolean } | { readonly keys: ScramKeys };

/**
 * What a sign-in has shown: by which mechanism, and the keys that sign in the next time, if it gives any. With SCRAM the server has proven
 * that it knows the account.
 */
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

/** What a device of an agent shows of them. */
export interface DevicePresence {
  readonly status: AgentStatus;
  /** When the agent chose the status, milliseconds since the epoch. Other programs don't say. */
  readonly chosenAt: number | undefined;
  readonly isAvailable: boolean;
  /** What tells its capabilities (XEP-0115). */
  readonly capsKey: string | undefined;
}

/** What a device of a colleague understands. */
export interface Abilities {
  /** Our invitations (docs/protocol.md 2). */
  readonly takesInvitations: boolean;
  /** Calls by voice (XEP-0353, XEP-0167). */
  readonly takesCalls: boolean;
}

/** What a device has answered, and whether that holds for every device with the same caps, because the answer matches their hash. */
export interface CheckedAbilities extends Abilities {
  readonly isVerified: boolean;
}

/** Where a page of the archive begins: after an item, or with a time; or before which item it ends, where an empty id means the archive's end. */
export type ArchiveRange = { readonly after: string } | { readonly since: Date } | { readonly before: string };

/** One page of the account's own archive (XEP-0313), oldest first. */
export interface ArchivePage {
  readonly envelopes: readonly Envelope[];
  /** The archive ids of the items that could be read. */
  readonly ids: readonly string[];
  /** The archive ids of the page's first and last item, whether or not these could be read; undefined when the page is empty. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly isComplete: boolean;
  /** Whether only its beginning has come, because the server fell silent or the connection was lost. */
  readonly isCut?: boolean;
}

export interface MessagingEvents {
  /** Live signals, in order. Called synchronously while the stanza is counted as handled. */
  onSignals(envelopes: readonly Envelope[]): void;
  /**
   * Whether somebody's request (IQ) is answered in a way which shows that this device is there.
   * @param isJingle Whether the request is of a call
   */
  answersTo(from: string, isJingle: boolean): boolean;
  onPresence(from: FullJid, presence: DevicePresence): void;
  /** Another device of the agent has blocked or unblocked these addresses. An empty list means that everybody is unblocked (XEP-0191). */
  onBlocklist(jids: readonly string[], isBlocked: boolean): void;
  onRosterItems(items: readonly RosterItem[], removed: readonly BareJid[]): void;
  /** The server has received this stanza of ours (XEP-0198 4). It may have it only in its memory. */
  onAcked(stanzaId: string): void;
  onStreamState(state: StreamState | undefined): void;
  /** The stream that is being resumed has brought more to the server than is known here: a host that was killed has sent what it hadn't stored. */
  onMoreSent(): void;
  /** Stores everything that was told so far. Only then does the stream acknowledge it to the server. */
  flush(): Promise<void>;
  /** Answers a Jingle request (XEP-0166), whether or not its call is known. */
  onJingle(from: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  onSignedIn(proof: SignInProof): void;
  /** Whether a request (IQ) is within its sender's budget. One that isn't is counted as dropped. */
  admitsRequest(from: FullJid): boolean;
  /** Counts something that was not taken, by the reason. */
  onDropped(reason: string): void;
  /** The stream is gone. Called once. */
  onClosed(failure: Error): void;
}

/** What the agent's browsers tell each other of sessions, by a node of the account that nobody else can read (XEP-0223). */
export interface SessionMarkExchange {
  /** Called when another browser, or this one, has told something. */
  onMarks: (marks: readonly SessionMark[]) => void;
  /** The newest marks that the server keeps. @throws when it doesn't answer */
  read(): Promise<readonly SessionMark[]>;
  /** @throws when the server doesn't take it, or doesn't answer */
  publish(mark: SessionMark): Promise<void>;
}

/** What an availability hub is asked (docs/protocol.md 13). */
export interface Watch {
  readonly on: readonly BareJid[];
  readonly off: readonly BareJid[];
  /** How many agents the hub said last that this device watches; undefined if `on` is all of them. */
  readonly total?: number;
  /** The groups and skills of which it is to tell how many are ready, in place of those before; undefined if they stay. */
  readonly groups?: readonly GroupRef[];
}

/** What a hub tells of agents. */
export interface WatchedStates {
  readonly states: readonly (readonly [BareJid, AgentStatus])[];
  /** How many of which groups are ready, where it tells that. */
  readonly counts?: readonly (readonly [GroupRef, ReadyCount])[];
  /** In an answer: how many agents the device watches now. */
  readonly total?: number;
}

/** How many members of a group, or how many who have a skill, are ready. */
export interface ReadyCount {
  readonly ready: number;
  readonly total: number;
}

/** The exchange with availability hubs. */
export interface AvailabilityExchange {
  /** Tells hubs from others. Hubs alone are heard, and let see this agent's presence. */
  isHub: (from: string) => boolean;
  /** Called with what a hub tells. */
  onStates: (from: string, told: WatchedStates) => void;
  /** Called when a hub tells that another one is gone. */
  onGone: (from: string, gone: string) => void;
  /** @returns undefined when the hub doesn't know this device any more. @throws when it doesn't answer, or refuses */
  watch(hub: string, watch: Watch): Promise<WatchedStates | undefined>;
  /** The members of a group or skill who are ready, longest ready first. @throws when the hub doesn't answer, or doesn't know the group */
  readyMembers(hub: string, group: GroupRef): Promise<readonly BareJid[]>;
  /** The same for an agent who waits in line, which keeps their place. @throws the same */
  askInLine(hub: string, group: GroupRef, ticket: LineTicket): Promise<LineAnswer>;
  /** Gives the place up. @throws the same */
  leaveLine(hub: string, group: GroupRef, id: SessionId): Promise<void>;
  /** Called when somebody of a group has become ready for whom the agent waits in line. */
  onLineMoves: (from: string, group: GroupRef) => void;
}

/** What names an agent's place in the line for a group. */
export interface LineTicket {
  readonly id: SessionId;
  /** Since when they wait, milliseconds since the epoch. */
  readonly since: number;
  /** Members who have been asked already. */
  readonly except: readonly BareJid[];
}

/** The members whom an agent in line may ask now; where there is none, `place` is theirs in the line, 1 for who is next. */
export interface LineAnswer {
  readonly members: readonly BareJid[];
  readonly place?: number;
}

/** A stream to the messaging server: one connection, from `connect` to `onClosed`. */
export interface MessagingStream {
  /** @returns whether the previous stream went on (XEP-0198 5). @throws StreamFailure */
  connect(): Promise<'resumed' | 'new'>;
  send(signal: Signal, to: BareJid, id: string): void;
  /** @param to Whom alone it is told */
  setStatus(status: OwnStatus, to?: BareJid): void;
  /** Asks for a colleague's presence (RFC 6121 4.3), which then comes like any other. */
  askPresence(peer: BareJid): void;
  enableCarbons(): Promise<void>;
  getRoster(): Promise<readonly RosterItem[]>;
  /** The display name of the account's own vCard (XEP-0054); empty when it has none. */
  getOwnName(): Promise<string>;
  /** What the device understands (XEP-0115, XEP-0030). */
  abilitiesOf(from: FullJid, capsKey: string): Promise<CheckedAbilities>;
  /** Whether a device answers at all (XEP-0199), be it with an error. Resolves with false when it hasn't for a quarter of a minute. */
  answers(device: FullJid): Promise<boolean>;
  /** Loads what Jingle requests need to be understood. To be called before a call is proposed or accepted. */
  prepareCalls(): Promise<void>;
  /** This stream's own address. */
  readonly self: FullJid;
  sendJingle(to: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  /** STUN and TURN servers with fresh credentials (XEP-0215); none where the server names none. */
  getIceServers(): Promise<readonly IceServer[]>;
  /** Reads from the account's own archive. @throws the server's answer, when that is an error, or when nothing comes */
  readArchive(range: ArchiveRange, max: number): Promise<ArchivePage>;
  /** Resolves when the server has answered (XEP-0199). */
  ping(): Promise<void>;
  /** Asks whom the account has blocked (XEP-0191), and to be told of changes. The answer is undefined where the server can't block. */
  getBlocked(): Promise<readonly string[] | undefined>;
  /** @returns whether the server has taken it */
  setBlocked(jid: string, isBlocked: boolean): Promise<boolean>;
  /** Loads what is needed to hear what the agent's other browsers tell of sessions. */
  openSessionMarks(): Promise<SessionMarkExchange>;
  /** Loads what is needed to ask availability hubs. */
  openAvailability(): Promise<AvailabilityExchange>;
  setActive(isActive: boolean): void;
  /** Whether something has answered at the server's address, so that an attempt to connect isn't one into the void. */
  readonly isReached: boolean;
  /** Cuts the connection. The server keeps the stream, so that it can be resumed. */
  drop(): void;
  /** Ends the stream for good. */
  end(): Promise<void>;
}
