/* How a page's own functions are asked. Only pages that bring some load this, when it is first needed. */

export { callContacts } from './contacts-call.ts';
export { askTelephony, followCallStates } from './telephony-option.ts';
export { askForToken } from './token-option.ts';
