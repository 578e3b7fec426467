import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { requireTeam } from './access.ts';
import { noteGrant } from './access-notes.ts';
import { callerOf } from './caller.ts';
import type { Database } from './database.ts';
import { endGrant, writeGrant } from './grant-queries.ts';
import { parseInput, Problem } from './problem.ts';
import { agentId, dateTime, id } from './wire-text.ts';

/** The longest grant: a consultation is over within a shift. */
const MAX_GRANT_MS = 12 * 60 * 60 * 1000;

const pathInput = v.object({ contactId: id, grantId: id });
const grantInput = v.strictObject({
  agent: agentId,
  until: v.pipe(
    dateTime,
    v.check((time) => time.getTime() > Date.now() && time.getTime() <= Date.now() + MAX_GRANT_MS, 'Not within the next 12 hours.'),
  ),
});

/** Routes that share a contact with an agent who was invited to a consultation about it. */
export function addGrantRoutes(service: FastifyInstance, database: Database): void {
  service.put('/contacts/:contactId/grants/:grantId', async (request, reply) => {
    const caller = callerOf(request);
    const { contactId, grantId } = parseInput(pathInput, request.params);
    const { agent, until } = parseInput(grantInput, request.body);
    await requireTeam(database, contactId, caller);
    const grant = await writeGrant(database, contactId, { id: grantId, agent, until: until.toISOString() }, caller);
    if (!grant) throw new Problem('conflict');
    await noteGrant(database, caller, contactId, grant);
    return reply.header('cache-control', 'no-store').send(grant);
  });

  service.delete('/contacts/:contactId/grants/:grantId', async (request, reply) => {
    const { contactId, grantId } = parseInput(pathInput, request.params);
    const caller = callerOf(request);
    await requireTeam(database, contactId, caller);
    await endGrant(database, contactId, grantId);
    await noteGrant(database, caller, contactId, { id: grantId });
    return reply.status(204).send();
  });
}
