import { cutBeforeNumber, maskCardNumbers } from '../text/card-numbers.ts';
import { cutText } from '../text/cut-text.ts';
import { MAX_NAME_LENGTH, toDisplayName } from '../text/display-name.ts';
import { toXmlText, wireBytesOf } from '../text/message-text.ts';

export const CASE_FIELD_TYPES = ['text', 'number', 'date', 'money', 'link', 'choice'] as const;
/** How a value is shown: `number` as "1234.5", `date` as ISO 8601, `money` as "12.50 EUR", `link` as an address. What isn't that is text. */
export type CaseFieldType = (typeof CASE_FIELD_TYPES)[number];

/** One key and value of the case data. */
export interface CaseField {
  readonly key: string;
  readonly type: CaseFieldType;
  readonly value: string;
  /** Shown in place of the key: an organisation's name for it. */
  readonly label?: string;
  /**
   * Present for a field of a contact's call. Its key is one of `CALL_KEYS`, and is shown in the agent's language; a page's field of the
   * same name isn't.
   */
  readonly isOfCall?: boolean;
  /** Whether the agent may change the value. */
  readonly isEditable?: boolean;
  /** What a `choice` may be changed to. */
  readonly choices?: readonly string[];
  /** Whether the end of the value is missing. */
  readonly isCut?: boolean;
  /** Whether a payment card number in the value was masked. */
  readonly isMasked?: boolean;
  /** When a shared value last changed at the target, milliseconds since the epoch. */
  readonly changedAt?: number;
}

/** The case data of an interaction, in the order of whoever gave it. */
export interface CaseData {
  readonly fields: readonly CaseField[];
  /** How many fields were left out because there were too many. */
  readonly omitted: number;
}

export const NO_CASE_DATA: CaseData = { fields: [], omitted: 0 };

/** How many fields are kept, shown and shared, and how long a value may be, in UTF-16 units. A key may be as long as a display name. */
export const MAX_CASE_FIELDS = 200;
export const MAX_VALUE_LENGTH = 2_000;
/** Bounds of what can be chosen. */
export const MAX_CHOICES = 100;
export const MAX_CHOICE_LENGTH = 200;
/**
 * What all keys and values together may take in a stanza, in bytes as escaped UTF-8. Beside the longest message (MAX_BODY_LENGTH) at
 * three bytes a character that stays below 128 kB: Prosody 0.12 was seen to take no more of one WebSocket message from Chromium.
 */
const MAX_SHARED_BYTES = 30_000;
/** How many bytes a field's element takes beside its key and value. */
const FIELD_BYTES = 60;

/** A field as whoever opens an interaction gives it. */
export type GivenField = Pick<CaseField, 'key' | 'type' | 'value' | 'isEditable' | 'choices'>;

/** Case data within its bounds, whatever was given. */
export function boundCaseData(given: readonly GivenField[]): CaseData {
  return { fields: given.slice(0, MAX_CASE_FIELDS).map(boundField), omitted: Math.max(0, given.length - MAX_CASE_FIELDS) };
}

/** Case data as it may leave the host: card numbers masked, and no more of it than fits a stanza. */
export function shareableCaseData({ fields, omitted }: CaseData): CaseData {
  let bytes = 0;
  const shared: CaseField[] = [];
  for (const field of fields) {
    const masked = maskField(field);
    bytes += FIELD_BYTES + wireBytesOf(masked.label ?? masked.key) + wireBytesOf(masked.value);
    if (bytes > MAX_SHARED_BYTES) break;
    shared.push(masked);
  }
  return { fields: shared, omitted: omitted + fields.length - shared.length };
}

const NUMBER = /^-?\d{1,30}(\.\d{1,20})?$/;
const MONEY = /^-?\d{1,30}(\.\d{1,20})? [A-Z]{3}$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Whether the agent may give a field this value. An empty value is possible for every type but a choice. */
export function isValueFor({ type, choices = [] }: Pick<CaseField, 'type' | 'choices'>, value: string): boolean {
  if (type === 'choice') return choices.includes(value);
  if (value === '' || type === 'text' || type === 'link') return true;
  return { number: NUMBER, money: MONEY, date: DATE }[type].test(value);
}

/** The newer case data. Each value that differs from the one before is marked as changed at that time. */
export function withChangesMarked(before: CaseData, after: CaseData, at: number): CaseData {
  const known = new Map(numbered(before.fields));
  const fields = numbered(after.fields).map(([place, field]): CaseField => {
    const earlier = known.get(place);
    const changedAt = earlier?.value === field.value ? earlier.changedAt : at;
    return changedAt === undefined ? field : { ...field, changedAt };
  });
  return { ...after, fields };
}

function boundField({ key, type, value, isEditable, choices }: GivenField): CaseField {
  const field = { key: toXmlText(toDisplayName(cutBeforeNumber(key, MAX_NAME_LENGTH))), type };
  // A value that was cut can't be edited, because saving it would lose its end.
  const editing = isEditable
    ? {
        isEditable,
        ...(choices ? { choices: choices.slice(0, MAX_CHOICES).map((choice) => toXmlText(cutText(choice, MAX_CHOICE_LENGTH))) } : {}),
      }
    : {};
  if (value.length <= MAX_VALUE_LENGTH) return { ...field, value: toXmlText(value), ...editing };
  return { ...field, value: toXmlText(cutBeforeNumber(value, MAX_VALUE_LENGTH)), isCut: true };
}

function maskField({ isEditable: _isEditable, choices: _choices, ...field }: CaseField): CaseField {
  const masked = { ...field, key: maskCardNumbers(field.key), value: maskCardNumbers(field.value) };
  return masked.key === field.key && masked.value === field.value ? field : { ...masked, isMasked: true };
}

/** Several fields may have the same key, so that each is known by its key and by its number among the fields of that key. */
function numbered(fields: readonly CaseField[]): [place: string, field: CaseField][] {
  const counts = new Map<string, number>();
  return fields.map((field) => {
    const count = (counts.get(field.key) ?? 0) + 1;
    counts.set(field.key, count);
    return [`${count} ${field.key}`, field];
  });
}
