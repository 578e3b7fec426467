/** Asks the document with the calls' sound, if there is one, not to close just now. It answers `true`. */
export const STAY = 'stay-media-document';
/** Asks the document to come to the front and to ask for the microphone there. If it has a call, it answers `true` once the agent has decided. */
export const ASK_FOR_MICROPHONE = 'ask-for-microphone';
