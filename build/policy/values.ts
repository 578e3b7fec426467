import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { MANAGED } from '../../src/extension/policy/policy-values.ts';
import type { PolicyExpectation } from '../../src/model/policy.ts';

/** One value that an administrator can set, as the tools for administrators need it. */
export interface DescribedValue {
  readonly name: string;
  /** A sentence about what it decides. */
  readonly description: string;
  /** Its type in JSON. */
  readonly type: 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';
  /** What reading it expects. */
  readonly expected: PolicyExpectation;
  /** The words of which it is one, or its least and its most. */
  readonly choices: readonly (string | number)[];
}

const schemaShape = v.object({
  properties: v.record(
    v.string(),
    v.object({ type: v.picklist(['boolean', 'integer', 'number', 'string', 'array', 'object']), description: v.string() }),
  ),
});

/** A value that no kind of value can read, so that reading it tells what was expected. */
const UNREADABLE = Symbol('unreadable');

/** All values, in alphabetical order: their types and descriptions by managed-schema.json, and what each may be by the code that reads them. */
export function describedValues(): readonly DescribedValue[] {
  const { properties } = v.parse(schemaShape, JSON.parse(readFileSync('src/extension/managed-schema.json', 'utf8')));
  return Object.entries(MANAGED)
    .map(([name, managed]) => {
      const described = properties[name];
      if (!described) throw new Error(`src/extension/managed-schema.json doesn't describe ${name}.`);
      return { name, ...described, ...expectationOf(managed) };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function expectationOf({ read }: (typeof MANAGED)[keyof typeof MANAGED]): Pick<DescribedValue, 'expected' | 'choices'> {
  let noted: Pick<DescribedValue, 'expected' | 'choices'> | undefined;
  read(UNREADABLE, (expected, { choices = [] } = {}) => (noted ??= { expected, choices }));
  if (!noted) throw new Error('A value of this kind takes anything.');
  return noted;
}
