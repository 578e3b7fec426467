import type { FastifyInstance } from 'fastify';

/** The issuer's metadata: its endpoints and what it supports (RFC 8414). */
export function addIssuerMetadata(service: FastifyInstance, issuer: () => string): void {
  service.get('/.well-known/oauth-authorization-server', (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .send({
        issuer: issuer(),
        authorization_endpoint: `${issuer()}/authorize`,
        token_endpoint: `${issuer()}/token`,
        revocation_endpoint: `${issuer()}/revoke`,
        scopes_supported: ['contacts'],
        response_types_supported: ['code'],
        response_modes_supported: ['query'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_methods_supported: ['none'],
        revocation_endpoint_auth_methods_supported: ['none'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      }),
  );
}
