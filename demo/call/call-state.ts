/** Why a call ended, or never began. */
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

/** The state of a contact's call. */
export type CallState =
  | { readonly status: 'idle' }
  | { readonly status: 'preparing'; readonly waitsFor: 'microphone' | 'service' }
  | { readonly status: 'calling'; readonly isRinging: boolean }
  | { readonly status: 'connecting'; readonly agent: string }
  | {
      readonly status: 'connected';
      /** The bare JID of the agent who answered. */
      readonly agent: string;
      /** When the agent answered, by `Date.now()`. */
      readonly since: number;
      readonly isOnHold: boolean;
      /** No audio gets through at the moment. */
      readonly isInterrupted: boolean;
    }
  | { readonly status: 'ended'; readonly reason: EndReason; readonly agent?: string; readonly durationMs?: number };

/** The agent whom a contact calls, or a group of which any agent may answer. */
export interface Callee {
  readonly name: string;
  readonly group?: string;
  /** Bare JIDs with names. */
  readonly agents: readonly { readonly jid: string; readonly name: string }[];
}

/** What a contact tells the agent about themselves. */
export interface ContactDetails {
  readonly name: string;
  readonly number: string;
  readonly topic: string;
}
