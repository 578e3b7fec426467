import { randomId } from '../../../channel/random-id.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { ImSession } from '../../../model/session/im-session.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import { getFact, putFact } from '../../../storage/account-facts.ts';
import { getInteractions } from '../../../storage/interaction-store.ts';
import type { Journal } from '../../../storage/journal.ts';
import { getOutbox } from '../../../storage/outbox-store.ts';
import { getOpenSessions, getSessionIds } from '../../../storage/session-store.ts';
import type { Changes } from '../../events/changes.ts';
import type { Log } from '../../events/log.ts';
import { Transcripts } from '../../im/transcripts.ts';
import { InteractionEvents } from '../../interactions/interaction-events.ts';
import { Interactions } from '../../interactions/interactions.ts';
import { Outbox } from '../../stream/outbox.ts';

/** What this browser has stored of an agent's desk. */
export interface StoredDesk {
  readonly open: readonly ImSession[];
  readonly storedIds: readonly string[];
  readonly outbox: Outbox;
  readonly transcripts: Transcripts;
  /** Names this browser in the order of messages. */
  readonly device: string;
  readonly interactions: Interactions;
  readonly interactionEvents: InteractionEvents;
}

interface Needed {
  readonly jid: BareJid;
  readonly changes: Changes;
  readonly log: Log;
  readonly now: () => number;
}

/** Reads everything of it at once. */
export async function readStoredDesk(database: AccountDatabase, journal: Journal, { jid, changes, log, now }: Needed): Promise<StoredDesk> {
  const [open, storedIds, outbox, interactions, interactionEvents, storedDevice] = await Promise.all([
    getOpenSessions(database),
    getSessionIds(database),
    getOutbox(database),
    getInteractions(database),
    getFact(database, 'interactionEvents'),
    getFact(database, 'device'),
  ]);
  const transcripts = new Transcripts(database, journal, changes, jid);
  await Promise.all(open.map(({ id }) => transcripts.warm(id)));
  const device = storedDevice ?? randomId().slice(0, 8);
  if (!storedDevice) journal.write(putFact('device', device));
  return {
    open,
    storedIds,
    outbox: new Outbox(outbox, { journal, now, onUnsendable: () => log.note('unsendable') }),
    transcripts,
    device,
    interactions: new Interactions(interactions, journal, changes, now),
    interactionEvents: new InteractionEvents(interactionEvents ?? [], journal, changes, now, () => log.note('interaction-event-lost')),
  };
}
