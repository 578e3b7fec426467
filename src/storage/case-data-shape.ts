import * as v from 'valibot';
import { CASE_FIELD_TYPES, type CaseData } from '../model/interaction/case-data.ts';

/** Case data as stored, inside of what it belongs to. */
export const caseDataShape = v.object({
  fields: v.array(
    v.object({
      key: v.string(),
      type: v.picklist(CASE_FIELD_TYPES),
      value: v.string(),
      label: v.exactOptional(v.string()),
      isOfCall: v.exactOptional(v.boolean()),
      isEditable: v.exactOptional(v.boolean()),
      choices: v.exactOptional(v.array(v.string())),
      isCut: v.optional(v.boolean()),
      isMasked: v.optional(v.boolean()),
      changedAt: v.optional(v.number()),
    }),
  ),
  omitted: v.number(),
}) satisfies v.GenericSchema<unknown, CaseData>;
