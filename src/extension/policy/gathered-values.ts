import * as v from 'valibot';
import { type PolicyProblem, WHOLE } from '../../model/policy.ts';
import { parsedText } from './managed-values.ts';

/** Stands for a value that was set, so that it can't be read by whoever reads it. */
const UNREADABLE = Symbol('unreadable');
const values = v.pipe(
  v.unknown(),
  v.check((given) => v.is(v.record(v.string(), v.unknown()), given) && !Array.isArray(given)),
  v.transform((given) => new Map(Object.entries(Object(given)))),
);

/**
 * All values that an administrator has set, one by one or together in one text. Where they can't be told apart, or say different things,
 * each one counts as set and unreadable.
 */
export function gatherValues(
  stored: unknown,
  known: readonly string[],
): { readonly given: ReadonlyMap<string, unknown>; readonly problems: PolicyProblem[] } {
  const outer = v.safeParse(values, stored);
  const inner = v.safeParse(values, outer.success && outer.output.has(WHOLE) ? parsedText(outer.output.get(WHOLE)) : {});
  if (!outer.success || !inner.success)
    return { given: new Map(known.map((key) => [key, UNREADABLE])), problems: [{ key: WHOLE, expected: 'values' }] };
  outer.output.delete(WHOLE);
  const both = [...outer.output.keys()].filter(
    (key) => inner.output.has(key) && JSON.stringify(inner.output.get(key)) !== JSON.stringify(outer.output.get(key)),
  );
  const given = new Map([...outer.output, ...inner.output, ...both.map((key) => [key, UNREADABLE] as const)]);
  const unknown = [...given.keys()].filter((key) => !known.includes(key));
  return {
    given,
    problems: [...both.map((key) => ({ key, expected: 'once' as const })), ...unknown.map((key) => ({ key, expected: 'known' as const }))],
  };
}
