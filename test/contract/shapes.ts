import * as v from 'valibot';
import type { Answer } from './contract.ts';

/** The parts of answers that the tests read. The contract has checked the answers already. */
const page = v.object({ items: v.array(v.looseObject({ id: v.string() })), next: v.optional(v.string()) });
const history = v.object({
  items: v.array(
    v.object({
      id: v.string(),
      medium: v.string(),
      subject: v.string(),
      startedAt: v.string(),
      lengthMs: v.number(),
      agent: v.object({ id: v.string(), name: v.string() }),
      status: v.string(),
    }),
  ),
  next: v.optional(v.string()),
});
const contact = v.object({
  id: v.string(),
  name: v.string(),
  access: v.object({ by: v.string(), until: v.optional(v.string()) }),
  numbers: v.array(v.object({ value: v.string() })),
  emails: v.array(v.string()),
});
const interaction = v.object({
  id: v.string(),
  subject: v.string(),
  notes: v.string(),
  lengthMs: v.number(),
  agent: v.object({ id: v.string() }),
  caseData: v.array(v.looseObject({ key: v.string(), value: v.string() })),
  transcript: v.array(v.object({ at: v.string(), author: v.string(), text: v.string() })),
});
const problem = v.object({ type: v.string(), detail: v.optional(v.string()) });

export const pageOf = ({ body }: Answer) => v.parse(page, body);
export const historyOf = ({ body }: Answer) => v.parse(history, body);
export const contactOf = ({ body }: Answer) => v.parse(contact, body);
export const interactionOf = ({ body }: Answer) => v.parse(interaction, body);
/** A problem's kind: the end of its type. */
export const problemOf = ({ body }: Answer) => v.parse(problem, body).type.split(':').at(-1);
