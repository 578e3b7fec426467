import { timingSafeEqual, createHash } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { bareJidOf, isBareJid } from '../../src/model/jid.ts';
import type { HubConfig } from './config.ts';
import type { Hub } from './hub.ts';
import { metricsOf } from './metrics.ts';

/** What an ACD can say of an agent. That an agent is logged off, or doesn't want to be disturbed, their own desk says. */
const state = v.object({
  availability: v.picklist(['ready', 'not-ready', 'after-call-work', 'on-call']),
  reason: v.optional(v.pipe(v.string(), v.maxLength(200))),
});

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The hub's HTTP side: health, metrics, and what an ACD says of agents. */
export function makeHubHttp(hub: Hub, { http: { tokens }, agentHosts }: HubConfig): FastifyInstance {
  const service = fastify({ bodyLimit: 4_096 });
  const digests = tokens.map(digest);
  const isAllowed = ({ headers: { authorization = '' } }: FastifyRequest) => {
    const given = digest(/^Bearer (.+)$/i.exec(authorization)?.[1] ?? '');
    return digests.some((known) => timingSafeEqual(known, given));
  };
  /** The agent's address: as it is given, or that of the user of this name of the first host. */
  const agentOf = (id: string) => {
    const address = bareJidOf(id.includes('@') ? id : `${id}@${agentHosts[0]}`);
    return isBareJid(address) && agentHosts.some((host) => address.endsWith(`@${host}`)) ? address : undefined;
  };

  service.get('/health', (_request, reply) => reply.code(hub.isOpen ? 200 : 503).send({ status: hub.isOpen ? 'ok' : 'no-server' }));
  service.get('/metrics', (_request, reply) => reply.type('text/plain; version=0.0.4').send(metricsOf(hub)));

  service.route<{ Params: { id: string } }>({
    method: ['PUT', 'DELETE'],
    url: '/agents/:id/state',
    handler: (request, reply) => {
      if (!isAllowed(request)) return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'unauthorized' });
      const agent = agentOf(request.params.id);
      if (agent === undefined) return reply.code(404).send({ error: 'unknown-agent' });
      if (request.method === 'DELETE') {
        hub.setState(agent, undefined);
        return reply.code(204).send();
      }
      const { success, output } = v.safeParse(state, request.body);
      if (!success) return reply.code(400).send({ error: 'invalid-state' });
      hub.setState(agent, output);
      return reply.code(204).send();
    },
  });
  return service;
}
