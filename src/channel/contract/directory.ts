import * as v from 'valibot';
import { type InternalTarget, TARGET_FILTERS } from '../../model/internal-target.ts';
import { groupRef, targetRef } from '../../model/target-ref-shape.ts';
import { queryFor, rows, search } from './shapes.ts';

export const directoryCommands = {
  /** Whether the target is among the agent’s favourites. */
  setFavorite: v.object({ target: targetRef, isFavorite: v.boolean() }),
} as const;

/** Rows `first` … of those that match. */
export interface TargetsSlice {
  /** How many match, as far as is known now. A directory that is still being read may have more, or fewer. */
  readonly total: number;
  readonly first: number;
  readonly rows: readonly InternalTarget[];
  /** The directory was read at least once since sign-in. */
  readonly isLoaded: boolean;
}

export const directoryQueries = {
  /** Rows of the internal targets that match: agents and groups. */
  targets: queryFor<TargetsSlice>()(
    {
      search,
      filter: v.picklist(TARGET_FILTERS),
      /** Only members of this group, or those who have this skill. */
      membersOf: v.optional(groupRef),
      ...rows,
    },
    { topicOf: () => 'targets' as const, shows: ({ rows }) => rows, empty: { total: 0, first: 0, rows: [], isLoaded: false } },
  ),
} as const;
