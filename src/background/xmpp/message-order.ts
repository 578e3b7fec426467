import { attribute, type DefinitionOptions } from 'stanza/jxt/index.js';
import { NS_IM } from './namespaces.ts';

declare module 'stanza/protocol' {
  interface Message {
    precedes?: { id?: string };
  }
}

/** Which message this one was written before, in one that is sent again (docs/protocol.md 3). */
export const MESSAGE_ORDER: DefinitionOptions = {
  element: 'precedes',
  namespace: NS_IM,
  path: 'message.precedes',
  fields: { id: attribute('id') },
};
