import * as v from 'valibot';
import type { CaseDataRule, CaseDataRules } from '../../model/interaction/case-data-rules.ts';

const MAX_RULES = 1_000;
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));

/**
 * A rule with a property that isn't known, a misspelt `isHidden` say, is invalid: what it was to hide would be shown. So is a rule that decides
 * nothing, because Chromium drops properties that it doesn't know and leaves such a rule.
 */
const rule = v.pipe(
  v.strictObject({
    key,
    isHidden: v.exactOptional(v.boolean()),
    isMasked: v.exactOptional(v.boolean()),
    label: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(1_000))),
    order: v.exactOptional(v.pipe(v.number(), v.finite())),
  }),
  v.check((given) => Object.keys(given).length > 1, 'decides nothing'),
) satisfies v.GenericSchema<unknown, CaseDataRule>;

/**
 * Reads rules for case data, whatever is given. One that can't be read hides the key that it names, as a slip must not show what was to be kept back.
 * One that names none may have been about any, and hides everything.
 * @param note is told of each that can't be read, by its place from 1 on; of what is no list at all without one
 */
export function readCaseDataRules(given: unknown, note: (place?: number) => void = () => undefined): CaseDataRules {
  if (!Array.isArray(given) || given.length > MAX_RULES) {
    note();
    return 'hide-everything';
  }
  const rules = given.map((each: unknown, index): CaseDataRule | undefined => {
    if (v.is(rule, each)) return each;
    note(index + 1);
    const named = v.safeParse(v.object({ key }), each);
    return named.success ? { key: named.output.key, isHidden: true } : undefined;
  });
  return rules.every((each) => each !== undefined) ? rules : 'hide-everything';
}

/** The same as a schema. It accepts whatever is given. */
export const caseDataRules = v.pipe(
  v.unknown(),
  v.transform((given) => readCaseDataRules(given)),
);
