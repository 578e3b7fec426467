import type { QueryOf, TargetsSlice } from '../../channel/contract.ts';

/** What the Team Communicator asks for: rows `first` … `first + count` of what matches. */
export type TargetQuestion = Omit<QueryOf<'targets'>, 'kind'>;

/**
 * Where internal targets come from. The roster holds all of its targets in memory and answers at once; a directory of another kind may have to ask
 * for what it is asked, and may know neither of every target nor of everybody's presence.
 */
export interface TargetDirectory {
  /** @param signal Aborts a search whose answer nobody waits for any more */
  find(question: TargetQuestion, signal: AbortSignal): TargetsSlice | Promise<TargetsSlice>;
}
