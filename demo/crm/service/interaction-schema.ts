import * as v from 'valibot';
import { dateTime, someText, text } from './wire-text.ts';

export const MEDIA = ['voice', 'email', 'chat', 'im'] as const;
export type Medium = (typeof MEDIA)[number];

export const STATUSES = ['done', 'transferred', 'abandoned'] as const;

const caseField = v.strictObject({
  key: someText(100),
  label: v.optional(text(100)),
  type: v.picklist(['text', 'number', 'date', 'money', 'link', 'choice']),
  value: text(10_000),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'Not a currency of ISO 4217.'))),
});

const caseData = v.pipe(v.array(caseField), v.maxLength(200));

/** A case-data field. Its value is text, whatever its type; the client formats it. */
export type CaseField = v.InferOutput<typeof caseField>;

const transcriptText = { author: someText(200), text: text(10_000) };
const transcriptEntry = v.strictObject({ at: dateTime, ...transcriptText });

/** The interaction that an agent appends: the contract's `FinishedInteraction`. */
export const finishedInteraction = v.pipe(
  v.strictObject({
    medium: v.picklist(MEDIA),
    subject: text(500),
    startedAt: dateTime,
    endedAt: dateTime,
    status: v.picklist(STATUSES),
    outcome: text(200),
    notes: v.optional(text(20_000), ''),
    caseData: v.optional(caseData, []),
    transcript: v.optional(v.pipe(v.array(transcriptEntry), v.maxLength(5_000)), []),
  }),
  v.check(({ startedAt, endedAt }) => startedAt <= endedAt, 'It ends before it starts.'),
);

export type FinishedInteraction = v.InferOutput<typeof finishedInteraction>;

const summary = {
  id: v.string(),
  medium: v.picklist(MEDIA),
  subject: v.string(),
  startedAt: v.string(),
  endedAt: v.string(),
  lengthMs: v.number(),
  agent: v.object({ id: v.string(), name: v.string() }),
  status: v.picklist(STATUSES),
  outcome: v.string(),
};

/** A row of the history, as it is sent. */
export const interactionSummary = v.object(summary);
export type InteractionSummary = v.InferOutput<typeof interactionSummary>;

/** All of an interaction, as it is sent. */
export const interactionDetails = v.object({
  ...summary,
  notes: v.string(),
  caseData,
  transcript: v.array(v.object({ at: v.string(), ...transcriptText })),
});
export type InteractionDetails = v.InferOutput<typeof interactionDetails>;
