import './call-sound-root.ts';
import { localeFor } from '../../words/localization.ts';
import { inFront } from './in-front.ts';
import { keepSound } from './keep-sound.ts';

/**
 * How long the tab stays after the last call. A pinned tab that comes and goes with every call moves all other tabs each time, and one that stays for
 * ever is in the way.
 */
const STAYS_MS = 15 * 60_000;

/** Firefox's tab with the calls' sound, and what it says to an agent who looks at it. */
document.documentElement.lang = localeFor(navigator.language);
const workspace = keepSound({
  inFront,
  staysMs: STAYS_MS,
  leave: async () => {
    const { id } = await browser.tabs.getCurrent();
    if (id !== undefined) await browser.tabs.remove(id);
  },
});
const element = document.querySelector('backchannel-call-sound');
if (element) element.workspace = workspace;
