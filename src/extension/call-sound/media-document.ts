import { keepSound } from './keep-sound.ts';

/** Chromium's offscreen document with the calls' sound. Nobody sees it: there is nothing to keep it for. */
keepSound({ staysMs: 60_000, leave: async () => close() });
