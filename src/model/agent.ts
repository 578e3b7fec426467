import type { BareJid } from './jid.ts';

/** The statuses that an agent can choose. */
export const OWN_AVAILABILITIES = ['ready', 'not-ready', 'after-call-work', 'do-not-disturb', 'logged-off'] as const;
export type OwnAvailability = (typeof OWN_AVAILABILITIES)[number];

/** Whether an agent can choose this, or it only describes others. */
export function isChoosable(availability: Availability): availability is OwnAvailability {
  return OWN_AVAILABILITIES.some((own) => own === availability);
}

/**
 * An agent's status as colleagues see it. `unknown` describes only others, of whom nothing was heard yet; `reconnecting` those whose devices don't
 * answer, so that they may be there again soon, or not.
 */
export const AVAILABILITIES = [...OWN_AVAILABILITIES, 'on-call', 'reconnecting', 'unknown'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

export interface AgentStatus {
  readonly availability: Availability;
  /** Why an agent is Not Ready, in the words of the agent's organisation ("Lunch"). */
  readonly reason?: string;
}

export interface OwnStatus {
  readonly availability: OwnAvailability;
  readonly reason?: string;
  /** When the agent chose it, milliseconds since the epoch. It is absent before they have chosen any. */
  readonly chosenAt?: number;
}

/** The agent who is signed in. */
export interface OwnAgent {
  readonly jid: BareJid;
  readonly logon: string;
  readonly name: string;
  readonly status: OwnStatus;
}
