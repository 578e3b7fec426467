import type { JingleAnswer } from '../../channel/media-host.ts';

/** The answer to a Jingle request of no call that is known, or not of this sender's (XEP-0166 10). */
export const NO_SESSION: JingleAnswer = { error: { condition: 'item-not-found', jingleError: 'unknown-session' } };
