import type { FastifyInstance, FastifyReply, onRequestAsyncHookHandler } from 'fastify';
import * as v from 'valibot';
import type { AuthorizationCodes } from './authorization-codes.ts';
import { acceptForms } from './form-body.ts';
import { agentWith, type IssuerAgent } from './issuer-agents.ts';
import type { OAuthClient } from './oauth-clients.ts';
import { OAuthError, sendOAuthError } from './oauth-error.ts';
import { parseInput, Problem } from './problem.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import { issueToken } from './tokens.ts';
import { agentId, someText } from './wire-text.ts';

export interface TokenOptions {
  readonly secret: Uint8Array;
  readonly agents: readonly IssuerAgent[];
  readonly clients: readonly OAuthClient[];
  readonly codes: AuthorizationCodes;
  readonly refreshTokens: RefreshTokens;
  readonly lifetimeSeconds: number;
  /** Limits how often passwords can be tried out. */
  readonly limitGuesses: onRequestAsyncHookHandler;
}

const passwordInput = v.strictObject({ username: agentId, password: someText(1_000) });

const client = { client_id: someText(200) };
/** The code verifier of RFC 7636, 4.1. */
const codeVerifier = v.pipe(v.string(), v.regex(/^[\w.~-]{43,128}$/));
const codeInput = v.object({ ...client, code: someText(1_000), redirect_uri: someText(2_000), code_verifier: codeVerifier });
const refreshInput = v.object({ ...client, refresh_token: someText(1_000) });
const revokeInput = v.object({ ...client, token: someText(10_000) });

function parseForm<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const { success, output } = v.safeParse(schema, input);
  if (!success) throw new OAuthError('invalid_request', 'A parameter is missing, or not as it must be.');
  return output;
}

/** The demo's own issuer. It gives tokens for a code, a refresh token or a password. An organisation has an issuer already. */
export function addTokenRoutes(
  service: FastifyInstance,
  { secret, agents, clients, codes, refreshTokens, lifetimeSeconds, limitGuesses }: TokenOptions,
): void {
  acceptForms(service);
  service.setErrorHandler((error, request, reply) => {
    if (error instanceof OAuthError) return sendOAuthError(reply, error);
    // A form that can't be parsed is answered by an OAuth error too.
    if (error instanceof Problem && error.kind === 'invalid-input' && isForm(request.headers['content-type']))
      return sendOAuthError(reply, new OAuthError('invalid_request', error.message));
    throw error;
  });

  const send = async (reply: FastifyReply, agent: IssuerAgent, more: object = {}) => {
    const access_token = await issueToken(secret, agent, lifetimeSeconds);
    return reply.header('cache-control', 'no-store').send({ access_token, token_type: 'Bearer', expires_in: lifetimeSeconds, ...more });
  };
  const sendGranted = (reply: FastifyReply, id: string, refresh_token: string) => {
    const agent = agents.find((one) => one.id === id);
    if (!agent) throw new OAuthError('invalid_grant', 'The agent is not known any more.');
    return send(reply, agent, { refresh_token, scope: 'contacts' });
  };
  const checkClient = (id: string) => {
    if (!clients.some((one) => one.id === id)) throw new OAuthError('invalid_client', 'This client is not registered here.');
  };

  const grants: Readonly<Record<string, (reply: FastifyReply, form: unknown) => Promise<unknown>>> = {
    async authorization_code(reply, form) {
      const { client_id: clientId, code, redirect_uri: redirectUri, code_verifier } = parseForm(codeInput, form);
      checkClient(clientId);
      const { agent, token } = codes.redeem(code, { clientId, redirectUri, codeVerifier: code_verifier }, (id) => ({
        agent: id,
        ...refreshTokens.begin(id, clientId),
      }));
      return sendGranted(reply, agent, token);
    },
    async refresh_token(reply, form) {
      const { client_id: clientId, refresh_token } = parseForm(refreshInput, form);
      checkClient(clientId);
      const { agentId: id, token } = refreshTokens.rotate(refresh_token, clientId);
      return sendGranted(reply, id, token);
    },
  };

  service.post('/token', { onRequest: limitGuesses }, async (request, reply) => {
    if (isForm(request.headers['content-type'])) {
      const { grant_type: type } = parseForm(v.object({ grant_type: someText(100) }), request.body);
      const grant = Object.hasOwn(grants, type) ? grants[type] : undefined;
      if (!grant) throw new OAuthError('unsupported_grant_type', 'There are authorization_code and refresh_token.');
      return grant(reply, request.body);
    }
    const { username, password } = parseInput(passwordInput, request.body);
    const agent = agentWith(agents, username, password);
    if (!agent) throw new Problem('not-signed-in');
    return send(reply, agent);
  });

  service.post('/revoke', async (request, reply) => {
    const { client_id: clientId, token } = parseForm(revokeInput, request.body);
    checkClient(clientId);
    refreshTokens.revoke(token, clientId);
    return reply.header('cache-control', 'no-store').send();
  });
}

const isForm = (type: string | undefined) => type?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
