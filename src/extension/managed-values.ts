import * as v from 'valibot';
import { readAllowed } from '../channel/allow-list.ts';
import { readCaseDataRules } from '../channel/case-data-rules-schema.ts';
import type { CaseDataRules } from '../model/case-data-rules.ts';
import type { PolicyExpectation, PolicyProblem } from '../model/policy.ts';

/*
 * The kinds of values that an administrator can set. Each knows what it means when it is absent, and what when it can't be read: what
 * restricts holds at its strictest then.
 */

/** Is told of what couldn't be read. */
export type Note = (expected: PolicyExpectation, more?: Pick<PolicyProblem, 'place' | 'choices'>) => void;

export interface ManagedValue<T> {
  readonly absent: T;
  read(given: unknown, note: Note): T;
}

/** True or false. Nothing else counts as either, `"false"` and 0 neither. */
export function flag<Absent extends boolean | undefined>({ absent, unreadable }: { readonly absent: Absent; readonly unreadable: boolean }): ManagedValue<boolean | Absent> {
  return valueOf({ absent, unreadable, schema: v.boolean(), expected: 'boolean' });
}

/** One of some words. */
export function choice<const Word extends string>(choices: readonly Word[], { unreadable }: { readonly unreadable: Word }): ManagedValue<Word | undefined> {
  return valueOf({ absent: undefined, unreadable, schema: v.picklist(choices), expected: 'choice', choices });
}

/** A whole number. What lies beyond its bounds is as near as they allow; what is no number counts as the default. */
export function wholeNumber({ least, most, unreadable }: { readonly least: number; readonly most: number; readonly unreadable: number }): ManagedValue<number | undefined> {
  return {
    absent: undefined,
    read(given, note) {
      const read = typeof given === 'number' && !Number.isNaN(given) ? Math.min(Math.max(Math.round(given), least), most) : unreadable;
      if (read !== given) note('range', { choices: [least, most] });
      return read;
    },
  };
}

/** What a schema says is valid, and what holds in place of everything else. */
export function valueOf<T, Absent, Unreadable>(kind: { readonly schema: v.GenericSchema<unknown, T>; readonly absent: Absent; readonly unreadable: Unreadable; readonly expected: PolicyExpectation; readonly choices?: readonly string[] }): ManagedValue<T | Absent | Unreadable> {
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

/** All that is allowed. An entry that can't be read is none, and what is no list allows nothing. */
export function allowList(expected: PolicyExpectation, named: (text: string) => string | undefined): ManagedValue<readonly string[] | undefined> {
  return { absent: undefined, read: (given, note) => readAllowed(parsedText(given), named, (place) => note(expected, place === undefined ? {} : { place })) };
}

/** What is hidden of case data. */
export const hidingRules: ManagedValue<CaseDataRules | undefined> = {
  absent: undefined,
  read: (given, note) => readCaseDataRules(parsedText(given), (place) => note('rules', place === undefined ? {} : { place })),
};

/** Lists and objects may come as JSON: a policy of Windows is a text. */
export function parsedText(given: unknown): unknown {
  if (typeof given !== 'string' || !/^\s*[[{]/.test(given)) return given;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}
