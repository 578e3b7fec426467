/** Why a call is over, or never began. */
export type EndReason =
  | 'hung-up'
  | 'agent-hung-up'
  | 'cancelled'
  | 'rejected'
  | 'no-answer'
  | 'unreachable'
  | 'lost'
  | 'no-route'
  | 'no-service'
  | 'microphone-refused'
  | 'microphone-missing'
  | 'microphone-busy';

/** How far a contact's call has come. */
export type CallState =
  | { readonly status: 'idle' }
  | { readonly status: 'preparing'; readonly waitsFor: 'microphone' | 'service' }
  | { readonly status: 'calling'; readonly isRinging: boolean }
  | { readonly status: 'connecting'; readonly agent: string }
  | {
      readonly status: 'connected';
      /** The bare JID of who answered. */
      readonly agent: string;
      /** When they did, by `Date.now()`. */
      readonly since: number;
      readonly isOnHold: boolean;
      /** No audio gets through at the moment. */
      readonly isInterrupted: boolean;
    }
  | { readonly status: 'ended'; readonly reason: EndReason; readonly agent?: string; readonly durationMs?: number };

/** Whom a contact calls: an agent, or a group of which anyone may answer. */
export interface Callee {
  readonly name: string;
  readonly group?: string;
  /** Bare JIDs with names. */
  readonly agents: readonly { readonly jid: string; readonly name: string }[];
}

/** What a contact says of themselves. */
export interface ContactDetails {
  readonly name: string;
  readonly number: string;
  readonly topic: string;
}
