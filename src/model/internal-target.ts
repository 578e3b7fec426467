import type { AgentStatus } from './agent.ts';
import type { BareJid } from './jid.ts';

/** A colleague in the Team Communicator. */
export interface AgentTarget {
  readonly kind: 'agent';
  readonly jid: BareJid;
  readonly logon: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly status: AgentStatus;
  readonly isFavorite: boolean;
}

/** A group of agents; `ready` of its `total` members are Ready. */
export interface GroupTarget {
  readonly kind: 'group';
  readonly name: string;
  readonly ready: number;
  readonly total: number;
  readonly isFavorite: boolean;
}

/** Whoever an agent can reach inside the organisation (help page, "internal target"). */
export type InternalTarget = AgentTarget | GroupTarget;

/** What a favourite or a recent target is remembered by: an agent's address, or `group:` and a group's name. */
export type TargetKey = string;

export function targetKeyOf(target: InternalTarget): TargetKey {
  return target.kind === 'agent' ? target.jid : `group:${target.name}`;
}

export const TARGET_FILTERS = ['all', 'agents', 'groups', 'favorites', 'recent'] as const;
/** The Team Communicator's filter buttons. */
export type TargetFilter = (typeof TARGET_FILTERS)[number];
