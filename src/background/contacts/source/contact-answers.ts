import * as v from 'valibot';
import { CASE_FIELD_TYPES, type CaseField } from '../../../model/interaction/case-data.ts';
import { toDisplayName } from '../../../model/text/display-name.ts';
import { HISTORY_MEDIA, HISTORY_STATUSES, isContactId, type PastInteraction } from '../../../model/contact/contact.ts';
import type { Contact } from '../../../model/interaction/interaction.ts';
import type { FinishedConsultation } from '../../../model/contact/finished-consultation.ts';
import { ContactFailure, type ContactRead, type HistoryPage } from './contact-source.ts';

/*
 * What a contact source answers, as docs/contact-service.openapi.yaml has it. Properties that aren't known are ignored, because a newer
 * service may have some.
 */

const id = v.pipe(v.string(), v.check(isContactId, 'not an id'));
const text = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength));
/** One line, filtered as names are. */
const line = (maxLength: number) =>
  v.pipe(
    text(maxLength),
    v.transform((given) => toDisplayName(given, maxLength)),
  );
const someText = (maxLength: number) => v.pipe(text(maxLength), v.minLength(1));
const list = <Item extends v.GenericSchema>(item: Item, maxLength: number) => v.pipe(v.array(item), v.maxLength(maxLength));

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const time = v.pipe(v.string(), v.maxLength(40), v.regex(RFC_3339), v.transform(Date.parse), v.number());

const contact = v.object({
  id,
  name: line(500),
  access: v.variant('by', [v.object({ by: v.literal('team') }), v.object({ by: v.literal('grant'), until: time })]),
  numbers: list(v.object({ kind: line(100), value: line(100) }), 20),
  emails: list(line(320), 20),
  addresses: list(v.object({ kind: line(100), text: text(1_000) }), 20),
  company: line(500),
  notes: text(20_000),
  attributes: list(v.object({ name: line(100), value: text(10_000) }), 100),
});

const summary = {
  id,
  medium: v.picklist(HISTORY_MEDIA),
  subject: line(500),
  startedAt: time,
  endedAt: time,
  lengthMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
  agent: v.object({ id: v.pipe(text(320), v.regex(/^[^\s@/]+@[^\s@/]+$/)), name: line(200) }),
  status: v.picklist(HISTORY_STATUSES),
  outcome: line(200),
};

const page = v.object({ items: list(v.object(summary), 100), next: v.optional(text(8_000)) });

const foundPage = v.object({ items: list(v.object({ id, name: line(500) }), 100) });

const caseField = v.object({
  key: v.pipe(
    someText(100),
    v.transform((key) => toDisplayName(key)),
  ),
  label: v.optional(line(100)),
  type: v.picklist(CASE_FIELD_TYPES),
  value: text(10_000),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
});

const interaction = v.object({
  ...summary,
  notes: text(20_000),
  caseData: list(caseField, 200),
  transcript: list(
    v.object({
      at: time,
      author: v.pipe(
        someText(200),
        v.transform((author) => toDisplayName(author, 200)),
      ),
      text: text(10_000),
    }),
    5_000,
  ),
});

/** Reads a contact, and checks that it is the one that was asked for. @throws ContactFailure `nonsense` */
export function readContactAnswer(answer: unknown, contactId: string): ContactRead {
  const { access, ...information } = parse(contact, answer);
  if (information.id !== contactId) throw new ContactFailure('nonsense');
  return { contact: information, access: access.by };
}

/** Contacts that were looked up: their ids and names. @throws ContactFailure `nonsense` */
export function readFoundAnswer(answer: unknown): readonly Contact[] {
  return parse(foundPage, answer).items;
}

/** @throws ContactFailure `nonsense` */
export function readPageAnswer(answer: unknown): HistoryPage {
  return parse(page, answer);
}

/** Reads an interaction, and checks that it is the one that was asked for. @throws ContactFailure `nonsense` */
export function readInteractionAnswer(
  answer: unknown,
  interactionId: string,
): PastInteraction & Pick<v.InferOutput<typeof interaction>, 'notes' | 'transcript'> & { readonly caseData: readonly CaseField[] } {
  const { caseData, ...details } = parse(interaction, answer);
  if (details.id !== interactionId) throw new ContactFailure('nonsense');
  return { ...details, caseData: caseData.map(shownField) };
}

/** What is appended, in the words of the contract. */
export function writeFinished({ startedAt, endedAt, transcript, ...finished }: FinishedConsultation): object {
  return {
    ...finished,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    transcript: transcript.map(({ at, author, text: said }) => ({ at: new Date(at).toISOString(), author, text: said })),
  };
}

function shownField({ key, label, type, value, currency }: v.InferOutput<typeof caseField>): CaseField {
  return { key: label || key, type, value: type === 'money' && currency !== undefined ? `${value} ${currency}` : value };
}

function parse<Schema extends v.GenericSchema>(schema: Schema, answer: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, answer);
  // The parser's issues are left out of the error, because they quote what came.
  if (!parsed.success) throw new ContactFailure('nonsense');
  return parsed.output;
}
