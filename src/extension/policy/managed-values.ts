import * as v from 'valibot';
import { readAllowed } from '../../channel/allow-list.ts';
import { readCaseDataRules } from '../../channel/contract/case-data-rules-shape.ts';
import type { CaseDataRules } from '../../model/interaction/case-data-rules.ts';
import type { PolicyExpectation, PolicyProblem } from '../../model/policy.ts';

/*
 * The kinds of values that an administrator can set. Each kind knows what holds when a value isn't set, and what when it can't be read: something
 * that restricts then restricts most.
 */

/** Called with what couldn't be read, and what was expected in its place. */
export type Note = (expected: PolicyExpectation, more?: Pick<PolicyProblem, 'place' | 'choices'>) => void;

export interface ManagedValue<T> {
  readonly absent: T;
  read(given: unknown, note: Note): T;
}

/** True or false. Nothing else counts as one of them, neither `"false"` nor 0. */
export function flag<Absent extends boolean | undefined>({
  absent,
  unreadable,
}: {
  readonly absent: Absent;
  readonly unreadable: boolean;
}): ManagedValue<boolean | Absent> {
  return valueOf({ absent, unreadable, schema: v.boolean(), expected: 'boolean' });
}

/** One of several words. */
export function choice<const Word extends string>(
  choices: readonly Word[],
  { unreadable }: { readonly unreadable: Word },
): ManagedValue<Word | undefined> {
  return valueOf({ absent: undefined, unreadable, schema: v.picklist(choices), expected: 'choice', choices });
}

/** A whole number. A number beyond the bounds counts as the bound; anything that isn't a number counts as `unreadable`. */
export function wholeNumber({
  least,
  most,
  unreadable,
}: {
  readonly least: number;
  readonly most: number;
  readonly unreadable: number;
}): ManagedValue<number | undefined> {
  return {
    absent: undefined,
    read(given, note) {
      const read = typeof given === 'number' && !Number.isNaN(given) ? Math.min(Math.max(Math.round(given), least), most) : unreadable;
      if (read !== given) note('range', { choices: [least, most] });
      return read;
    },
  };
}

/** A value that a schema describes. Everything else counts as `unreadable`. */
export function valueOf<T, Absent, Unreadable>(kind: {
  readonly schema: v.GenericSchema<unknown, T>;
  readonly absent: Absent;
  readonly unreadable: Unreadable;
  readonly expected: PolicyExpectation;
  readonly choices?: readonly string[];
}): ManagedValue<T | Absent | Unreadable> {
  const { schema, absent, unreadable, expected, choices } = kind;
  return {
    absent,
    read(given, note) {
      const parsed = v.safeParse(schema, parsedText(given));
      if (!parsed.success) note(expected, choices ? { choices } : {});
      return parsed.success ? parsed.output : unreadable;
    },
  };
}

/** A list of what is allowed. An entry that can't be read allows nothing, and neither does anything that isn't a list. */
export function allowList(
  expected: PolicyExpectation,
  named: (text: string) => string | undefined,
): ManagedValue<readonly string[] | undefined> {
  return {
    absent: undefined,
    read: (given, note) => readAllowed(parsedText(given), named, (place) => note(expected, place === undefined ? {} : { place })),
  };
}

/** The rules for case data. */
export const hidingRules: ManagedValue<CaseDataRules | undefined> = {
  absent: undefined,
  read: (given, note) => readCaseDataRules(parsedText(given), (place) => note('rules', place === undefined ? {} : { place })),
};

/** The value of a text that is JSON of a list or an object, because policies of Windows are texts. Everything else as it is. */
export function parsedText(given: unknown): unknown {
  if (typeof given !== 'string' || !/^\s*[[{]/.test(given)) return given;
  try {
    return JSON.parse(given);
  } catch {
    // A value that can't be read as JSON is judged as the text that it is.
    return given;
  }
}
