import {
  type RecordExport,
  type RecordId,
  recordKey,
  type RecordRefusal,
  type UnsentRecord,
} from '../../../model/contact/consultation-record.ts';
import type { ContactProblem } from '../../../model/contact/contact.ts';
import { sharedOf } from '../../../model/interaction/consultation.ts';
import { finishedConsultation, withBoundedTimes } from '../../../model/contact/finished-consultation.ts';
import type { ImSession } from '../../../model/session/im-session.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import { getSessions } from '../../../storage/session-store.ts';
import { deleteSharedContact, putSharedContact, type SharedContact } from '../../../storage/shared-contact-store.ts';
import { getLastEntries } from '../../../storage/transcript-store.ts';
import type { Changes } from '../../events/changes.ts';
import type { Im } from '../../im/im.ts';
import { ContactFailure, type ContactSource, problemOf } from '../source/contact-source.ts';
import { exportedRecord, isUnsent, refusalFor, unsentRecord } from '../reading/record-views.ts';
import { RetryTimes } from './retry-times.ts';

/** How long a grant lasts. It ends by itself if this host never comes back, and is prolonged when half of the time has passed. */
const GRANT_MS = 60 * 60 * 1000;
/** After how long the service isn't asked any more to take what it hasn't taken, unless the agent asks. */
const GIVEN_UP_AFTER_MS = 7 * 24 * 60 * 60 * 1000;
const MAX_ENTRIES = 10_000;
/** How long signing out waits for what is still to be told. */
const SETTLE_MS = 3_000;
/** How long an agent who tries again waits for the outcome. They may have to sign in to the service meanwhile. */
const TRY_MS = 30_000;

export interface SharedContactsOptions {
  readonly me: BareJid;
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly changes: Changes;
  readonly im: Pick<Im, 'ownConsultations' | 'get'>;
  readonly now: () => number;
  readonly nameOf: (jid: string) => string;
  /** Called when a consultation now stands in the contact's history. */
  readonly onAppended: (contactId: string) => void;
  /** Undefined when nobody has said where contacts are. */
  readonly source: () => ContactSource | undefined;
}

/** One step for one contact: whether the service has taken it, or why it never will. */
type Taken = { readonly isTaken: true } | { readonly isTaken: false; readonly failure: ContactFailure };

/**
 * The contacts that this host's consultations share: granted to the colleague who has accepted while the session goes on, then taken back,
 * and the consultation's record appended to the contact's history. What is to be done is stored with the session itself, so that a killed
 * host goes on with it. No session waits for any of this. A record is kept until the service has taken it or the agent has deleted it.
 */
export class SharedContacts {
  readonly #byKey: Map<string, SharedContact>;
  readonly #busy = new Map<string, Promise<void>>();
  /** Why the last attempt to tell the service of a record failed, by record. */
  readonly #problems = new Map<string, ContactProblem>();
  /** The records that the agent has just asked to be tried. Only for these the agent may be asked to sign in. */
  readonly #asked = new Set<string>();
  readonly #retries: RetryTimes;
  readonly #ending = new AbortController();
  readonly #unfollow: () => void;

  constructor(
    stored: readonly SharedContact[],
    private readonly options: SharedContactsOptions,
  ) {
    this.#byKey = new Map(stored.map((shared) => [recordKey(shared), shared]));
    this.#retries = new RetryTimes(options.now, () => this.#pump());
    this.#unfollow = options.changes.follow('overview', () => this.#note());
    this.#note();
    this.#pump();
    options.changes.announce('unsent-records');
  }

  /** The consultations' records that the service hasn't taken, the newest first. */
  unsent(): readonly UnsentRecord[] {
    const records = [...this.#byKey.values()].filter(isUnsent);
    const views = records.map((shared) => {
      const key = recordKey(shared);
      return unsentRecord(shared, { nameOf: this.options.nameOf, problem: this.#problems.get(key), isTrying: this.#busy.has(key) });
    });
    return views.sort((one, other) => other.endedAt - one.endedAt);
  }

  /** These records as a file, or, when none is named, all. */
  async export(ids: readonly RecordId[] | undefined): Promise<RecordExport> {
    const { me, now } = this.options;
    const wanted = ids && new Set(ids.map(recordKey));
    await Promise.all([...this.#byKey.keys()].map((key) => this.#finished(key)));
    const records = [...this.#byKey.entries()].flatMap(([key, shared]) =>
      isUnsent(shared) && (!wanted || wanted.has(key)) ? [exportedRecord(shared, now())] : [],
    );
    return { format: 'backchannel-consultation-records', version: 1, exportedAt: new Date(now()).toISOString(), agent: me, records };
  }

  /** *Try Again*, for one record or all. @returns how many of them the service still hasn't taken */
  async retry(ids: readonly RecordId[] | undefined): Promise<number> {
    const wanted = new Set(ids?.map(recordKey) ?? this.#byKey.keys());
    for (const key of wanted) {
      this.#asked.add(key);
      this.#retries.forget(key);
      this.#begin(key);
    }
    this.#pump();
    await this.#idleWithin(TRY_MS);
    for (const key of wanted) this.#asked.delete(key);
    return [...this.#byKey].filter(([key, shared]) => wanted.has(key) && isUnsent(shared)).length;
  }

  /** Deletes a refused record that the agent doesn't want any more. One that is still being tried stays. */
  async delete(id: RecordId): Promise<void> {
    const shared = this.#byKey.get(recordKey(id));
    if (shared?.refusal) this.#drop(shared);
    await this.options.journal.flush();
  }

  /** Notes that the agent has been told of every refusal that there is. */
  async noteTold(): Promise<void> {
    for (const shared of [...this.#byKey.values()])
      if (shared.refusal && !shared.refusal.isTold) this.#put({ ...shared, refusal: { ...shared.refusal, isTold: true } });
    await this.options.journal.flush();
  }

  /** Tries again what has failed, because contacts may come from elsewhere now, or the agent has signed in to the service. */
  sourceChanged(): void {
    this.#retries.clear();
    for (const key of this.#byKey.keys()) this.#begin(key);
    this.#pump();
  }

  /** Tells the service, after the sessions have ended because the agent signs out, what can be told within a few seconds. */
  async settle(): Promise<void> {
    this.#note();
    this.#retries.clear();
    this.#pump();
    await this.#idleWithin(SETTLE_MS);
  }

  stop(): void {
    this.#unfollow();
    this.#retries.stop();
    this.#ending.abort();
  }

  /**
   * Notes what changed sessions mean for their contacts. It is written in the same turn, so that it is stored in one transaction with the
   * sessions.
   */
  #note(): void {
    const { im, now } = this.options;
    const sharing = new Set<string>();
    for (const { id: sessionId, state, peer, parent, isPlain } of im.ownConsultations()) {
      const contactId = parent?.contactId;
      // An invitation alone grants nothing, because many are rejected or never seen.
      if (!parent || contactId === undefined || state.status !== 'connected') continue;
      const key = recordKey({ sessionId, contactId });
      sharing.add(key);
      const caseData = sharedOf(parent).caseData.fields.map(({ key: name, type, value }) => ({ key: name, type, value }));
      const known = this.#byKey.get(key);
      const { contactName } = parent;
      if (!known) {
        this.#put({
          sessionId,
          contactId,
          contactName,
          peer,
          createdAt: now(),
          agent: isPlain ? undefined : peer,
          caseData,
          isOver: false,
          isGrantDone: isPlain,
        });
      } else if (JSON.stringify([known.caseData, known.contactName]) !== JSON.stringify([caseData, contactName]))
        this.#put({ ...known, caseData, contactName });
    }
    for (const [key, shared] of this.#byKey)
      if (!shared.isOver && !sharing.has(key)) this.#put({ ...shared, isOver: true, tellingSince: now() });
  }

  #put(shared: SharedContact): void {
    const key = recordKey(shared);
    const isOverNow = shared.isOver && this.#byKey.get(key)?.isOver === false;
    this.#byKey.set(key, shared);
    this.options.journal.write(putSharedContact(shared));
    this.options.changes.announce('unsent-records');
    if (isOverNow) this.#retries.forget(key);
    // The service is told only after the session that this belongs to is stored.
    queueMicrotask(() => this.#pump());
  }

  async #whenIdle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy.values());
  }

  async #idleWithin(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([this.#whenIdle(), new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
    clearTimeout(timer);
  }

  #drop(shared: SharedContact): void {
    const key = recordKey(shared);
    this.#byKey.delete(key);
    this.#problems.delete(key);
    this.options.journal.write(deleteSharedContact(shared));
    this.options.changes.announce('unsent-records');
  }

  /**
   * Begins the tries for a record anew. A record that was refused is tried for a week if need be, and its refusal is known until the
   * service has taken it.
   */
  #begin(key: string): void {
    const shared = this.#byKey.get(key);
    if (shared?.isRefused) this.#put({ ...shared, isRefused: false, tellingSince: this.options.now() });
  }

  #pump(): void {
    if (this.#ending.signal.aborted) return;
    for (const [key, shared] of this.#byKey) {
      if (this.#busy.has(key) || !this.#retries.isDue(key) || !this.#hasWork(shared)) continue;
      const work = this.#tell(key).finally(() => {
        this.#busy.delete(key);
        this.options.changes.announce('unsent-records');
        this.#pump();
      });
      this.#busy.set(key, work);
      this.options.changes.announce('unsent-records');
    }
    this.#retries.arm();
  }

  #hasWork({ isOver, isGrantDone, isRefused, grantedUntil = 0 }: SharedContact): boolean {
    if (isRefused) return false;
    return isOver || (!isGrantDone && grantedUntil - this.options.now() < GRANT_MS / 2);
  }

  /** Makes the next step for one contact. It never rejects. */
  async #tell(key: string): Promise<void> {
    const { journal, now } = this.options;
    try {
      await journal.flush();
      const shared = await this.#finished(key);
      if (!shared) return;
      if (shared.isOver && now() - (shared.tellingSince ?? shared.createdAt) > GIVEN_UP_AFTER_MS) return this.#giveUp(shared);
      if (!shared.isOver) await this.#grant(shared);
      else if (!shared.isGrantDone) await this.#endGrant(shared);
      else await this.#append(shared);
      this.#retries.forget(key);
      this.#problems.delete(key);
    } catch (error) {
      this.#problems.set(key, problemOf(error));
      this.#retries.note(key, error instanceof ContactFailure ? error.retryAfterMs : undefined);
    }
    const left = this.#byKey.get(key);
    // The consultation goes on, so that its grant will have to be prolonged.
    if (left && !left.isOver && !left.isGrantDone && left.grantedUntil !== undefined)
      this.#retries.at(key, Math.max(left.grantedUntil - GRANT_MS / 2, this.#retries.timeOf(key)));
  }

  /**
   * Makes the record as soon as the session is over, and stores it before the service is asked. The transcript may be deleted before the
   * service takes the record, and what is given again under the same id has to be the same.
   */
  async #finished(key: string): Promise<SharedContact | undefined> {
    const shared = this.#byKey.get(key);
    if (!shared?.isOver || shared.finished !== undefined) return shared;
    const finished = await this.#finish(shared);
    this.#change(shared, { finished });
    await this.options.journal.flush();
    return this.#byKey.get(key);
  }

  async #grant(shared: SharedContact): Promise<void> {
    const { sessionId, contactId, agent } = shared;
    if (agent === undefined) return this.#change(shared, { isGrantDone: true });
    const until = this.options.now() + GRANT_MS;
    // The grant is stored before it is asked for, because one that may have been made has to be taken back.
    const earlier = shared.grantedUntil;
    this.#change(shared, { grantedUntil: earlier ?? 0 });
    await this.options.journal.flush();
    const { isTaken } = await this.#ask(shared, (source, options) => source.grant(contactId, sessionId, { agent, until }, options));
    this.#change(shared, isTaken ? { grantedUntil: until } : { isGrantDone: true });
  }

  async #endGrant(shared: SharedContact): Promise<void> {
    const { sessionId, contactId, grantedUntil } = shared;
    // A grant that was never asked for, or that has ended by itself, needn't be taken back.
    const isEnded = grantedUntil === undefined || (grantedUntil > 0 && grantedUntil < this.options.now());
    if (!isEnded) await this.#ask(shared, (source, options) => source.endGrant(contactId, sessionId, options));
    this.#change(shared, { isGrantDone: true });
  }

  async #append(shared: SharedContact): Promise<void> {
    const { contactId, sessionId, finished } = shared;
    if (finished) {
      // A record of an earlier version may have times that no service takes.
      const bounded = withBoundedTimes(finished, this.options.now());
      const answer = await this.#ask(shared, (source, options) => source.appendInteraction(contactId, sessionId, bounded, options));
      if (!answer.isTaken) return this.#refuse(shared, refusalFor(answer.failure, this.options.now()));
      this.options.onAppended(contactId);
    }
    this.#drop(shared);
  }

  /** Gives up after too long a time. The record that is to be appended is kept; the grant has ended by itself long ago. */
  #giveUp(shared: SharedContact): void {
    if (!shared.finished) return this.#drop(shared);
    this.#change(shared, { isGrantDone: true });
    this.#refuse(shared, { reason: 'not-taken', at: this.options.now() });
  }

  /**
   * Notes that the service refuses the record. An agent who was told this reason isn't told it again, although the record is tried anew
   * whenever a page is reloaded.
   */
  #refuse(shared: SharedContact, refusal: Omit<RecordRefusal, 'isTold'>): void {
    const before = this.#byKey.get(recordKey(shared))?.refusal;
    this.#change(shared, { isRefused: true, refusal: { ...refusal, isTold: before?.isTold === true && before.reason === refusal.reason } });
  }

  /**
   * Makes the record that is to be appended. It is null when the consultation never came about, was about another contact in the end, or
   * was deleted.
   */
  async #finish({ sessionId, contactId, caseData }: SharedContact): Promise<SharedContact['finished']> {
    const { database, im, nameOf } = this.options;
    const session: ImSession | undefined = im.get(sessionId) ?? (await getSessions(database, [sessionId]))[0];
    if (!session || session.parent?.contactId !== contactId) return null;
    return (
      finishedConsultation(session, caseData, await getLastEntries(database, sessionId, MAX_ENTRIES), nameOf, this.options.now()) ?? null
    );
  }

  /** @returns the refusal, if the service doesn't take the record and never will @throws ContactFailure when it may be asked again */
  async #ask(
    shared: SharedContact,
    ask: (source: ContactSource, options: { readonly signal: AbortSignal; readonly isInteractive: boolean }) => Promise<void>,
  ): Promise<Taken> {
    const source = this.options.source();
    if (!source) throw new ContactFailure('not-configured');
    try {
      await ask(source, { signal: this.#ending.signal, isInteractive: this.#asked.delete(recordKey(shared)) });
      return { isTaken: true };
    } catch (error) {
      if (error instanceof ContactFailure && error.isFinal) return { isTaken: false, failure: error };
      throw error;
    }
  }

  /** Changes a part of the stored state. Other parts may have changed meanwhile, and stay as they are. */
  #change(shared: SharedContact, change: Partial<SharedContact>): void {
    const current = this.#byKey.get(recordKey(shared));
    if (current) this.#put({ ...current, ...change });
  }
}
