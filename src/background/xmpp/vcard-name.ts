// ==================================================================== XEP-0054: vcard-temp
// -------------------------------------------------------------------- Source: https://xmpp.org/extensions/xep-0054.html Version: 1.2
// (2008-07-16)
// Only the names are defined, because StanzaJS's own definition of the whole vCard is ten times the size, and decodes the photo.
// ====================================================================
import { childText, type DefinitionOptions } from 'stanza/jxt/index.js';
import { NS_VCARD } from './namespaces.ts';

declare module 'stanza/protocol' {
  interface IQPayload {
    vcardName?: { fullName?: string; nickname?: string };
  }
}

export const VCARD_NAME: DefinitionOptions = {
  element: 'vCard',
  namespace: NS_VCARD,
  path: 'iq.vcardName',
  fields: { fullName: childText(null, 'FN'), nickname: childText(null, 'NICKNAME') },
};
