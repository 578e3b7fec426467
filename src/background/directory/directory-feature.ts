import { DONE, type Feature } from '../../channel/feature.ts';
import type { Journal } from '../../storage/journal.ts';
import type { RememberedTargets } from './remembered-targets.ts';
import type { TargetDirectory } from './target-directory.ts';

interface DirectoryDesk {
  readonly directory: TargetDirectory;
  readonly remembered: Pick<RememberedTargets, 'setFavorite'>;
  readonly journal: Pick<Journal, 'flush'>;
}

/** The Team Communicator's commands and queries. */
export const directoryFeature: Feature<DirectoryDesk, 'setFavorite', 'targets'> = {
  commands: {
    setFavorite: async ({ remembered, journal }, { target, isFavorite }) => {
      remembered.setFavorite(target, isFavorite);
      await journal.flush();
      return DONE;
    },
  },
  queries: { targets: ({ directory }, query, signal) => directory.find(query, signal) },
};
