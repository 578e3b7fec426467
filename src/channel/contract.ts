import type * as v from 'valibot';
import type { CaseData } from '../model/interaction/case-data.ts';
import type { RecordExport, UnsentRecord } from '../model/contact/consultation-record.ts';
import type { ContactInformation, Freshness, PastInteraction, PastInteractionDetails } from '../model/contact/contact.ts';
import type { TranscriptEntry } from '../model/session/im-session.ts';
import type { KeptInteractionEvent } from '../model/desk/interaction-event.ts';
import type { InternalTarget } from '../model/internal-target.ts';
import type { PastSession } from '../model/session/past-session.ts';
import type { LogEntry } from '../model/log-entry.ts';
import type { CallLevel } from '../model/call/voice-call.ts';
import type { Overview, SignInProblem, UnsentWork } from '../model/workspace.ts';
import type { COMMANDS, query, signInRequest } from './schemas.ts';

/*
 * The one contract between views and session host: commands (called), queries (subscribed to), slices (pushed).
 * Every command may be given twice: ids are made by the caller, and the session machine refuses what no longer applies.
 */

export type SignInRequest = v.InferInput<typeof signInRequest>;
export type CommandName = keyof typeof COMMANDS;
export type CommandInput<N extends CommandName> = v.InferInput<(typeof COMMANDS)[N]>;

export const COMMAND_NAMES = [
  'signIn',
  'signOut',
  'lock',
  'unlock',
  'noteActivity',
  'setStatus',
  'invite',
  'cancelInvitation',
  'accept',
  'reject',
  'rejectAll',
  'block',
  'unblock',
  'dismissNotification',
  'display',
  'send',
  'setTyping',
  'endSession',
  'markDone',
  'saveDraft',
  'setFavorite',
  'changeSettings',
  'wipeHistory',
  'openInteraction',
  'updateInteraction',
  'closeInteraction',
  'consult',
  'leaveOutField',
  'changeCaseField',
  'judgeContactGuess',
  'abandonInteraction',
  'setCaseDataRules',
  'setGuestHosts',
  'setTrustedDomains',
  'setStrangers',
  'setPlainAllowed',
  'setCardNumbersInMessages',
  'setSharedComputer',
  'setLockAfterMinutes',
  'takeInteractionEvents',
  'retryContact',
  'retryRecords',
  'deleteRecord',
  'noteRefusalsTold',
  'call',
  'consultByVoice',
  'acceptCall',
  'rejectCall',
  'endCall',
  'hold',
  'retrieve',
  'muteCall',
  'retryMicrophone',
] as const satisfies readonly CommandName[];

/** Why a command was refused; views say it in the agent's language. */
export type Refusal =
  | { readonly refused: 'invalid-argument' }
  | { readonly refused: 'sign-in'; readonly problem: SignInProblem; readonly detail?: string }
  | { readonly refused: 'not-signed-in' }
  /** The desk is locked. */
  | { readonly refused: 'locked' }
  /** It stays locked: the password is wrong, or it came too soon after a wrong one and wasn't looked at. */
  | { readonly refused: 'not-unlocked'; readonly problem: 'wrong-password' | 'too-soon'; readonly nextTryAt: number }
  /** The agent has no password here: only the page can unlock, with a token. */
  | { readonly refused: 'no-password' }
  /** Signing out would lose it. */
  | ({ readonly refused: 'not-sent' } & UnsentWork)
  | { readonly refused: 'target-logged-off' }
  | { readonly refused: 'target-is-self' }
  /** The agent has blocked them. */
  | { readonly refused: 'target-blocked' }
  | { readonly refused: 'unknown-session' }
  | { readonly refused: 'not-possible-now' }
  | { readonly refused: 'empty-message' }
  /** There is a payment card number in it, and the command doesn't say what is to become of it. */
  | { readonly refused: 'card-number' }
  | { readonly refused: 'message-too-long'; readonly maxLength: number }
  | { readonly refused: 'storage-failed' }
  /** The organisation's policy doesn't give this agent the privilege. */
  | { readonly refused: 'not-allowed'; readonly privilege: 'make' | 'release' | 'call' }
  | { readonly refused: 'set-by-policy' }
  | { readonly refused: 'unknown-interaction' }
  | { readonly refused: 'too-many-interactions'; readonly max: number }
  | { readonly refused: 'unknown-call' }
  /** The colleague's programs don't take calls. */
  | { readonly refused: 'target-without-voice' }
  /** No document that could hold the sound. */
  | { readonly refused: 'no-voice-here' }
  /** The contact isn't on hold: nothing tells the telephony to, or it didn't. */
  | { readonly refused: 'not-held' }
  /** The contact, or the colleague, still is on hold. */
  | { readonly refused: 'not-retrieved' };

/** A command's outcome: nothing to say, or why not. `sessionId` and `callId` where a command opened or found one; `isMasked` where the policy had a card number masked; `unsentRecords` where records were tried again: how many of them are left. */
export type CommandResult =
  | {
      readonly refused?: undefined;
      readonly sessionId?: string;
      readonly callId?: string;
      readonly isMasked?: true;
      readonly unsentRecords?: number;
    }
  | Refusal;

/** Gives a command to the session host. */
export type Commands = { readonly [N in CommandName]: (input: CommandInput<N>) => Promise<CommandResult> };

export type Query = v.InferOutput<typeof query>;

/** Rows `first` … of the `total` that match. */
export interface TargetsSlice {
  readonly total: number;
  readonly first: number;
  readonly rows: readonly InternalTarget[];
  /** The directory was read at least once since sign-in. */
  readonly isLoaded: boolean;
}

/** Rows `first` … of the `total` past sessions that match, newest first. */
export interface HistorySlice {
  readonly total: number;
  readonly first: number;
  readonly rows: readonly PastSession[];
  /** Every message has been searched; until then more may come. */
  readonly isComplete: boolean;
}

/** The end of a transcript. */
export interface TranscriptSlice {
  readonly entries: readonly TranscriptEntry[];
  readonly hasEarlier: boolean;
}

/** Case data of an interaction, or of a consultation as it is shared: empty once that is over. */
export interface CaseDataSlice extends CaseData {
  /** The keys of the fields that a consultation keeps back. */
  readonly leftOut: readonly string[];
}

/** A contact's information, as far as it could be read. */
export interface ContactSlice extends Freshness {
  readonly contact?: ContactInformation;
}

/** Rows `first` … of the `total` of a contact's history that are known to match. */
export interface ContactHistorySlice extends Freshness {
  readonly total: number;
  readonly first: number;
  readonly rows: readonly PastInteraction[];
  /** Everything has been searched, at the service too. Until then more may come; with a `problem`, only what this browser holds was. */
  readonly isComplete: boolean;
  /** The service has more rows than this browser keeps: the newest are here. */
  readonly isCut: boolean;
  /** Who handled the interactions that are known, by name: what one can filter by. */
  readonly agents: readonly PastInteraction['agent'][];
}

/** One past interaction, as far as it could be read. */
export interface PastInteractionSlice extends Freshness {
  readonly interaction?: PastInteractionDetails;
}

/** How the agent is signed in, and what this browser has stored of the account. */
export interface AccountSlice {
  /** The server's WebSocket address; absent when nobody is signed in. */
  readonly service?: string;
  /** The login keys are stored, so that a browser that was restarted signs in by itself. */
  readonly isSignInKept: boolean;
  readonly sessions: number;
  readonly messages: number;
  /** Everything that is stored beside it too, where the browser tells. */
  readonly bytes?: number;
  /** Nobody is signed in, and what is stored of the last agent is still there. */
  readonly isLeft?: true;
}

/** What went wrong, without anybody's words or names. */
export interface DiagnosticsSlice {
  /** What came in and wasn't taken, and what failed, since the session host began, by reason: a code. The most frequent first. */
  readonly counts: readonly { readonly reason: string; readonly count: number }[];
  /** What happened when, those of earlier hosts of this browser too, oldest first. */
  readonly entries: readonly LogEntry[];
}

/** What each query is answered with, at once and again at each change (at most once a frame). `draft` is answered once. */
export interface Slices {
  overview: Overview;
  targets: TargetsSlice;
  history: HistorySlice;
  transcript: TranscriptSlice;
  draft: string;
  'case-data': CaseDataSlice;
  contact: ContactSlice;
  'contact-history': ContactHistorySlice;
  'past-interaction': PastInteractionSlice;
  /** What the pages that opened interactions haven't taken yet, oldest first. */
  'interaction-events': readonly KeptInteractionEvent[];
  /** The consultations' records that the contact service hasn't taken, the newest first. */
  'unsent-records': readonly UnsentRecord[];
  /** Answered once. */
  'record-export': RecordExport;
  /** While somebody follows it: ten times a second. */
  'call-level': CallLevel;
  account: AccountSlice;
  diagnostics: DiagnosticsSlice;
}
export type QueryOf<K extends Query['kind']> = Extract<Query, { kind: K }>;
