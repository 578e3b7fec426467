import * as v from 'valibot';
import { agentId, someText } from '../crm/service/wire-text.ts';

export const TARGET_KINDS = ['agent', 'group', 'skill'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** The id of a group or a skill. */
export const groupId = someText(200);
const name = someText(200);
const ids = v.pipe(
  v.array(groupId),
  v.maxLength(100),
  v.transform((list) => [...new Set(list)]),
);

/** An internal target, in the shape of the contract's `Target`. */
export const target = v.variant('kind', [
  v.strictObject({ kind: v.literal('agent'), id: agentId, name, groups: v.optional(ids, []), skills: v.optional(ids, []) }),
  v.strictObject({ kind: v.literal('group'), id: groupId, name }),
  v.strictObject({ kind: v.literal('skill'), id: groupId, name }),
]);
export type Target = v.InferOutput<typeof target>;

/** A target that has gone. */
export interface RemovedTarget {
  readonly kind: TargetKind;
  readonly id: string;
  readonly isRemoved: true;
}
