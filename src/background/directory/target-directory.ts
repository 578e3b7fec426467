import type { InternalTarget, TargetFilter } from '../../model/internal-target.ts';

/** What the Team Communicator asks for: rows `first` … `first + count` of what matches. */
export interface TargetQuestion {
  readonly search: string;
  readonly filter: TargetFilter;
  /** The id of a group: only its members are listed. */
  readonly group?: string | undefined;
  readonly first: number;
  readonly count: number;
}

/** The rows that were asked for, of the `total` that match. */
export interface FoundTargets {
  readonly total: number;
  readonly rows: readonly InternalTarget[];
  /** The directory was read at least once since sign-in. */
  readonly isLoaded: boolean;
}

/**
 * Where internal targets come from. The roster holds all of its targets in memory and answers at once; a directory of another kind may have to ask
 * for what it is asked, and may know neither of every target nor of everybody's presence.
 */
export interface TargetDirectory {
  /** @param signal Aborts a search whose answer nobody waits for any more */
  find(question: TargetQuestion, signal: AbortSignal): FoundTargets | Promise<FoundTargets>;
}
