import { DONE, type Feature } from '../../channel/feature.ts';
import type { Account } from './account.ts';

/** Carries out what an agent decides for the whole desk: their status, their settings, their history. */
export const accountFeature: Feature<Account, 'setStatus' | 'changeSettings' | 'wipeHistory' | 'reconnect', 'overview' | 'happenings'> = {
  commands: {
    setStatus: async (account, status) => {
      account.choices.setStatus(status);
      await account.journal.flush();
      return DONE;
    },
    changeSettings: async (account, change) => {
      if (Object.keys(change).some((name) => name in account.policy.settings)) return { refused: 'set-by-policy' };
      account.choices.changeSettings(change);
      await account.journal.flush();
      return DONE;
    },
    wipeHistory: async (account) => {
      if (!account.policy.privileges.canWipe) return { refused: 'set-by-policy' };
      const { deleteDoneSessions } = await import('../../storage/history-store.ts');
      // The sessions that were marked done, with their transcripts, and the calls that are over.
      account.journal.write(deleteDoneSessions());
      account.im.forget();
      await account.voice.forgetEnded();
      await account.journal.flush();
      return DONE;
    },
    reconnect: async (account) => {
      account.connection.hurry();
      return DONE;
    },
  },
  queries: { overview: (account) => account.overview(), happenings: (account) => account.happenings.recent() },
};
