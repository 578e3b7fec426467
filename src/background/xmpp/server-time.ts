// ==================================================================== XEP-0202: Entity Time
// -------------------------------------------------------------------- Source: https://xmpp.org/extensions/xep-0202.html Version: 2.0
// (2009-09-15)
// The time is kept as it stands, because StanzaJS makes a date of whatever it says.
// ====================================================================
import type { Agent } from 'stanza';
import { childText, type DefinitionOptions } from 'stanza/jxt/index.js';
import { CLOCK_TOLERANCE_MS, parseTimestamp } from '../../model/timestamp.ts';
import { NS_TIME } from './namespaces.ts';

declare module 'stanza/protocol' {
  interface IQPayload {
    entityTime?: { utc?: string };
  }
}

export const ENTITY_TIME: DefinitionOptions = {
  element: 'time',
  namespace: NS_TIME,
  path: 'iq.entityTime',
  fields: { utc: childText(null, 'utc') },
};

/** The server's clock, by which the archive's stamps go. This computer's may be hours wrong, and be set meanwhile. */
export class ServerTime {
  /** What has to be added to `performance.now` for the server's time; undefined where it doesn't say its time. */
  #offset: Promise<number | undefined> | undefined;

  /** @param now This computer's clock, milliseconds since the epoch */
  constructor(
    private readonly client: Agent,
    private readonly server: string,
    private readonly now: () => number,
  ) {}

  /** How far this computer's clock is ahead of the server's, in milliseconds; 0 where they agree about the minute, or it isn't known. The server is asked once. */
  async aheadMs(): Promise<number> {
    this.#offset ??= this.#ask().catch(() => undefined);
    const offset = await this.#offset;
    const ahead = offset === undefined ? 0 : this.now() - performance.now() - offset;
    return Math.abs(ahead) > CLOCK_TOLERANCE_MS ? ahead : 0;
  }

  async #ask(): Promise<number | undefined> {
    const { entityTime } = await this.client.sendIQ({ type: 'get', to: this.server, entityTime: {} });
    const at = parseTimestamp(entityTime?.utc ?? '');
    return at && at - performance.now();
  }
}
