import type { OwnStatus } from '../../../model/agent.ts';
import type { BareJid } from '../../../model/jid.ts';
import { type OwnSettings, UNSET_SETTINGS } from '../../../model/settings.ts';
import { type Fact, getFact } from '../../../storage/account-facts.ts';
import { Journal } from '../../../storage/journal.ts';
import { getDevices } from '../../../storage/presence-store.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import { Presence } from '../../directory/presence.ts';
import { RememberedTargets } from '../../directory/remembered-targets.ts';
import { getRosterFacts, Roster } from '../../directory/roster.ts';
import { ArchiveCursor } from '../../stream/archive-cursor.ts';
import type { Log } from '../../events/log.ts';
import type { Changes } from '../../events/changes.ts';
import type { StreamState } from '../../stream/messaging-port.ts';
import type { AccountOptions } from './account-options.ts';

/** What this browser has stored of an account, with which a new host begins. What is on the desk is read by `stored-desk.ts`. */
export interface StoredAccount {
  readonly settings: OwnSettings;
  readonly status: OwnStatus;
  readonly streamState: StreamState | undefined;
  readonly resource: string | undefined;
  readonly archiveCursor: ArchiveCursor;
  readonly remembered: RememberedTargets;
  readonly presence: Presence;
  readonly roster: Roster;
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
  const [settings, status, favorites, recents, streamState, resource, archiveCursor, storedDevices, rosterFacts, blocklist] =
    await Promise.all([
      getFact(database, 'settings'),
      getFact(database, 'status'),
      getFact(database, 'favorites'),
      getFact(database, 'recents'),
      getFact(database, 'stream'),
      getFact(database, 'resource'),
      getFact(database, 'archiveCursor'),
      getDevices(database),
      getRosterFacts(database),
      getFact(database, 'blocklist'),
    ]);
  const remembered = new RememberedTargets(favorites ?? [], recents ?? [], journal, changes);
  const presence = new Presence(journal, changes);
  const roster = new Roster(jid, remembered, presence, journal, changes, rosterFacts);
  presence.restore(storedDevices, streamState !== undefined && status?.availability !== 'logged-off');
  return {
    settings: settings ?? UNSET_SETTINGS,
    status: status ?? { availability: 'ready' },
    streamState,
    resource,
    archiveCursor: new ArchiveCursor(archiveCursor, journal, now, log),
    remembered,
    presence,
    roster,
    blocklist,
  };
}
