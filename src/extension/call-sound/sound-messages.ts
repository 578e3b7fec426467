import * as v from 'valibot';

/** Asks the document with the calls' sound, if there is one, not to go just now; the answer is `true`. */
export const STAY = 'stay-media-document';
/** Asks it to come to the front and ask for the microphone there; the answer is `true` where there is a call to ask for, once the agent has decided. */
export const ASK_FOR_MICROPHONE = 'ask-for-microphone';

export const soundMessage = v.object({ type: v.picklist([STAY, ASK_FOR_MICROPHONE]) });
