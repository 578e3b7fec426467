import type { BareJid } from './jid.ts';

/** Names an agent of the organisation. */
export interface AgentRef {
  readonly kind: 'agent';
  readonly jid: BareJid;
}

/** Names a group of agents, or the agents who have a skill. Where the roster is the directory, a group's id is its name (RFC 6121 2.1.2.6). */
export interface GroupRef {
  readonly kind: 'group' | 'skill';
  readonly id: string;
}

/** A group or a skill as agents know it. */
export interface NamedGroup extends GroupRef {
  readonly name: string;
}

/** Names an internal target of any kind. */
export type TargetRef = AgentRef | GroupRef;

declare const keyBrand: unique symbol;
/** The same for refs that name the same target: for sets, maps and lists. It is neither stored nor taken apart. */
export type TargetKey = string & { readonly [keyBrand]: true };

export function targetKeyOf(ref: TargetRef): TargetKey {
  return `${ref.kind} ${ref.kind === 'agent' ? ref.jid : ref.id}` as TargetKey;
}

/** Names a target, without whatever else is known of it. */
export function refOf(target: TargetRef): TargetRef {
  return target.kind === 'agent' ? { kind: 'agent', jid: target.jid } : { kind: target.kind, id: target.id };
}
