import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { accessTo, requireTeam } from './access.ts';
import { noteAccess } from './access-notes.ts';
import { callerOf } from './caller.ts';
import type { Database } from './database.ts';
import { sendTagged } from './entity-tag.ts';
import { appendInteraction, findInteractions, isSameInteraction, readInteraction } from './interaction-queries.ts';
import { finishedInteraction, MEDIA, STATUSES } from './interaction-schema.ts';
import { pageInput, readPage } from './page-input.ts';
import { parseInput, Problem } from './problem.ts';
import { agentId, dateTime, id, text } from './wire-text.ts';

const listOf = <Value extends string>(values: readonly Value[]) =>
  v.pipe(
    v.string(),
    v.maxLength(100),
    v.transform((list) => list.split(',')),
    v.array(v.picklist(values)),
  );

const historyInput = v.strictObject({
  q: v.optional(text(200)),
  medium: v.optional(listOf(MEDIA)),
  agent: v.optional(agentId),
  status: v.optional(listOf(STATUSES)),
  from: v.optional(dateTime),
  to: v.optional(dateTime),
  sort: v.optional(v.picklist(['start', 'length', 'subject', 'agent', 'medium', 'outcome']), 'start'),
  order: v.optional(v.picklist(['asc', 'desc']), 'desc'),
  ...pageInput,
});
const contactInput = v.object({ contactId: id });
const interactionInput = v.object({ contactId: id, interactionId: id });

/** Routes that search a contact's history, read one interaction, and append one. */
export function addInteractionRoutes(service: FastifyInstance, database: Database, secret: Uint8Array): void {
  service.get('/contacts/:contactId/interactions', async (request, reply) => {
    const { contactId } = parseInput(contactInput, request.params);
    const { limit, cursor, order, q, ...filters } = parseInput(historyInput, request.query);
    const caller = callerOf(request);
    await accessTo(database, contactId, caller);
    await noteAccess(database, caller, 'history', [contactId]);
    const question = { ...filters, ...(q?.trim() ? { q } : {}), isDescending: order === 'desc' };
    const page = await readPage({ secret, scope: [contactId, question], limit, cursor }, (after, count) =>
      findInteractions(database, contactId, question, after, count),
    );
    return sendTagged(request, reply, page);
  });

  service.get('/contacts/:contactId/interactions/:interactionId', async (request, reply) => {
    const { contactId, interactionId } = parseInput(interactionInput, request.params);
    const caller = callerOf(request);
    await accessTo(database, contactId, caller);
    await noteAccess(database, caller, 'interaction', [contactId]);
    const interaction = await readInteraction(database, contactId, interactionId);
    if (!interaction) throw new Problem('not-found');
    return sendTagged(request, reply, interaction);
  });

  service.put('/contacts/:contactId/interactions/:interactionId', async (request, reply) => {
    const caller = callerOf(request);
    const { contactId, interactionId } = parseInput(interactionInput, request.params);
    const finished = parseInput(finishedInteraction, request.body);
    await requireTeam(database, contactId, caller);
    await noteAccess(database, caller, 'append', [contactId]);
    const appended = await appendInteraction(database, contactId, interactionId, finished, caller);
    if (appended) return sendTagged(request, reply.status(201), appended);
    const there = await readInteraction(database, contactId, interactionId);
    if (!there || !isSameInteraction(there, finished, caller)) throw new Problem('conflict');
    return sendTagged(request, reply, there);
  });
}
