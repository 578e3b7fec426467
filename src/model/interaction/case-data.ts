import { cutText } from '../text/cut-text.ts';
import { MAX_NAME_LENGTH, toDisplayName } from '../text/display-name.ts';
import { toXmlText } from '../text/message-text.ts';

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
/** A field as whoever opens an interaction gives it. */
export type GivenField = Pick<CaseField, 'key' | 'type' | 'value' | 'isEditable' | 'choices'>;

/** The beginning of a text, no longer than this many UTF-16 units. */
type Cut = (text: string, maxLength: number) => string;

/**
 * Case data within its bounds, whatever was given.
 * @param cut Where card numbers are still to be masked, it has to cut before them: the first half of one wouldn't be recognised
 */
export function boundCaseData(given: readonly GivenField[], cut: Cut): CaseData {
  return {
    fields: given.slice(0, MAX_CASE_FIELDS).map((field) => boundField(field, cut)),
    omitted: Math.max(0, given.length - MAX_CASE_FIELDS),
  };
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

function boundField({ key, type, value, isEditable, choices }: GivenField, cut: Cut): CaseField {
  const field = { key: toXmlText(toDisplayName(cut(key, MAX_NAME_LENGTH))), type };
  // A value that was cut can't be edited, because saving it would lose its end.
  const editing = isEditable
    ? {
        isEditable,
        ...(choices ? { choices: choices.slice(0, MAX_CHOICES).map((choice) => toXmlText(cutText(choice, MAX_CHOICE_LENGTH))) } : {}),
      }
    : {};
  if (value.length <= MAX_VALUE_LENGTH) return { ...field, value: toXmlText(value), ...editing };
  return { ...field, value: toXmlText(cut(value, MAX_VALUE_LENGTH)), isCut: true };
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
