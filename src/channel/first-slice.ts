import type { Query, QueryOf, Slices } from './contract.ts';
import type { Workspace } from './workspace.ts';

/** The first answer to a query, or the first that is as wanted, for callers that don't go on to follow the query. */
export function firstSlice<K extends Query['kind']>(
  workspace: Workspace,
  query: QueryOf<K>,
  isWanted: (slice: Slices[K]) => boolean = () => true,
): Promise<Slices[K]> {
  return new Promise((resolve) => {
    const stop = workspace.subscribe(query, (slice) => {
      if (!isWanted(slice)) return;
      stop();
      resolve(slice);
    });
  });
}
