import { createHash, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { OAuthClient } from './oauth-clients.ts';
import { Problem } from './problem.ts';
import { text } from './wire-text.ts';

/** A client's authorization request, checked (RFC 6749, 4.1.1; RFC 7636, 4.3). */
const authorizationRequest = v.object({
  clientId: v.string(),
  redirectUri: v.string(),
  codeChallenge: v.string(),
  state: v.optional(v.string()),
});
export type AuthorizationRequest = v.InferOutput<typeof authorizationRequest>;

/** A request that is answered by an error, sent to the client's redirect URI. */
export interface RefusedRequest {
  readonly redirectUri: string;
  readonly state?: string;
  readonly error: 'invalid_request' | 'unsupported_response_type';
}

const address = v.object({ client_id: text(200), redirect_uri: text(2_000) });
const state = v.optional(text(2_000));
const parameters = v.object({
  state,
  response_mode: v.optional(v.literal('query')),
  code_challenge_method: v.literal('S256'),
  code_challenge: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
});
/** The agent whom the client expects to sign in (OpenID Connect Core, 3.1.2.1). It only fills in the form's name field. */
const hint = v.object({ login_hint: text(320) });

/**
 * Parses the query. Nothing is sent to the redirect URI unless it is one of the client's.
 * @throws Problem when the client isn't known, or the redirect URI isn't one of its own
 */
export function parseAuthorizationRequest(clients: readonly OAuthClient[], query: unknown): AuthorizationRequest | RefusedRequest {
  const at = v.safeParse(address, query);
  const client = at.success ? clients.find(({ id }) => id === at.output.client_id) : undefined;
  if (!at.success || !client?.redirectUris.includes(at.output.redirect_uri))
    throw new Problem('invalid-input', 'This program is not registered here with this address.');
  const redirectUri = at.output.redirect_uri;
  const given = v.safeParse(v.object({ state }), query);
  const refused = { redirectUri, state: given.success ? given.output.state : undefined };
  const type = v.safeParse(v.object({ response_type: v.string() }), query);
  if (!type.success) return { ...refused, error: 'invalid_request' };
  if (type.output.response_type !== 'code') return { ...refused, error: 'unsupported_response_type' };
  const rest = v.safeParse(parameters, query);
  if (!rest.success) return { ...refused, error: 'invalid_request' };
  return { clientId: client.id, redirectUri, codeChallenge: rest.output.code_challenge, state: rest.output.state };
}

/** The name that the form's field is filled in with. */
export function loginHintOf(query: unknown): string {
  const parsed = v.safeParse(hint, query);
  return parsed.success ? parsed.output.login_hint : '';
}

const AUDIENCE = 'sign-in form';
const FORM_LIFETIME = '10 minutes';
const form = v.object({ request: authorizationRequest, browser: v.string() });
const digest = (value: string) => createHash('sha256').update(value).digest('base64url');

/** The request as a hidden field of the password form. It is signed, and valid only in the browser that has the cookie. */
export async function sealRequest(secret: Uint8Array, request: AuthorizationRequest, cookie: string): Promise<string> {
  return await new SignJWT({ request: { ...request }, browser: digest(cookie) })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(AUDIENCE)
    .setExpirationTime(FORM_LIFETIME)
    .sign(secret);
}

/** @throws Problem when it wasn't signed here, is too old, or was made for another browser. So no foreign page can sign an agent in (CSRF). */
export async function openRequest(secret: Uint8Array, sealed: string, cookie: string): Promise<AuthorizationRequest> {
  try {
    const { payload } = await jwtVerify(sealed, secret, { audience: AUDIENCE, algorithms: ['HS256'], requiredClaims: ['exp'] });
    const { request, browser } = v.parse(form, payload);
    if (timingSafeEqual(Buffer.from(browser), Buffer.from(digest(cookie)))) return request;
  } catch {
    // Falls through to the error below.
  }
  throw new Problem('invalid-input', 'This form is too old, or was not opened in this browser. Close it, and sign in again.');
}

/** The address that the browser is sent to with the answer; `iss` tells the client which issuer answers (RFC 9207). */
export function answerUri(
  issuer: string,
  { redirectUri, state: given }: { readonly redirectUri: string; readonly state?: string },
  answer: Readonly<Record<string, string>>,
): string {
  const uri = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...answer, ...(given === undefined ? {} : { state: given }), iss: issuer }))
    uri.searchParams.set(name, value);
  return uri.href;
}
