import * as v from 'valibot';
import type { CaseDataRule } from '../model/case-data-rules.ts';

const key = v.pipe(v.string(), v.maxLength(1_000));

const rule = v.object({
  key,
  isHidden: v.exactOptional(v.boolean()),
  isMasked: v.exactOptional(v.boolean()),
  label: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(1_000))),
  order: v.exactOptional(v.pipe(v.number(), v.finite())),
}) satisfies v.GenericSchema<unknown, CaseDataRule>;

/** The rules for case data. A rule that isn't valid but says of which key hides that: a slip must not show what was to be kept back. */
export const caseDataRules = v.pipe(
  v.array(v.unknown()),
  v.maxLength(1_000),
  v.transform((rules) =>
    rules.flatMap((given): CaseDataRule[] => {
      const parsed = v.safeParse(rule, given);
      if (parsed.success) return [parsed.output];
      const named = v.safeParse(v.object({ key }), given);
      return named.success ? [{ key: named.output.key, isHidden: true }] : [];
    }),
  ),
);
