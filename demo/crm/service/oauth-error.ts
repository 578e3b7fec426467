import type { FastifyReply } from 'fastify';

/** Those error codes of RFC 6749, 5.2, that can occur here. */
type OAuthErrorCode = 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type';

/** Why no token is given, in RFC 6749's terms. The description repeats nothing of the request. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;

  constructor(code: OAuthErrorCode, description: string) {
    super(description);
    this.code = code;
  }
}

export function sendOAuthError(reply: FastifyReply, { code, message }: OAuthError): FastifyReply {
  return reply.status(400).header('cache-control', 'no-store').send({ error: code, error_description: message });
}
