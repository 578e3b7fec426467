import * as v from 'valibot';
import { cutBeforeNumber } from '../../model/text/card-numbers.ts';
import { boundCaseData, CASE_FIELD_TYPES } from '../../model/interaction/case-data.ts';
import { isContactId } from '../../model/contact/contact.ts';
import { MAX_NAME_LENGTH, toDisplayName } from '../../model/text/display-name.ts';
import { INTERACTION_STATUSES, MEDIA } from '../../model/interaction/interaction.ts';
import { toXmlText } from '../../model/text/message-text.ts';
import type { InteractionId } from '../../model/ids.ts';

/*
 * The shapes of what a page tells of its interactions. A page may give far more than can be shown: what is too much is left
 * out, and the views say how much that was.
 */

const MAX_GIVEN_FIELDS = 20_000;

/** The id of an interaction. It has to fit into an attribute on the wire. */
export const interactionId: v.GenericSchema<InteractionId> = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.check((id) => !/\s/.test(id) && toXmlText(id) === id, 'not an id'),
);

const contact = v.object({
  name: v.pipe(
    v.string(),
    v.maxLength(10_000),
    v.transform((name) => toXmlText(toDisplayName(cutBeforeNumber(name, MAX_NAME_LENGTH)))),
  ),
  id: v.exactOptional(v.pipe(v.string(), v.check(isContactId, 'not an id of the contact service'))),
});

const caseField = v.object({
  key: v.pipe(v.string(), v.maxLength(10_000)),
  type: v.optional(v.picklist(CASE_FIELD_TYPES), 'text'),
  value: v.pipe(v.union([v.pipe(v.string(), v.maxLength(2_000_000)), v.number(), v.boolean()]), v.transform(String)),
  isEditable: v.exactOptional(v.boolean()),
  choices: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(10_000))), v.maxLength(10_000))),
});

const caseData = v.pipe(
  v.array(caseField),
  v.maxLength(MAX_GIVEN_FIELDS),
  v.transform((fields) => boundCaseData(fields, cutBeforeNumber)),
);

/** An interaction with a contact, as it begins. */
export const openedInteraction = v.object({
  id: interactionId,
  owner: v.exactOptional(v.object({ origin: v.pipe(v.string(), v.maxLength(2_000)), id: interactionId })),
  media: v.picklist(MEDIA),
  contact,
  status: v.optional(v.picklist(INTERACTION_STATUSES), 'active'),
  caseData: v.optional(caseData, []),
});

/** What has changed of it; what is absent stays. */
export const interactionChange = v.object({
  id: interactionId,
  contact: v.exactOptional(contact),
  status: v.exactOptional(v.picklist(INTERACTION_STATUSES)),
  caseData: v.exactOptional(caseData),
});
