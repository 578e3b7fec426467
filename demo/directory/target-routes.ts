import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { callerOf } from '../crm/service/caller.ts';
import type { Database } from '../crm/service/database.ts';
import { sendTagged } from '../crm/service/entity-tag.ts';
import { pageInput, readPage } from '../crm/service/page-input.ts';
import { parseInput } from '../crm/service/problem.ts';
import { agentId, someText, text } from '../crm/service/wire-text.ts';
import { readChangeCursor, writeChangeCursor } from './change-cursor.ts';
import { type Listing, listTargets, readChanges, readTarget } from './target-queries.ts';
import { groupId, TARGET_KINDS } from './target-schema.ts';

const MOST_CHANGES = 1_000;

const changesInput = v.strictObject({
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/, 'Not a number.'), v.transform(Number), v.maxValue(MOST_CHANGES)),
    String(MOST_CHANGES),
  ),
  cursor: v.optional(text(200)),
});
const searchInput = v.strictObject({ q: someText(200), kind: v.optional(v.picklist(TARGET_KINDS)), ...pageInput });
const membersInput = v.strictObject(pageInput);
const groupInput = v.object({ id: groupId });
const targetInput = v.union([
  v.object({ kind: v.literal('agent'), id: agentId }),
  v.object({ kind: v.picklist(['group', 'skill']), id: groupId }),
]);

/** Routes that read targets: what has changed, one, those that fit words, and the members of groups and skills. */
export function addTargetRoutes(service: FastifyInstance, database: Database, secret: Uint8Array): void {
  const sendPage = async (request: FastifyRequest, reply: FastifyReply, listing: Listing, page: v.InferOutput<typeof membersInput>) => {
    const scope = ['targets', callerOf(request).id, listing];
    const found = await readPage({ secret, scope, limit: page.limit, cursor: page.cursor }, (after, count) =>
      listTargets(database, listing, after, count),
    );
    return sendTagged(request, reply, found);
  };

  service.get('/targets', async (request, reply) => {
    const { limit, cursor } = parseInput(changesInput, request.query);
    const { items, next, isLast } = await readChanges(database, cursor === undefined ? undefined : readChangeCursor(cursor), limit);
    return sendTagged(request, reply, { items, next: writeChangeCursor(next), isLast });
  });

  service.get('/targets/search', async (request, reply) => {
    const { q: search, kind, ...page } = parseInput(searchInput, request.query);
    return await sendPage(request, reply, { search, kind }, page);
  });

  service.get('/targets/:kind/:id', async (request, reply) => {
    const { kind, id } = parseInput(targetInput, request.params);
    return sendTagged(request, reply, await readTarget(database, kind, id));
  });

  for (const kind of ['group', 'skill'] as const) {
    service.get(`/targets/${kind}/:id/members`, async (request, reply) => {
      const { id } = parseInput(groupInput, request.params);
      const page = parseInput(membersInput, request.query);
      await readTarget(database, kind, id);
      return await sendPage(request, reply, { [kind]: id }, page);
    });
  }
}
