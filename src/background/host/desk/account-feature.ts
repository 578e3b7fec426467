import { DONE, type Feature } from '../../../channel/feature.ts';
import type { Desk } from './desk.ts';

/** Carries out what an agent decides for the whole desk: their status, their settings, their history. */
export const accountFeature: Feature<Desk, 'setStatus' | 'changeSettings' | 'wipeHistory' | 'reconnect' | 'noteHook', never> = {
  commands: {
    setStatus: async (desk, status) => {
      desk.choices.setStatus(status);
      await desk.journal.flush();
      return DONE;
    },
    changeSettings: async (desk, change) => {
      if (Object.keys(change).some((name) => name in desk.policy.settings)) return { refused: 'set-by-policy' };
      desk.choices.changeSettings(change);
      await desk.journal.flush();
      return DONE;
    },
    wipeHistory: async (desk) => {
      if (!desk.policy.privileges.canWipe) return { refused: 'set-by-policy' };
      const { deleteDoneSessions } = await import('../../../storage/history-store.ts');
      // The sessions that were marked done, with their transcripts, and the calls that are over.
      desk.journal.write(deleteDoneSessions());
      desk.im.forget();
      await desk.voice.forgetEnded();
      await desk.journal.flush();
      return DONE;
    },
    reconnect: async (desk) => {
      desk.connection.hurry();
      return DONE;
    },
    noteHook: (desk, { hook, outcome }) => {
      desk.noteHook(hook, outcome);
      return Promise.resolve(DONE);
    },
  },
  queries: {},
};
