import { keepSound } from './keep-sound.ts';

/** Chromium's offscreen document with the calls' sound. Nobody sees it come and go, so that it closes soon after the last call. */
keepSound({ staysMs: 60_000, leave: async () => close() });
