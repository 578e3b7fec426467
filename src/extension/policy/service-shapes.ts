import * as v from 'valibot';
import { isHttpAddress } from '../../model/http-address.ts';

/* How a policy, or an agent where there is none, names services. */

/** A service's address: `https:`, or `http:` on this very machine. */
export const httpAddress = v.pipe(v.string(), v.trim(), v.maxLength(2_000), v.check(isHttpAddress, 'not an address that may be used'));

/** How agents sign in to the contact service. */
export const contactSignIn = v.strictObject({
  issuer: httpAddress,
  clientId: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  scope: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
});
