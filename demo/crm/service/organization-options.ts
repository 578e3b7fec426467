import { OrganizationIssuer } from './organization-issuer.ts';
import type { Caller } from './tokens.ts';

/** The options of a service that takes the tokens of an organisation's issuer, for `parseArgs`. */
export const ORGANIZATION_OPTIONS = {
  issuer: { type: 'string' },
  audience: { type: 'string' },
  claim: { type: 'string', default: 'jid' },
  'issuer-client': { type: 'string' },
} as const;

/**
 * The issuer that the options name, if they name one. The secret of `--issuer-client` is in the environment, because everybody on the machine sees a
 * process' options.
 */
export function organizationOf(
  given: { readonly issuer?: string; readonly audience?: string; readonly claim: string; readonly 'issuer-client'?: string },
  agentWith: (address: string) => Caller | undefined,
): OrganizationIssuer | undefined {
  const { issuer: address, audience, claim, 'issuer-client': id } = given;
  if (address === undefined) return undefined;
  if (audience === undefined) throw new Error('--audience says whom the tokens of --issuer have to be for.');
  const secret = process.env.ISSUER_CLIENT_SECRET;
  if (id !== undefined && secret === undefined) throw new Error('ISSUER_CLIENT_SECRET is the secret of --issuer-client.');
  return new OrganizationIssuer(
    { address, audience, claim, ...(id === undefined ? {} : { client: { id, secret: secret ?? '' } }) },
    agentWith,
  );
}
