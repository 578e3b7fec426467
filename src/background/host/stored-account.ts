import type { OwnStatus } from '../../model/agent.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';
import { type OwnSettings, UNSET_SETTINGS } from '../../model/settings.ts';
import { type Fact, getFact } from '../../storage/account-facts.ts';
import { getInteractions } from '../../storage/interaction-store.ts';
import { Journal } from '../../storage/journal.ts';
import { getOutbox } from '../../storage/outbox-store.ts';
import { getDevices } from '../../storage/presence-store.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import { getOpenSessions, getSessionIds } from '../../storage/session-store.ts';
import { Presence } from '../directory/presence.ts';
import { RememberedTargets } from '../directory/remembered-targets.ts';
import { getRosterFacts, Roster } from '../directory/roster.ts';
import { ArchiveCursor } from '../stream/archive-cursor.ts';
import type { Changes } from '../events/changes.ts';
import type { Log } from '../events/log.ts';
import { InteractionEvents } from '../interactions/interaction-events.ts';
import { Interactions } from '../interactions/interactions.ts';
import type { StreamState } from '../stream/messaging-port.ts';
import { Outbox } from '../stream/outbox.ts';
import { Transcripts } from '../im/transcripts.ts';
import type { AccountOptions } from './account-options.ts';

/** What this browser has stored of an account, with which a new host begins. */
export interface StoredAccount {
  readonly open: readonly ImSession[];
  readonly storedIds: readonly string[];
  readonly outbox: Outbox;
  readonly settings: OwnSettings;
  readonly status: OwnStatus;
  readonly streamState: StreamState | undefined;
  readonly resource: string | undefined;
  readonly archiveCursor: ArchiveCursor;
  readonly transcripts: Transcripts;
  readonly remembered: RememberedTargets;
  readonly presence: Presence;
  readonly roster: Roster;
  readonly interactions: Interactions;
  readonly interactionEvents: InteractionEvents;
  readonly blocklist: Fact<'blocklist'> | undefined;
}

interface Needed {
  readonly jid: BareJid;
  readonly changes: Changes;
  readonly log: Log;
  readonly now: () => number;
}

/** What everything of an account is stored by, which tells views when the disk is full. */
export function journalOf(
  database: AccountDatabase,
  { changes, log, onStorageLost }: Pick<AccountOptions, 'changes' | 'log' | 'onStorageLost'>,
): Journal {
  const journal = new Journal(database, {
    onFailure: ({ problem }) => onStorageLost(problem),
    onUnstorable: () => log.note('unstorable'),
    onRoomChange: () => {
      if (journal.isFull) log.note('disk-full');
      changes.announce('overview');
    },
  });
  return journal;
}

/** Reads everything of it at once. */
export async function readStoredAccount(
  database: AccountDatabase,
  journal: Journal,
  { jid, changes, log, now }: Needed,
): Promise<StoredAccount> {
  const [
    open,
    storedIds,
    outbox,
    settings,
    status,
    favorites,
    recents,
    streamState,
    resource,
    archiveCursor,
    storedDevices,
    rosterFacts,
    interactions,
    interactionEvents,
    blocklist,
  ] = await Promise.all([
    getOpenSessions(database),
    getSessionIds(database),
    getOutbox(database),
    getFact(database, 'settings'),
    getFact(database, 'status'),
    getFact(database, 'favorites'),
    getFact(database, 'recents'),
    getFact(database, 'stream'),
    getFact(database, 'resource'),
    getFact(database, 'archiveCursor'),
    getDevices(database),
    getRosterFacts(database),
    getInteractions(database),
    getFact(database, 'interactionEvents'),
    getFact(database, 'blocklist'),
  ]);
  const transcripts = new Transcripts(database, journal, changes, jid);
  await Promise.all(open.map((session) => transcripts.warm(session)));
  const remembered = new RememberedTargets(favorites ?? [], recents ?? [], journal, changes);
  const presence = new Presence(journal, changes);
  const roster = new Roster(jid, remembered, presence, journal, changes, rosterFacts);
  presence.restore(storedDevices);
  return {
    open,
    storedIds,
    outbox: new Outbox(outbox, {
      journal,
      now,
      nextAfter: (sessionId, messageId) => transcripts.nextAfter(sessionId, messageId),
      onUnsendable: () => log.note('unsendable'),
    }),
    settings: settings ?? UNSET_SETTINGS,
    status: status ?? { availability: 'ready' },
    streamState,
    resource,
    archiveCursor: new ArchiveCursor(archiveCursor, journal, now),
    transcripts,
    remembered,
    presence,
    roster,
    interactions: new Interactions(interactions, journal, changes, now),
    interactionEvents: new InteractionEvents(interactionEvents ?? [], journal, changes, now, () => log.note('interaction-event-lost')),
    blocklist,
  };
}
