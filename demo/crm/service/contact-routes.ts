import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { accessTo } from './access.ts';
import { noteAccess } from './access-notes.ts';
import { callerOf } from './caller.ts';
import { findContacts, readContact } from './contact-queries.ts';
import type { Database } from './database.ts';
import { sendTagged } from './entity-tag.ts';
import { numberKey } from './number-key.ts';
import { pageInput, readPage } from './page-input.ts';
import { parseInput } from './problem.ts';
import { id, someText } from './wire-text.ts';

const lookUpInput = v.union([
  v.strictObject({
    number: v.pipe(
      someText(40),
      v.check((value) => numberKey(value) !== '', 'No digit in it.'),
    ),
    ...pageInput,
  }),
  v.strictObject({ name: someText(200), ...pageInput }),
]);
const contactInput = v.object({ contactId: id });

/** Routes that look contacts up and read one. */
export function addContactRoutes(service: FastifyInstance, database: Database, secret: Uint8Array): void {
  service.get('/contacts', async (request, reply) => {
    const caller = callerOf(request);
    const { limit, cursor, ...lookUp } = parseInput(lookUpInput, request.query);
    const page = await readPage({ secret, scope: ['contacts', caller.id, lookUp], limit, cursor }, (after, count) =>
      findContacts(database, caller, lookUp, after, count),
    );
    await noteAccess(
      database,
      caller,
      'look-up',
      page.items.map((contact) => contact.id),
    );
    return sendTagged(request, reply, page);
  });

  service.get('/contacts/:contactId', async (request, reply) => {
    const { contactId } = parseInput(contactInput, request.params);
    const caller = callerOf(request);
    const access = await accessTo(database, contactId, caller);
    await noteAccess(database, caller, 'contact', [contactId]);
    return sendTagged(request, reply, await readContact(database, contactId, access));
  });
}
