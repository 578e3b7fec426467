import * as v from 'valibot';

/** The column `details` of a contact: everything but its id, name and team. */
export const contactDetails = v.object({
  numbers: v.array(v.object({ kind: v.string(), value: v.string() })),
  emails: v.array(v.string()),
  addresses: v.array(v.object({ kind: v.string(), text: v.string() })),
  company: v.string(),
  notes: v.string(),
  attributes: v.array(v.object({ name: v.string(), value: v.string() })),
});

export type ContactDetails = v.InferOutput<typeof contactDetails>;
