import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import * as v from 'valibot';
import type { AuthorizationCodes } from './authorization-codes.ts';
import {
  type AuthorizationRequest,
  answerUri,
  loginHintOf,
  openRequest,
  parseAuthorizationRequest,
  sealRequest,
} from './authorization-request.ts';
import { acceptForms } from './form-body.ts';
import { agentWith, type IssuerAgent } from './issuer-agents.ts';
import type { OAuthClient } from './oauth-clients.ts';
import { parseInput, Problem, statusOf } from './problem.ts';
import { signInPage, signInPolicy, signInProblemPage } from './sign-in-page.ts';
import { text } from './wire-text.ts';

export interface AuthorizeOptions {
  readonly secret: Uint8Array;
  readonly issuer: () => string;
  readonly agents: readonly IssuerAgent[];
  readonly clients: readonly OAuthClient[];
  readonly codes: AuthorizationCodes;
  /** Limits how often passwords can be tried out. */
  readonly limitGuesses: onRequestAsyncHookHandler;
}

const COOKIE = 'contact-sign-in';
const formInput = v.object({
  request: text(16_000),
  username: v.optional(text(320), ''),
  password: v.optional(text(1_000), ''),
  cancel: v.optional(v.literal('yes')),
});

const cookieOf = ({ headers }: FastifyRequest) => new RegExp(`(?:^|; )${COOKIE}=([\\w-]{43})(?:;|$)`).exec(headers.cookie ?? '')?.[1];

/** The page on which an agent signs in. It gives the client an authorization code. */
export function addAuthorizeRoutes(
  service: FastifyInstance,
  { secret, issuer, agents, clients, codes, limitGuesses }: AuthorizeOptions,
): void {
  acceptForms(service);
  service.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': signInPolicy(),
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
    });
  });
  service.setErrorHandler((error, _request, reply) => {
    const problem = error instanceof Problem ? error : undefined;
    // The service's own handler answers other errors.
    if (!problem) throw error;
    return reply
      .status(statusOf(problem.kind))
      .type('text/html')
      .send(signInProblemPage(`${problem.message}. ${problem.detail ?? ''}`));
  });

  const ask = async (request: FastifyRequest, reply: FastifyReply, asked: AuthorizationRequest, username: string, isRefused: boolean) => {
    const cookie = cookieOf(request) ?? randomBytes(32).toString('base64url');
    const isEncrypted = issuer().startsWith('https:');
    reply.header('set-cookie', `${COOKIE}=${cookie}; Path=/authorize; HttpOnly; SameSite=Strict${isEncrypted ? '; Secure' : ''}`);
    reply.header('content-security-policy', signInPolicy(asked.redirectUri));
    // The status is 200 after a wrong password too: on an error, browsers close the window of an extension's sign-in.
    return reply.type('text/html').send(signInPage({ request: await sealRequest(secret, asked, cookie), username, isRefused }));
  };

  service.get('/authorize', async (request, reply) => {
    const asked = parseAuthorizationRequest(clients, request.query);
    if ('error' in asked) return reply.redirect(answerUri(issuer(), asked, { error: asked.error }), 303);
    return ask(request, reply, asked, loginHintOf(request.query), false);
  });

  service.post('/authorize', { onRequest: limitGuesses }, async (request, reply) => {
    const { request: sealed, username, password, cancel } = parseInput(formInput, request.body);
    const asked = await openRequest(secret, sealed, cookieOf(request) ?? '');
    reply.header('content-security-policy', signInPolicy(asked.redirectUri));
    if (cancel) return reply.redirect(answerUri(issuer(), asked, { error: 'access_denied' }), 303);
    const agent = agentWith(agents, username.trim(), password);
    if (!agent) return ask(request, reply, asked, username, true);
    // By 303, the browser doesn't send the password on to the redirect URI (RFC 9700, 4.12).
    return reply.redirect(answerUri(issuer(), asked, { code: codes.issue({ ...asked, agentId: agent.id }) }), 303);
  });
}
