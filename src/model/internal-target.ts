import type { AgentStatus } from './agent.ts';
import type { AgentRef, GroupRef } from './target-ref.ts';

/** A colleague in the Team Communicator. */
export interface AgentTarget extends AgentRef {
  readonly logon: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly status: AgentStatus;
  readonly isFavorite: boolean;
}

/** A group of agents, or those who have a skill; `ready` of its `total` members are Ready, as far as that is known. */
export interface GroupTarget extends GroupRef {
  readonly name: string;
  readonly ready?: number;
  readonly total?: number;
  readonly isFavorite: boolean;
}

/** Whoever an agent can reach inside the organisation (help page, "internal target"). */
export type InternalTarget = AgentTarget | GroupTarget;

export const TARGET_FILTERS = ['all', 'agents', 'groups', 'favorites', 'recent'] as const;
/** The Team Communicator's filter buttons. */
export type TargetFilter = (typeof TARGET_FILTERS)[number];
