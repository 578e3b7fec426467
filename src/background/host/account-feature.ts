import { DONE, type Feature } from '../../channel/feature.ts';
import type { Account } from './account.ts';

/** Carries out what an agent decides for the whole desk: their status, their settings, their history. */
export const accountFeature: Feature<Account, 'setStatus' | 'changeSettings' | 'wipeHistory', 'overview'> = {
  commands: {
    setStatus: async (account, status) => {
      account.setStatus(status);
      await account.journal.flush();
      return DONE;
    },
    changeSettings: async (account, change) => {
      if (Object.keys(change).some((name) => name in account.policy.settings)) return { refused: 'set-by-policy' };
      account.changeSettings(change);
      await account.journal.flush();
      return DONE;
    },
    wipeHistory: async (account) => {
      await account.wipeHistory();
      return DONE;
    },
  },
  queries: { overview: (account) => account.overview() },
};
