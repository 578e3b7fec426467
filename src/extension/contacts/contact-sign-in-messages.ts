import * as v from 'valibot';
import { SIGN_IN_PROBLEMS } from '../sign-in/sign-in-failure.ts';

/** What a page of the extension asks the background for; it is answered by `contactSignInState`. */
export const contactSignInRequest = v.object({ type: v.picklist(['read-contact-sign-in', 'sign-in-to-contacts', 'sign-out-of-contacts']) });
export type ContactSignInRequest = v.InferOutput<typeof contactSignInRequest>;

/** How the agent stands with the contact service, and why an attempt that was asked for came to nothing. */
export const contactSignInState = v.object({
  owner: v.optional(v.object({ agent: v.string(), name: v.string() })),
  problem: v.optional(v.picklist(SIGN_IN_PROBLEMS)),
  detail: v.optional(v.string()),
});
export type ContactSignInState = v.InferOutput<typeof contactSignInState>;
