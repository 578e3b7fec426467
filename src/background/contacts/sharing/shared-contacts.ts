import { type RecordExport, type RecordId, recordKey, type UnsentRecord } from '../../../model/contact/consultation-record.ts';
import type { ContactProblem } from '../../../model/contact/contact.ts';
import { sharedOf } from '../../../model/interaction/consultation.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import type { SharedContact } from '../../../storage/shared-contact-store.ts';
import type { Changes } from '../../events/changes.ts';
import type { Im } from '../../im/im.ts';
import { within } from '../../time/waits.ts';
import { ContactFailure, type ContactSource, problemOf } from '../source/contact-source.ts';
import { exportedRecord, isUnsent, unsentRecord } from '../reading/record-views.ts';
import { GRANT_MS, isGrantDue } from './grant-time.ts';
import { ServiceSteps } from './service-steps.ts';
import { StoredShares } from './stored-shares.ts';
import { RetryTimes } from './retry-times.ts';

/** After how long the service isn't asked any more to take what it hasn't taken, unless the agent asks. */
const GIVEN_UP_AFTER_MS = 7 * 24 * 60 * 60 * 1000;
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

/**
 * The contacts that this host's consultations share: granted to the colleague who has accepted while the session goes on, then taken back,
 * and the consultation's record appended to the contact's history. What is to be done is stored with the session itself, so that a killed
 * host goes on with it. No session waits for any of this. A record is kept until the service has taken it or the agent has deleted it.
 */
export class SharedContacts {
  readonly #shares: StoredShares;
  readonly #steps: ServiceSteps;
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
    this.#retries = new RetryTimes(() => this.#pump());
    this.#shares = new StoredShares(stored, {
      ...options,
      onPut: (key, isOverNow) => {
        if (isOverNow) this.#retries.forget(key);
        // The service is told only after the session that this belongs to is stored.
        queueMicrotask(() => this.#pump());
      },
      onDropped: (key) => this.#problems.delete(key),
    });
    this.#steps = new ServiceSteps(this.#shares, { ...options, signal: this.#ending.signal, mayAsk: (key) => this.#asked.delete(key) });
    this.#unfollow = options.changes.follow('overview', () => this.#note());
    this.#note();
    this.#pump();
    options.changes.announce('unsent-records');
  }

  /** The consultations' records that the service hasn't taken, the newest first. */
  unsent(): readonly UnsentRecord[] {
    const { nameOf } = this.options;
    const views = this.#shares
      .all()
      .flatMap(([key, shared]) =>
        isUnsent(shared) ? [unsentRecord(shared, { nameOf, problem: this.#problems.get(key), isTrying: this.#busy.has(key) })] : [],
      );
    return views.sort((one, other) => other.endedAt - one.endedAt);
  }

  /** These records as a file, or, when none is named, all. */
  async export(ids: readonly RecordId[] | undefined): Promise<RecordExport> {
    const { me, now } = this.options;
    const wanted = ids && new Set(ids.map(recordKey));
    await Promise.all(this.#shares.all().map(([key]) => this.#steps.finished(key)));
    const records = this.#shares
      .all()
      .flatMap(([key, shared]) => (isUnsent(shared) && (!wanted || wanted.has(key)) ? [exportedRecord(shared, now())] : []));
    return { format: 'backchannel-consultation-records', version: 1, exportedAt: new Date(now()).toISOString(), agent: me, records };
  }

  /** *Try Again*, for one record or all. @returns how many of them the service still hasn't taken */
  async retry(ids: readonly RecordId[] | undefined): Promise<number> {
    const wanted = new Set(ids?.map(recordKey) ?? this.#shares.all().map(([key]) => key));
    for (const key of wanted) {
      this.#asked.add(key);
      this.#retries.forget(key);
      this.#begin(key);
    }
    this.#pump();
    await this.#idleWithin(TRY_MS);
    for (const key of wanted) this.#asked.delete(key);
    return this.#shares.all().filter(([key, shared]) => wanted.has(key) && isUnsent(shared)).length;
  }

  /** Deletes a refused record that the agent doesn't want any more. One that is still being tried stays. */
  async delete(id: RecordId): Promise<void> {
    const shared = this.#shares.get(recordKey(id));
    if (shared?.refusal) this.#shares.drop(shared);
    await this.options.journal.flush();
  }

  /** Notes that the agent has been told of every refusal that there is. */
  async noteTold(): Promise<void> {
    for (const [, shared] of this.#shares.all())
      if (shared.refusal && !shared.refusal.isTold) this.#shares.put({ ...shared, refusal: { ...shared.refusal, isTold: true } });
    await this.options.journal.flush();
  }

  /** Tries again what has failed, because contacts may come from elsewhere now, or the agent has signed in to the service. */
  sourceChanged(): void {
    this.#retries.clear();
    for (const [key] of this.#shares.all()) this.#begin(key);
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
      const known = this.#shares.get(key);
      const { contactName } = parent;
      if (!known) {
        this.#shares.put({
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
        this.#shares.put({ ...known, caseData, contactName });
    }
    for (const [key, shared] of this.#shares.all())
      if (!shared.isOver && !sharing.has(key)) this.#shares.put({ ...shared, isOver: true, tellingSince: now() });
  }

  async #whenIdle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy.values());
  }

  async #idleWithin(ms: number): Promise<void> {
    await within(ms, this.#whenIdle());
  }

  /**
   * Begins the tries for a record anew. A record that was refused is tried for a week if need be, and its refusal is known until the
   * service has taken it.
   */
  #begin(key: string): void {
    const shared = this.#shares.get(key);
    if (shared?.isRefused) this.#shares.put({ ...shared, isRefused: false, tellingSince: this.options.now() });
  }

  #pump(): void {
    if (this.#ending.signal.aborted) return;
    for (const [key, shared] of this.#shares.all()) {
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
    return isOver || (!isGrantDone && isGrantDue(grantedUntil, this.options.now()));
  }

  /** Makes the next step for one contact. It never rejects. */
  async #tell(key: string): Promise<void> {
    const { journal, now } = this.options;
    try {
      await journal.flush();
      const shared = await this.#steps.finished(key);
      if (!shared) return;
      if (shared.isOver && now() - (shared.tellingSince ?? shared.createdAt) > GIVEN_UP_AFTER_MS) return this.#steps.giveUp(shared);
      if (!shared.isOver) await this.#steps.grant(shared);
      else if (!shared.isGrantDone) await this.#steps.endGrant(shared);
      else await this.#steps.append(shared);
      this.#retries.forget(key);
      this.#problems.delete(key);
    } catch (error) {
      this.#problems.set(key, problemOf(error));
      this.#retries.note(key, error instanceof ContactFailure ? error.retryAfterMs : undefined);
    }
    const left = this.#shares.get(key);
    // The consultation goes on, so that its grant will have to be prolonged.
    if (left && !left.isOver && !left.isGrantDone && left.grantedUntil !== undefined)
      this.#retries.after(key, isGrantDue(left.grantedUntil, now()) ? 0 : left.grantedUntil - GRANT_MS / 2 - now());
  }
}
