import type { contactCommands, contactQueries } from '../../channel/contract/contacts.ts';
import { DONE, type Feature } from '../../channel/feature.ts';
import type { ContactParts } from './contact-parts.ts';

interface ContactDesk {
  readonly contacts: ContactParts;
}

/** Contact information, contact history, and the records of consultations for the contact service. */
export const contactsFeature: Feature<ContactDesk, keyof typeof contactCommands, keyof typeof contactQueries> = {
  commands: {
    retryContact: async ({ contacts }, asked) => {
      await contacts.retry(asked);
      return DONE;
    },
    retryRecords: async ({ contacts }, { records }) => ({ unsentRecords: await contacts.retryRecords(records) }),
    deleteRecord: async ({ contacts }, record) => {
      await contacts.deleteRecord(record);
      return DONE;
    },
    noteRefusalsTold: async ({ contacts }) => {
      await contacts.noteRefusalsTold();
      return DONE;
    },
  },
  queries: {
    contact: ({ contacts }, query) => contacts.contact(query),
    'contact-history': ({ contacts }, query, signal) => contacts.history(query, signal),
    'past-interaction': ({ contacts }, query) => contacts.interaction(query),
    'record-export': ({ contacts }, { records }) => contacts.exportRecords(records),
  },
};
