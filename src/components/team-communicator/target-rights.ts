import { canConsultByVoice } from '../../model/desk/call-lists.ts';
import type { Overview } from '../../model/workspace.ts';

/** What the agent may do with internal targets. */
export interface TargetRights {
  /** Whether the agent may start sessions. */
  readonly canMake: boolean;
  /** Whether the agent may call, and consult by voice. */
  readonly canCall: boolean;
  /** Whether targets can be consulted by voice about the interaction that the Team Communicator was opened for. */
  readonly canConsultByVoice: boolean;
  /** Whom the agent has blocked; undefined where nobody can be blocked, because the server can't (XEP-0191). */
  readonly blocked: readonly string[] | undefined;
}

/** @param consulting The interaction that a target is going to be consulted about, if any */
export function targetRightsOf(overview: Overview | undefined, consulting: string | undefined): TargetRights {
  const { canMake = true, canCall = false } = overview?.policy.privileges ?? {};
  const { isOnServer, peers } = overview?.blocklist ?? {};
  return {
    canMake,
    canCall,
    canConsultByVoice: overview?.interactions.some((one) => one.id === consulting && canConsultByVoice(one)) ?? false,
    blocked: isOnServer ? peers?.map(({ address }) => address) : undefined,
  };
}
