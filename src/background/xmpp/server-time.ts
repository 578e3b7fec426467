// ==================================================================== XEP-0202: Entity Time
// -------------------------------------------------------------------- Source: https://xmpp.org/extensions/xep-0202.html Version: 2.0
// (2009-09-15)
// The time is kept as it stands, because StanzaJS makes a date of whatever it says.
// ====================================================================
import type { Agent } from 'stanza';
import { childText, type DefinitionOptions } from 'stanza/jxt/index.js';
import { within } from '../time/waits.ts';
import { CLOCK_TOLERANCE_MS, parseTimestamp } from '../../model/timestamp.ts';
import { NS_TIME } from './namespaces.ts';

declare module 'stanza/protocol' {
  interface IQPayload {
    entityTime?: { utc?: string };
  }
}

const ENTITY_TIME: DefinitionOptions = {
  element: 'time',
  namespace: NS_TIME,
  path: 'iq.entityTime',
  fields: { utc: childText(null, 'utc') },
};

/** How long the archive waits for the answer. */
const ANSWERED_WITHIN_MS = 2_000;

/**
 * Asks for the server's time, by which the archive's stamps go. This computer's clock may be hours wrong, and be set meanwhile.
 * @returns how far a clock that shows `now` (milliseconds since the epoch) is ahead of the server's, in milliseconds; 0 where they agree about the minute,
 * or the server doesn't say its time
 */
export async function askServerTime(client: Agent, server: string): Promise<(now: number) => number> {
  client.stanzas.define(ENTITY_TIME);
  const asking = client.sendIQ({ type: 'get', to: server, entityTime: {} }).catch(() => undefined);
  const answer = await within(ANSWERED_WITHIN_MS, asking);
  const heardAt = performance.now();
  const told = parseTimestamp(answer?.entityTime?.utc ?? '');
  return (now) => {
    const ahead = told === undefined ? 0 : now - told - (performance.now() - heardAt);
    return Math.abs(ahead) > CLOCK_TOLERANCE_MS ? Math.round(ahead) : 0;
  };
}
