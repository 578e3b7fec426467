// ==================================================================== XEP-0203: Delayed Delivery
// -------------------------------------------------------------------- Source: https://xmpp.org/extensions/xep-0203.html Version: 2.0
// (2009-09-15)
// StanzaJS keeps one of several stamps, and makes a date of whatever it says. Here all of them are kept, as they stand.
// ====================================================================
import type { DefinitionOptions, FieldDefinition } from 'stanza/jxt/index.js';
import { type BareJid, domainOf } from '../../model/jid.ts';
import { parseTimestamp } from '../../model/timestamp.ts';
import { NS_CLIENT, NS_DELAY, NS_FORWARD } from './namespaces.ts';

export interface DelayStamp {
  readonly from: string | undefined;
  readonly stamp: string;
}

declare module 'stanza/protocol' {
  interface Message {
    delayStamps?: readonly DelayStamp[];
  }
  interface Forward {
    delayStamps?: readonly DelayStamp[];
  }
}

const MAX_STAMPS = 10;

const delayStamps: FieldDefinition<readonly DelayStamp[]> = {
  importer: (xml) =>
    xml
      .getChildren('delay', NS_DELAY)
      .slice(-MAX_STAMPS)
      .map(({ attributes: { from, stamp = '' } }) => ({ from, stamp })),
  exporter: () => undefined,
};

export const DELAY_STAMPS: DefinitionOptions[] = [
  { element: 'message', namespace: NS_CLIENT, path: 'message', fields: { delayStamps } },
  { element: 'forwarded', namespace: NS_FORWARD, path: 'forward', fields: { delayStamps } },
];

/**
 * When the agent's own server stored a stanza for later, by the stamp that it adds last. Anybody may write such a stamp, so that the caller has to
 * bound what it says.
 */
export function claimedByOwnServer(stamps: readonly DelayStamp[] = [], me: BareJid): number | undefined {
  return stampedAt(stamps.filter(({ from }) => from === me || from === domainOf(me)));
}

/** When a stanza was stored for later, by stamps that only the agent's own server can have written. */
export function stampedAt(stamps: readonly DelayStamp[] = []): number | undefined {
  const stamp = stamps.at(-1)?.stamp;
  return stamp === undefined ? undefined : parseTimestamp(stamp);
}
