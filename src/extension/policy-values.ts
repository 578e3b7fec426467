import * as v from 'valibot';
import { caseDataRules } from '../channel/case-data-rules-schema.ts';
import { guestHosts, SETTINGS } from '../channel/schemas.ts';
import { isHttpAddress } from '../model/http-address.ts';
import { HIDDEN_FROM, type Policy } from '../model/policy.ts';

const origin = v.pipe(
  v.string(),
  v.url(),
  v.check((text) => new URL(text).origin === text, 'not an origin'),
);

/** A service's address: `https:`, or `http:` on this very machine. */
export const httpAddress = v.pipe(v.string(), v.maxLength(2_000), v.check(isHttpAddress, 'not an address that may be used'));

/** How agents sign in to the contact service. */
export const contactSignIn = v.object({ issuer: httpAddress, clientId: v.pipe(v.string(), v.minLength(1), v.maxLength(500)), scope: v.optional(v.pipe(v.string(), v.maxLength(1_000))) });

/** What an administrator can set through the browser (`storage.managed`), one by one; managed-schema.json says it to Chromium. */
export const MANAGED = {
  ...SETTINGS,
  service: v.pipe(v.string(), v.regex(/^wss?:\/\/\S+$/)),
  contactService: httpAddress,
  contactSignIn,
  isKeepingAllowed: v.boolean(),
  allowedOrigins: v.array(origin),
  caseData: caseDataRules,
  guestHosts,
  canUse: v.boolean(),
  canMake: v.boolean(),
  canRelease: v.boolean(),
  canCall: v.boolean(),
  addressesHiddenFrom: v.picklist(HIDDEN_FROM),
} as const;

const managed = v.partial(v.object(MANAGED));

/** The organisation's policy, as it stands in the browser. A value that isn't valid counts as not set; the others hold. */
export function policyOf(stored: Readonly<Record<string, unknown>>): Policy {
  const isValid = (name: keyof typeof MANAGED) => v.is(MANAGED[name], stored[name]);
  const names = (Object.keys(MANAGED) as (keyof typeof MANAGED)[]).filter(isValid);
  const { service, contactService, contactSignIn: signIn, isKeepingAllowed = true, allowedOrigins, caseData, canUse = true, canMake = true, canRelease = true, canCall = true, addressesHiddenFrom, guestHosts: hosts, ...settings } = v.parse(
    managed,
    Object.fromEntries(names.map((name) => [name, stored[name]])),
  );
  return { privileges: { canUse, canMake, canRelease, canCall }, addressesHiddenFrom, guestHosts: hosts, settings, service, contactService, contactSignIn: signIn, isKeepingAllowed, allowedOrigins, caseData };
}
