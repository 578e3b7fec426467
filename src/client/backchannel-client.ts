import type { CommandInput } from '../channel/contract.ts';
import type { Availability, OwnAvailability } from '../model/agent.ts';
import type { CallEndReason } from '../model/call/voice-call.ts';
import type { ToldInteractionEvent } from '../model/desk/interaction-event.ts';
import type { SessionId } from '../model/ids.ts';
import type { TargetFilter } from '../model/internal-target.ts';
import type { EndReason } from '../model/session/im-session.ts';
import type { NamedGroup } from '../model/target-ref.ts';
import type { ClientState } from './client-state.ts';

/**
 * An interaction with a contact, as the page that handles it tells: `id` is the page's own (at most 200 characters, no white
 * space), `media` "voice", "email" or "chat". `caseData` is shown in its order; of more than 200 fields, or 2,000 characters in a
 * value, the rest is left out, and the agent is told.
 */
export type InteractionDetails = Omit<CommandInput<'openInteraction'>, 'owner'>;

/** What has changed of an interaction; what is absent stays, and `caseData` is all of it. */
export type InteractionChange = Omit<CommandInput<'updateInteraction'>, 'id'>;

/** An active interaction that the page has opened. */
export interface InteractionHandle {
  readonly id: string;
  /** Resolves when it is stored; whom the agent consults about it sees it soon after. */
  update(change: InteractionChange): Promise<void>;
  /** The interaction is over, and its tab goes; consultations about it go on. */
  close(): Promise<void>;
}

/** Somebody, or a group, whom the agent can ask. */
export type FoundTarget =
  | {
      readonly kind: 'agent';
      /** The address. */
      readonly id: string;
      readonly name: string;
      readonly availability: Availability;
    }
  | {
      readonly kind: 'group' | 'skill';
      readonly id: string;
      readonly name: string;
      /** How many of its members are ready; null where that isn't known. */
      readonly ready: number | null;
    };

/** What becomes of the agent's sessions and calls while the page is open. Each is told once. */
export type SessionEvent =
  | {
      readonly name: 'session-begun' | 'session-accepted' | 'session-done';
      readonly sessionId: string;
      readonly peer: string;
      readonly at: number;
    }
  | { readonly name: 'session-ended'; readonly sessionId: string; readonly peer: string; readonly at: number; readonly reason: EndReason }
  | { readonly name: 'call-accepted' | 'call-connected'; readonly callId: string; readonly at: number }
  | { readonly name: 'call-ended'; readonly callId: string; readonly at: number; readonly reason: CallEndReason };

/** What has happened: to the agent's sessions and calls, or to an interaction of the page's. The latter has an `eventId`, and is told at least once. */
export type ClientEvent = SessionEvent | ToldInteractionEvent;

/** A hook's answer: nothing, so that it goes on as it is, or what the agent is told of why it doesn't. */
export interface HeldBack {
  /** The agent sees it. */
  readonly holdBack: string;
}

/** What each hook is told, and what it may answer beside `holdBack`. */
export interface Hooks {
  /** Before the agent asks somebody, by message or by voice. `target` is an address or a group's id. */
  readonly invite: {
    readonly facts: { readonly target: string; readonly interactionId: string; readonly by: 'im' | 'voice' };
    readonly change: object;
  };
  /** Before the agent accepts an invitation or a call. */
  readonly accept: { readonly facts: { readonly id: string; readonly peer: string; readonly by: 'im' | 'voice' }; readonly change: object };
  /** Before the agent's message is sent. The text may be changed. `peer` is an address or, where a group is asked, its id. */
  readonly send: {
    readonly facts: { readonly sessionId: string; readonly peer: string; readonly text: string };
    readonly change: { readonly text?: string };
  };
  /** Before the agent ends a session or hangs up. */
  readonly end: { readonly facts: { readonly id: string; readonly peer: string; readonly by: 'im' | 'voice' }; readonly change: object };
  /** Before case data is shared for the first time in a consultation. Fields may be left out, by their keys; none can be added. `peer` is as for `send`. */
  readonly share: {
    readonly facts: {
      readonly peer: string;
      readonly interactionId: string;
      readonly fields: readonly { readonly key: string; readonly value: string }[];
    };
    readonly change: { readonly leaveOut?: readonly string[] };
  };
}
export type HookName = keyof Hooks;
export const HOOK_NAMES: readonly HookName[] = ['invite', 'accept', 'send', 'end', 'share'];
type HookAnswer<N extends HookName> = HeldBack | Hooks[N]['change'] | undefined | void;
/** What the page does before something happens in it. */
export type Hook<N extends HookName> = (facts: Hooks[N]['facts']) => HookAnswer<N> | Promise<HookAnswer<N>>;

export interface HookOptions {
  /** How long it may take, in milliseconds, at most 10,000; two seconds if it is absent. After that it goes on as if there were no hook. */
  readonly timeoutMs?: number;
}

/** How the agent's desk stands in the page. What is absent stays as it is. */
export interface ViewOptions {
  /** Where it is: at the page's start or end, so many CSS pixels wide. */
  readonly panel?: { readonly isOpen?: boolean; readonly side?: 'start' | 'end'; readonly size?: number };
  /** Whether the count of what waits stands in front of the page's title. */
  readonly titleCount?: boolean;
  /** Whether the desk's keys work in the whole page, as long as nothing in it has the focus. */
  readonly shortcuts?: boolean;
  /** Whether the page shows desktop notifications. */
  readonly notifications?: boolean;
  /** As long as the agent hasn't chosen one. */
  readonly theme?: 'auto' | 'light' | 'dark' | 'high-contrast';
  /** A language tag; as long as the agent hasn't chosen a language. */
  readonly locale?: string;
}

/** How an agent signs in: by a password, a bearer token, or, with neither, by the page's `getToken`. */
export type ClientSignIn = CommandInput<'signIn'>;

/**
 * What a page does with Backchannel, in the same words whether it has the widget or a frame. All that isn't done rejects with a `BackchannelError`, whose
 * `code` says why, and nothing stays without an end.
 */
export interface BackchannelClient {
  /** Resolves when there is a session host, whether somebody is signed in or not. Rejects with the reason where there can't be one. */
  readonly ready: Promise<void>;
  /** How things stand: plain, frozen data without anybody's words. */
  readonly state: ClientState;
  /** Calls the listener now, as soon as anything is known, and with each change. Returns what ends it. */
  onState(listener: (state: ClientState) => void): () => void;
  /** Tells what happens, one event after the other. An event of an interaction comes again until a handler has returned, or its promise was fulfilled. */
  onEvent(handler: (event: ClientEvent) => void | Promise<void>): () => void;
  /** Asks the page before something happens in it. Only one hook of a name holds, the last. A hook that throws holds nothing up. Returns what ends it. */
  before<N extends HookName>(name: N, hook: Hook<N>, options?: HookOptions): () => void;
  /** Signs the agent in. */
  signIn(request: ClientSignIn): Promise<void>;
  /** Signs the agent out, and deletes what is stored of them. */
  signOut(): Promise<void>;
  /** Sets the agent's own status. */
  setStatus(availability: OwnAvailability, reason?: string): Promise<void>;
  /**
   * Asks a colleague, or a group that `find` has found, or shows the session that there is. With an interaction it is a consultation about it. `text` is put into the message's field, unless
   * the agent has begun to write there: only they can send it.
   */
  startIm(
    target: string | NamedGroup,
    options?: { readonly text?: string; readonly interactionId?: string },
  ): Promise<{ readonly sessionId: SessionId }>;
  /** Finds colleagues and groups, as the Team Communicator does: at most 50, `limit` if it is given. */
  find(text: string, options?: { readonly limit?: number; readonly filter?: TargetFilter }): Promise<readonly FoundTarget[]>;
  /** Tells that the agent is busy with a contact; it is the same interaction when it is opened again under its id. */
  openInteraction(details: InteractionDetails): Promise<InteractionHandle>;
  /** Shows the Team Communicator, and moves the focus there. */
  showTeamCommunicator(): Promise<void>;
  /** Shows a session or an interaction of the page's in the Interaction window, and moves the focus there. */
  showTab(tab: { readonly of: 'session' | 'interaction'; readonly id: string }): Promise<void>;
  /** Changes how the desk stands in the page. */
  setView(options: ViewOptions): Promise<void>;
  /** Takes everything away from the page. The agent stays signed in, as in other tabs. */
  destroy(): void;
}
