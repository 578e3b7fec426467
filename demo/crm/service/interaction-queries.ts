import * as v from 'valibot';
import { isoTime } from './access.ts';
import type { Position } from './cursor.ts';
import type { Queryable, SqlValue } from './database.ts';
import {
  type FinishedInteraction,
  type InteractionDetails,
  interactionDetails,
  type InteractionSummary,
  interactionSummary,
  type Medium,
} from './interaction-schema.ts';
import { searchWords, typedWordsQuery } from './search-words.ts';
import type { Caller } from './tokens.ts';

/** The columns that a history can be sorted by, with their types. Texts are sorted by code point, so that every database gives the same order. */
export const SORTS = {
  start: ['started_at', 'timestamptz'],
  length: ['length_ms', 'bigint'],
  subject: ['lower(subject) collate "C"', 'text'],
  agent: ['lower(agent_name) collate "C"', 'text'],
  medium: ['medium collate "C"', 'text'],
  outcome: ['lower(outcome) collate "C"', 'text'],
} as const;

export interface HistoryQuestion {
  readonly q?: string;
  readonly medium?: readonly Medium[];
  readonly agent?: string;
  readonly status?: readonly string[];
  /** Only interactions that started at or after this time. */
  readonly from?: Date;
  /** Only interactions that started before this time. */
  readonly to?: Date;
  readonly sort: keyof typeof SORTS;
  readonly isDescending: boolean;
}

const summary = `jsonb_build_object('id', id, 'medium', medium, 'subject', subject, 'startedAt', ${isoTime('started_at')}, 'endedAt', ${isoTime('ended_at')},
  'lengthMs', length_ms, 'agent', jsonb_build_object('id', agent_id, 'name', agent_name), 'status', status, 'outcome', outcome)`;
const details = `${summary} || jsonb_build_object('notes', notes, 'caseData', case_data, 'transcript', transcript)`;

const summaryRows = v.array(v.object({ id: v.string(), key: v.string(), value: v.pipe(v.string(), v.parseJson(), interactionSummary) }));
const detailRows = v.array(v.object({ value: v.pipe(v.string(), v.parseJson(), interactionDetails) }));

/** The contact's interactions that match, after a position. Each row has its position, for the next page's cursor. */
export async function findInteractions(
  database: Queryable,
  contactId: string,
  question: HistoryQuestion,
  after: Position | undefined,
  limit: number,
): Promise<readonly { item: InteractionSummary; position: Position }[]> {
  const values: SqlValue[] = [contactId];
  const place = (value: SqlValue) => `$${values.push(value)}`;
  const conditions = ['contact_id = $1'];
  if (question.q !== undefined) {
    const query = typedWordsQuery(question.q);
    if (query === undefined) return [];
    conditions.push(`search @@ ${place(query)}::tsquery`);
  }
  if (question.medium) conditions.push(`medium = any(${place(question.medium)}::text[])`);
  if (question.status) conditions.push(`status = any(${place(question.status)}::text[])`);
  if (question.agent !== undefined) conditions.push(`agent_id = ${place(question.agent)}`);
  if (question.from) conditions.push(`started_at >= ${place(question.from.toISOString())}::timestamptz`);
  if (question.to) conditions.push(`started_at < ${place(question.to.toISOString())}::timestamptz`);
  const [key, type] = SORTS[question.sort];
  const direction = question.isDescending ? 'desc' : 'asc';
  if (after) conditions.push(`(${key}, id) ${question.isDescending ? '<' : '>'} (${place(after[0])}::${type}, ${place(after[1])})`);
  const sql = `
    select id, ${key === 'started_at' ? isoTime(key) : `(${key})::text`} as key, (${summary})::text as value
    from interaction where ${conditions.join(' and ')} order by ${key} ${direction}, id ${direction} limit ${place(limit)}`;
  const rows = v.parse(summaryRows, await database.query(sql, values));
  return rows.map(({ id, key: sortedBy, value }) => ({ item: value, position: [sortedBy, id] }));
}

/** Reads all of one interaction; undefined when there is none. */
export async function readInteraction(database: Queryable, contactId: string, id: string): Promise<InteractionDetails | undefined> {
  const rows = await database.query(`select (${details})::text as value from interaction where contact_id = $1 and id = $2`, [
    contactId,
    id,
  ]);
  return v.parse(detailRows, rows)[0]?.value;
}

const APPEND = `
insert into interaction (contact_id, id, medium, subject, started_at, ended_at, agent_id, agent_name, status, outcome, notes, case_data, transcript, search)
values ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, array_to_tsvector($14::text[]))
on conflict (contact_id, id) do nothing
returning (${details})::text as value`;

/** Appends an interaction that the caller has finished; undefined when the id is taken already. */
export async function appendInteraction(
  database: Queryable,
  contactId: string,
  id: string,
  finished: FinishedInteraction,
  caller: Caller,
): Promise<InteractionDetails | undefined> {
  const { medium, subject, startedAt, endedAt, status, outcome, notes, caseData, transcript } = finished;
  const words = searchWords(
    subject,
    caller.name,
    outcome,
    notes,
    ...caseData.map(({ value }) => value),
    ...transcript.map(({ text }) => text),
  );
  const rows = await database.query(APPEND, [
    contactId,
    id,
    medium,
    subject,
    startedAt.toISOString(),
    endedAt.toISOString(),
    caller.id,
    caller.name,
    status,
    outcome,
    notes,
    JSON.stringify(caseData),
    JSON.stringify(transcript),
    words,
  ]);
  return v.parse(detailRows, rows)[0]?.value;
}

/** Whether the stored interaction equals the one that the caller appends again. */
export function isSameInteraction(there: InteractionDetails, finished: FinishedInteraction, caller: Caller): boolean {
  const { medium, subject, startedAt, endedAt, status, outcome, notes, caseData, transcript } = finished;
  const [left, right] = [
    [
      there.agent.id,
      there.medium,
      there.subject,
      there.startedAt,
      there.endedAt,
      there.status,
      there.outcome,
      there.notes,
      there.caseData.map(fieldValues),
      there.transcript.map(({ at, author, text }) => [at, author, text]),
    ],
    [
      caller.id,
      medium,
      subject,
      startedAt,
      endedAt,
      status,
      outcome,
      notes,
      caseData.map(fieldValues),
      transcript.map(({ at, author, text }) => [at, author, text]),
    ],
  ];
  return JSON.stringify(left) === JSON.stringify(right);
}

const fieldValues = ({ key, label, type, value, currency }: InteractionDetails['caseData'][number]) => [key, label, type, value, currency];
