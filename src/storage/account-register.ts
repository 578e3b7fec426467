import * as v from 'valibot';
import { withBrowserDatabase } from './browser-database.ts';
import { ACCOUNT_DATABASE_PREFIX, accountDatabaseName } from './database-name.ts';
import { type Profile, profileShape } from './profile-store.ts';

/*
 * Which accounts' databases a profile has in this browser. Browsers list databases (Firefox since 126), but don't say whose they are. A
 * host that is killed before it has deleted something leaves it to the next start, which finds here what is to be deleted.
 */

/**
 * - `tried`: opened for a sign-in that hasn't succeeded yet.
 * - `held`: of the agent who is signed in, or was last.
 * - `doomed`: of an agent who has left. It is deleted before anybody else is signed in.
 */
const STATES = ['tried', 'held', 'doomed'] as const;
type State = (typeof STATES)[number];
const state = v.picklist(STATES);

/** Stands in a database's place for what is kept of an agent elsewhere, such as notifications and tokens. */
const ELSEWHERE = '';

interface Entry {
  readonly profile: string;
  readonly name: string;
  readonly state: State;
}

/** What is still to be deleted of a profile. */
interface LeftData {
  /** The names of the databases. */
  readonly names: readonly string[];
  /** Whether an agent has left of whom something is still kept elsewhere. */
  readonly isKeptElsewhere: boolean;
}

/** Notes a database before it is opened. @throws StorageError */
export async function noteTriedDatabase(profile: string, name: string): Promise<void> {
  await withBrowserDatabase(async (database) => {
    const transaction = database.transaction(['accounts', 'profiles'], 'readwrite');
    const accounts = transaction.objectStore('accounts');
    const [known, record] = await Promise.all([accounts.get([profile, name]), transaction.objectStore('profiles').get(profile)]);
    // Earlier versions kept no register.
    const first: State = namesOf(record).includes(name) ? 'held' : 'tried';
    await Promise.all([known === undefined && accounts.put(first, [profile, name]), transaction.done]);
  });
}

/**
 * To be called when an agent has signed in. In one transaction their profile takes the earlier one's place, their database becomes *held*,
 * and everything else of the profile *doomed*.
 * @param next What is stored of who is signed in; undefined for nothing.
 * @throws StorageError
 */
export async function noteSignedIn(profile: string, name: string, next: Profile | undefined): Promise<void> {
  await doomAllBut(profile, name, { next });
}

/** To be called when nobody is signed in under the profile any more. Everything that it has becomes *doomed*. @throws StorageError */
export async function noteAgentLeft(profile: string): Promise<void> {
  await doomAllBut(profile, undefined, { next: undefined, hasAgentLeft: true });
}

/** To be called when the same agent's data has been moved to another database. The earlier one becomes *doomed*. @throws StorageError */
export async function noteMoved(profile: string, name: string, next: Profile | undefined): Promise<void> {
  await doomAllBut(profile, name, { next, hasAgentLeft: false });
}

/**
 * To be called at a start. Everything of the profile becomes *doomed* but the database of the agent who is remembered.
 * @throws StorageError
 */
export async function dropUnusedDatabases(profile: string, name: string | undefined): Promise<void> {
  await doomAllBut(profile, name, {});
}

/** @throws StorageError */
export async function getLeftData(profile: string): Promise<LeftData> {
  const left = (await getEntries()).filter((entry) => entry.profile === profile && entry.state !== 'held').map(({ name }) => name);
  return { names: left.filter((name) => name !== ELSEWHERE), isKeptElsewhere: left.includes(ELSEWHERE) };
}

/** Takes a database that was deleted off the register. @throws StorageError */
export async function strikeDatabase(profile: string, name: string): Promise<void> {
  await withBrowserDatabase((database) => database.delete('accounts', [profile, name]));
}

/** Notes that what was kept of an agent elsewhere was forgotten. @throws StorageError */
export async function strikeElsewhere(profile: string): Promise<void> {
  await strikeDatabase(profile, ELSEWHERE);
}

/** Whether another profile's agent has the same account, and so still needs its database. @throws StorageError */
export async function isHeldElsewhere(profile: string, name: string): Promise<boolean> {
  return (await getEntries()).some((entry) => entry.profile !== profile && entry.name === name && entry.state === 'held');
}

interface Change {
  /** The profile that is stored from now on; undefined for none. If this is absent, the stored one stays. */
  readonly next?: Profile | undefined;
  /** Whether an agent has left. It is given where it doesn't follow from the databases that become *doomed*. */
  readonly hasAgentLeft?: boolean;
}

async function doomAllBut(profile: string, kept: string | undefined, change: Change): Promise<void> {
  // Listed before the register is read, so that a database that is opened meanwhile is in the register for certain.
  const present = await presentDatabases();
  await withBrowserDatabase(async (database) => {
    const transaction = database.transaction(['accounts', 'profiles'], 'readwrite');
    const [accounts, profiles] = [transaction.objectStore('accounts'), transaction.objectStore('profiles')];
    const [keys, states, profileNames, records] = await Promise.all([
      accounts.getAllKeys(),
      accounts.getAll(),
      profiles.getAllKeys(),
      profiles.getAll(),
    ]);
    const entries = entriesOf(keys, states);
    // Earlier versions kept no register: what belongs to no profile was left by agents who are long gone.
    const owned = new Set([
      ...entries.map(({ name }) => name),
      ...records.flatMap((record, index) => (profileNames[index] === profile ? [] : namesOf(record))),
    ]);
    const orphans = present.filter((name) => !owned.has(name));
    const inState = (wanted: State) =>
      entries.filter((entry) => entry.profile === profile && entry.state === wanted).map(({ name }) => name);
    // Databases that were doomed before don't count: it was noted at that time whether their agent had left.
    const left = [...inState('held'), ...orphans].filter((name) => name !== kept);
    const tried = inState('tried').filter((name) => name !== kept);
    const { next, hasAgentLeft = left.length > 0 } = change;
    const doomed = [...left, ...(hasAgentLeft ? [...tried, ELSEWHERE] : [])];
    await Promise.all([
      ...doomed.map((name) => accounts.put('doomed' satisfies State, [profile, name])),
      ...(kept === undefined || inState('held').includes(kept) ? [] : [accounts.put('held' satisfies State, [profile, kept])]),
      ...('next' in change ? [next ? profiles.put(next, profile) : profiles.delete(profile)] : []),
      transaction.done,
    ]);
  });
}

async function getEntries(): Promise<readonly Entry[]> {
  return withBrowserDatabase(async (database) => {
    const { store } = database.transaction('accounts');
    return entriesOf(...(await Promise.all([store.getAllKeys(), store.getAll()])));
  });
}

/** The entries of the register. One whose state can't be read counts as *doomed*. */
function entriesOf(keys: readonly (readonly [profile: string, name: string])[], states: readonly unknown[]): readonly Entry[] {
  return keys.map(([profile, name], index) => {
    const parsed = v.safeParse(state, states[index]);
    return { profile, name, state: parsed.success ? parsed.output : 'doomed' };
  });
}

function namesOf(record: unknown): readonly string[] {
  return v.is(profileShape, record) ? [accountDatabaseName(record.jid)] : [];
}

/** The accounts' databases that the browser lists. None where it can't list them; then the register alone counts. */
async function presentDatabases(): Promise<readonly string[]> {
  const list = 'databases' in indexedDB ? await indexedDB.databases().catch(() => []) : [];
  return list.flatMap(({ name = '' }) => (name.startsWith(ACCOUNT_DATABASE_PREFIX) ? [name] : []));
}
