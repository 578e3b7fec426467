import * as v from 'valibot';
import type { SharedInteraction } from '../model/interaction/consultation.ts';
import { MEDIA } from '../model/interaction/interaction.ts';
import { caseDataShape } from './case-data-shape.ts';

/** What a consultation shares, as stored, inside of what it belongs to. */
export const sharedInteractionShape = v.object({
  interactionId: v.string(),
  media: v.picklist(MEDIA),
  contactName: v.string(),
  contactId: v.optional(v.string()),
  isClosed: v.boolean(),
  version: v.number(),
  caseData: caseDataShape,
}) satisfies v.GenericSchema<unknown, SharedInteraction>;
