import { Changes } from '../../src/background/events/changes.ts';
import { Log } from '../../src/background/events/log.ts';
import { History } from '../../src/background/im/history.ts';
import { Im } from '../../src/background/im/im.ts';
import { Outbox } from '../../src/background/stream/outbox.ts';
import { Peers } from '../../src/background/directory/peers.ts';
import { Presence } from '../../src/background/directory/presence.ts';
import { RememberedTargets } from '../../src/background/directory/remembered-targets.ts';
import { Roster } from '../../src/background/directory/roster.ts';
import { Transcripts } from '../../src/background/im/transcripts.ts';
import { NO_POLICY } from '../../src/model/policy.ts';
import { DEFAULT_SETTINGS } from '../../src/model/settings.ts';
import type { Envelope } from '../../src/model/signal.ts';
import { Journal } from '../../src/storage/journal.ts';
import { getOutbox } from '../../src/storage/outbox-store.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { getOpenSessions, getSessionIds } from '../../src/storage/session-store.ts';

const ME = 'anna@localhost';
const QUERY = { kind: 'history', search: '', filter: 'all', first: 0, count: 10 } as const;

/** Starts the IM sessions of an account's next session host, from what an earlier one has stored. */
export async function startImHost(database: AccountDatabase) {
  const journal = new Journal(database, {
    onFailure: (error) => {
      throw error;
    },
  });
  const changes = new Changes();
  const transcripts = new Transcripts(database, journal, changes, ME);
  const presence = new Presence(journal, changes);
  const roster = new Roster(ME, new RememberedTargets([], [], journal, changes), presence, journal, changes);
  const peers = new Peers(ME, roster, () => NO_POLICY);
  const log = new Log();
  const history = new History({ database, presence, peers, changes, log });
  const open = await getOpenSessions(database);
  await Promise.all(open.map((session) => transcripts.warm(session.id)));
  const outbox = new Outbox(await getOutbox(database), { journal, now: () => 2_000 });
  const im = new Im(open, await getSessionIds(database), {
    me: ME,
    device: 'desk',
    database,
    journal,
    outbox,
    transcripts,
    presence,
    peers,
    history,
    changes,
    now: () => 2_000,
    settings: () => DEFAULT_SETTINGS,
    areNotificationsHeld: () => false,
    onHappening: () => undefined,
    tell: () => undefined,
    log,
  });
  const hear = async (...envelopes: Envelope[]) => {
    for (let reading = im.recall(envelopes); reading; reading = im.recall(envelopes)) await reading;
    for (const envelope of envelopes) im.incoming.receive(envelope);
    await journal.flush();
  };
  const past = async (search = '') => (await history.find({ ...QUERY, search }, new AbortController().signal)).rows.map(({ id }) => id);
  const entries = async (id: string, last = 50) => (await transcripts.window(id, last)).entries;
  const said = async (id: string, last = 50) => (await entries(id, last)).map((entry) => (entry.kind === 'event' ? entry.event : entry.id));
  return { im, journal, history, log, hear, past, said, entries };
}
