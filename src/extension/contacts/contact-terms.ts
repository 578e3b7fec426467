import * as v from 'valibot';
import type { ContactSignIn, Policy } from '../../model/policy.ts';
import { contactSignIn, httpAddress } from '../policy/service-shapes.ts';

/** What an agent has entered, where the organisation decides nothing. */
export const ownContactConfiguration = v.object({ contactService: v.optional(httpAddress), contactSignIn: v.optional(contactSignIn) });
export type OwnContactConfiguration = v.InferOutput<typeof ownContactConfiguration>;

/** Which contact service this browser's agent uses, and how they sign in to it. */
export interface ContactConfiguration {
  readonly contactService?: string;
  readonly contactSignIn?: ContactSignIn;
}

/**
 * The configuration in force: the policy's, or, if it sets nothing, the agent's own. The two are never mixed, so that tokens of the
 * organisation's issuer go to no service that an agent has entered, and the organisation's service gets tokens of no other issuer.
 */
export function configurationOf(policy: Policy, own: OwnContactConfiguration): ContactConfiguration {
  return policy.areContactsDecided ? { contactService: policy.contactService, contactSignIn: policy.contactSignIn } : own;
}
