import type * as v from 'valibot';
import type { SignInProblem, StorageProblem, UnsentWork } from '../model/workspace.ts';
import { callCommands, callQueries } from './contract/calls.ts';
import { contactCommands, contactQueries } from './contract/contacts.ts';
import { deskCommands } from './contract/desk.ts';
import { directoryCommands, directoryQueries } from './contract/directory.ts';
import { imCommands, imQueries } from './contract/im.ts';
import { interactionCommands, interactionQueries } from './contract/interactions.ts';
import { overviewQueries } from './contract/overview.ts';
import { pageDecisionCommands } from './contract/page-decisions.ts';
import { signInCommands, signInQueries } from './contract/sign-in.ts';
import type { CallId, SessionId } from '../model/ids.ts';

/*
 * The one contract between views and session host: commands (called), queries (subscribed to), slices (pushed). Every command may be given twice:
 * ids are made by the caller, and the session machine refuses what no longer applies.
 *
 * The session host checks what comes in by the shapes here. Views import types alone, so that no page loads the checks; the session host itself loads
 * them with the desk, and before that knows those by which a view begins: `known-queries.ts`.
 */

/** The commands, and the shape of each one's argument. */
export const COMMANDS = {
  ...signInCommands,
  ...deskCommands,
  ...directoryCommands,
  ...imCommands,
  ...interactionCommands,
  ...contactCommands,
  ...callCommands,
  ...pageDecisionCommands,
} as const;

/** What a view can subscribe to. It is answered at once and again at each change, at most once a frame. A changed query is a new subscription. */
export const QUERIES = {
  ...signInQueries,
  ...overviewQueries,
  ...directoryQueries,
  ...imQueries,
  ...interactionQueries,
  ...contactQueries,
  ...callQueries,
} as const;

export type CommandName = keyof typeof COMMANDS;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** As a view gives it. */
export type CommandInput<N extends CommandName> = v.InferInput<(typeof COMMANDS)[N]>;
/** As the session host has read it. */
export type CommandArgument<N extends CommandName> = v.InferOutput<(typeof COMMANDS)[N]>;
export type SignInRequest = CommandInput<'signIn'>;

export type QueryKind = keyof typeof QUERIES;
type Definition<K extends QueryKind> = (typeof QUERIES)[K];
export type Query = { [K in QueryKind]: { readonly kind: K } & v.InferOutput<Definition<K>['asked']> }[QueryKind];
export type QueryOf<K extends QueryKind> = Extract<Query, { readonly kind: K }>;
/** What each query is answered with. */
export type Slices = { readonly [K in QueryKind]: Definition<K>['empty'] };
type TopicOf<D> = D extends { readonly topicOf?: (...asked: never) => infer Topic } ? Topic : never;
/** Everything whose change can change a query's answer. */
export type Topic = Extract<TopicOf<Definition<QueryKind>>, string>;

/** Why a command was refused; views say it in the agent's language. */
export type Refusal =
  /** The input hasn't the shape that the command takes. */
  | { readonly refused: 'invalid-argument' }
  /** Signing in failed; `problem` says why, and `detail` names the server or what it said. */
  | { readonly refused: 'sign-in'; readonly problem: SignInProblem; readonly detail?: string }
  /** Nobody is signed in. */
  | { readonly refused: 'not-signed-in' }
  /** The desk is locked. */
  | { readonly refused: 'locked' }
  /** It stays locked: the password is wrong, or it came too soon after a wrong one and wasn't looked at. */
  | { readonly refused: 'not-unlocked'; readonly problem: 'wrong-password' | 'too-soon'; readonly nextTryAt: number }
  /** The agent has no password here: only the page can unlock, with a token. */
  | { readonly refused: 'no-password' }
  /** Signing out would lose this. */
  | ({ readonly refused: 'not-sent' } & UnsentWork)
  /** The colleague isn't there. */
  | { readonly refused: 'target-logged-off' }
  /** Nobody in the group is ready. */
  | { readonly refused: 'nobody-ready' }
  /** The group has no member whom the agent could turn to. */
  | { readonly refused: 'nobody-there' }
  /** The target has invited the agent, who was about to invite them. */
  | { readonly refused: 'target-has-invited' }
  /** The target is the agent. */
  | { readonly refused: 'target-is-self' }
  /** The agent has blocked them. */
  | { readonly refused: 'target-blocked' }
  /** There is no such session any more. */
  | { readonly refused: 'unknown-session' }
  /** As things stand the command does nothing; or there is no session host, or none any more, to carry it out. */
  | { readonly refused: 'not-possible-now' }
  /** The text has nothing in it that could be shown. */
  | { readonly refused: 'empty-message' }
  /** There is a payment card number in the text, and the command doesn't say what is to become of it. */
  | { readonly refused: 'card-number' }
  /** The text has more characters than `maxLength`. */
  | { readonly refused: 'message-too-long'; readonly maxLength: number }
  /** The browser couldn't store it, so it wasn't done. */
  | { readonly refused: 'storage-failed'; readonly problem?: StorageProblem }
  /** The organisation's policy doesn't give this agent the privilege. */
  | { readonly refused: 'not-allowed'; readonly privilege: 'make' | 'release' | 'call' }
  /** The organisation's policy has decided this. */
  | { readonly refused: 'set-by-policy' }
  /** There is no such interaction, or it was closed. */
  | { readonly refused: 'unknown-interaction' }
  /** `max` interactions are open already. */
  | { readonly refused: 'too-many-interactions'; readonly max: number }
  /** There is no such call any more. */
  | { readonly refused: 'unknown-call' }
  /** The colleague's programs don't take calls. */
  | { readonly refused: 'target-without-voice' }
  /** No document that could hold the sound. */
  | { readonly refused: 'no-voice-here' }
  /** The contact couldn't be put on hold: no page controls their telephony, or it didn't do it. */
  | { readonly refused: 'not-held' }
  /** The contact or the colleague is still on hold. */
  | { readonly refused: 'not-retrieved' }
  /** A hook of the page holds it back; `reason` is what it tells the agent, and may be empty. */
  | { readonly refused: 'held-back'; readonly reason: string };

/** A command's outcome: nothing to say, or why not. `sessionId` and `callId` where a command opened or found one; `isMasked` where the policy had a card number masked; `unsentRecords` where records were tried again: how many of them are left. */
export type CommandResult =
  | {
      readonly refused?: undefined;
      readonly sessionId?: SessionId;
      readonly callId?: CallId;
      readonly isMasked?: true;
      readonly unsentRecords?: number;
    }
  | Refusal;

/** Gives a command to the session host. */
export type Commands = { readonly [N in CommandName]: (input: CommandInput<N>) => Promise<CommandResult> };

export type { AccountSlice, DiagnosticsSlice } from './contract/sign-in.ts';
export type { TargetsSlice } from './contract/directory.ts';
export type { DraftSlice, HistorySlice, TranscriptSlice } from './contract/im.ts';
export type { CaseDataSlice } from './contract/interactions.ts';
export type { ContactHistorySlice, ContactSlice, PastInteractionSlice } from './contract/contacts.ts';
