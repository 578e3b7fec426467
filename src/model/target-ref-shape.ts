import * as v from 'valibot';
import type { GroupRef, NamedGroup, TargetRef } from './target-ref.ts';

/** RFC 7622 3.1: an address has three parts of 1,023 bytes at most. */
const address = v.pipe(v.string(), v.maxLength(3071));

/** The shape of a `GroupRef` from a view. */
export const groupRef = v.object({
  kind: v.picklist(['group', 'skill']),
  id: v.pipe(v.string(), v.maxLength(1024)),
}) satisfies v.GenericSchema<unknown, GroupRef>;

/** The shape of a `TargetRef` that comes from a view or from the disk. */
export const targetRef: v.GenericSchema<unknown, TargetRef> = v.variant('kind', [
  v.object({ kind: v.literal('agent'), jid: address }),
  groupRef,
]);

/** The shape of a `NamedGroup` from a view, from the disk or from the wire. */
export const namedGroup = v.object({
  kind: v.picklist(['group', 'skill']),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
  name: v.pipe(v.string(), v.maxLength(1024)),
}) satisfies v.GenericSchema<unknown, NamedGroup>;
