import type { Query, QueryOf, Slices } from './contract.ts';
import type { Workspace } from './workspace.ts';

/** The first answer to a query that nobody goes on to follow. */
export function firstSlice<K extends Query['kind']>(workspace: Workspace, query: QueryOf<K>): Promise<Slices[K]> {
  return new Promise((resolve) => {
    const stop = workspace.subscribe(query, (slice) => {
      stop();
      resolve(slice);
    });
  });
}
