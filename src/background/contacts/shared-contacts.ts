import { sharedOf } from '../../model/consultation.ts';
import { finishedConsultation, withBoundedTimes } from '../../model/finished-consultation.ts';
import type { ImSession } from '../../model/im-session.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import { getSessions } from '../../storage/session-store.ts';
import { deleteSharedContact, putSharedContact, type SharedContact } from '../../storage/shared-contact-store.ts';
import { getLastEntries } from '../../storage/transcript-store.ts';
import type { Changes } from '../changes.ts';
import type { Im } from '../im.ts';
import { ContactFailure, type ContactSource } from './contact-source.ts';
import { RetryTimes } from './retry-times.ts';

/** A grant ends by itself, should this host never come back; it is prolonged when half of this has passed. */
const GRANT_MS = 60 * 60 * 1000;
/** What the service hasn't taken by then is asked for no more by itself. */
const GIVEN_UP_AFTER_MS = 7 * 24 * 60 * 60 * 1000;
/** More are only there when the service takes nothing; the oldest is given up. */
const MOST_SHARED = 500;
const MOST_ENTRIES = 10_000;
/** Signing out waits so long for what is still to be told. */
const SETTLE_MS = 3_000;

export interface SharedContactsOptions {
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly changes: Changes;
  readonly im: Pick<Im, 'ownConsultations' | 'get'>;
  readonly now: () => number;
  readonly nameOf: (jid: string) => string;
  /** A consultation now stands in the contact's history. */
  readonly onAppended: (contactId: string) => void;
  /** Undefined when nobody has said where contacts are. */
  readonly source: () => ContactSource | undefined;
}

/**
 * The contacts that this host's consultations share: granted to the colleague who has accepted while the session goes on, then taken back,
 * and the consultation appended to the contact's history. What is to be done is stored with the session itself, so that a killed host goes on
 * with it. None of it holds a session up.
 */
export class SharedContacts {
  private readonly byKey: Map<string, SharedContact>;
  private readonly busy = new Map<string, Promise<void>>();
  private readonly retries: RetryTimes;
  private readonly ending = new AbortController();
  private readonly unfollow: () => void;

  constructor(
    stored: readonly SharedContact[],
    private readonly options: SharedContactsOptions,
  ) {
    this.byKey = new Map(stored.map((shared) => [keyOf(shared), shared]));
    this.retries = new RetryTimes(options.now, () => this.pump());
    this.unfollow = options.changes.follow('overview', () => this.note());
    this.note();
    this.pump();
  }

  /** Contacts may come from elsewhere now, or the agent has signed in to the service: what has failed is tried again. */
  sourceChanged(): void {
    this.retries.clear();
    for (const shared of [...this.byKey.values()]) if (shared.isRefused) this.put({ ...shared, isRefused: false, createdAt: this.options.now() });
    this.pump();
  }

  /** The sessions have ended because the agent signs out: what can be told soon still is. */
  async settle(): Promise<void> {
    this.note();
    this.retries.clear();
    this.pump();
    const tooLong = new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    await Promise.race([this.whenIdle(), tooLong]);
  }

  stop(): void {
    this.unfollow();
    this.retries.stop();
    this.ending.abort();
  }

  /** Sessions have changed. Written at once, so that it is stored in one with them. */
  private note(): void {
    const { im, now } = this.options;
    const sharing = new Set<string>();
    for (const { id: sessionId, state, peer, parent, isPlain } of im.ownConsultations()) {
      const contactId = parent?.contactId;
      // An invitation gives nobody a right: many are rejected, or never seen.
      if (!parent || contactId === undefined || state.status !== 'connected') continue;
      const key = keyOf({ sessionId, contactId });
      sharing.add(key);
      const caseData = sharedOf(parent).caseData.fields.map(({ key: name, type, value }) => ({ key: name, type, value }));
      const known = this.byKey.get(key);
      if (!known) this.put({ sessionId, contactId, createdAt: now(), agent: isPlain ? undefined : peer, caseData, isOver: false, isGrantDone: isPlain });
      else if (JSON.stringify(known.caseData) !== JSON.stringify(caseData)) this.put({ ...known, caseData });
    }
    for (const [key, shared] of this.byKey) if (!shared.isOver && !sharing.has(key)) this.put({ ...shared, isOver: true });
  }

  private put(shared: SharedContact): void {
    const key = keyOf(shared);
    const oldest = this.byKey.size >= MOST_SHARED ? [...this.byKey.values()].find(({ isOver }) => isOver) : undefined;
    if (oldest && !this.byKey.has(key)) this.drop(oldest);
    const isOverNow = shared.isOver && this.byKey.get(key)?.isOver === false;
    this.byKey.set(key, shared);
    this.options.journal.write(putSharedContact(shared));
    if (isOverNow) this.retries.forget(key);
    // Not before the session that it belongs to is stored.
    queueMicrotask(() => this.pump());
  }

  private async whenIdle(): Promise<void> {
    while (this.busy.size > 0) await Promise.all(this.busy.values());
  }

  private drop(shared: SharedContact): void {
    this.byKey.delete(keyOf(shared));
    this.options.journal.write(deleteSharedContact(shared));
  }

  private pump(): void {
    if (this.ending.signal.aborted) return;
    for (const [key, shared] of this.byKey) {
      if (this.busy.has(key) || !this.retries.isDue(key) || !this.hasWork(shared)) continue;
      const work = this.tell(key).finally(() => {
        this.busy.delete(key);
        this.pump();
      });
      this.busy.set(key, work);
    }
    this.retries.arm();
  }

  private hasWork({ isOver, isGrantDone, isRefused, grantedUntil = 0 }: SharedContact): boolean {
    if (isRefused) return false;
    return isOver || (!isGrantDone && grantedUntil - this.options.now() < GRANT_MS / 2);
  }

  /** One step for one contact; it never rejects. */
  private async tell(key: string): Promise<void> {
    const { journal, now } = this.options;
    try {
      await journal.flush();
      const shared = this.byKey.get(key);
      if (!shared) return;
      if (shared.isOver && now() - shared.createdAt > GIVEN_UP_AFTER_MS) return await this.giveUp(shared);
      if (!shared.isOver) await this.grant(shared);
      else if (!shared.isGrantDone) await this.endGrant(shared);
      else await this.append(shared);
      this.retries.forget(key);
    } catch (error) {
      this.retries.note(key, error instanceof ContactFailure ? error.retryAfterMs : undefined);
    }
    const left = this.byKey.get(key);
    // The grant is to be prolonged.
    if (left && !left.isOver && !left.isGrantDone && left.grantedUntil !== undefined) this.retries.at(key, Math.max(left.grantedUntil - GRANT_MS / 2, this.retries.timeOf(key)));
  }

  private async grant(shared: SharedContact): Promise<void> {
    const { sessionId, contactId, agent } = shared;
    if (agent === undefined) return this.change(shared, { isGrantDone: true });
    const until = this.options.now() + GRANT_MS;
    // Stored first: what may have been granted has to be taken back.
    const earlier = shared.grantedUntil;
    this.change(shared, { grantedUntil: earlier ?? 0 });
    await this.options.journal.flush();
    const isTaken = await this.isTaken((source, signal) => source.grant(contactId, sessionId, { agent, until }, { signal }));
    this.change(shared, isTaken ? { grantedUntil: until } : { isGrantDone: true });
  }

  private async endGrant(shared: SharedContact): Promise<void> {
    const { sessionId, contactId, grantedUntil } = shared;
    // One that was never asked for, or that has ended by itself.
    const isEnded = grantedUntil === undefined || (grantedUntil > 0 && grantedUntil < this.options.now());
    if (!isEnded) await this.isTaken((source, signal) => source.endGrant(contactId, sessionId, { signal }));
    this.change(shared, { isGrantDone: true });
  }

  private async append(shared: SharedContact): Promise<void> {
    const { contactId, sessionId } = shared;
    const finished = shared.finished === undefined ? await this.finish(shared) : shared.finished;
    if (finished) {
      // Stored first: what is given again under the same id has to be the same.
      this.change(shared, { finished });
      await this.options.journal.flush();
      // One of an earlier version may have times that no service takes.
      const bounded = withBoundedTimes(finished, this.options.now());
      const isTaken = await this.isTaken((source, signal) => source.appendInteraction(contactId, sessionId, bounded, { signal }));
      if (!isTaken) return this.change(shared, { isRefused: true });
      this.options.onAppended(contactId);
    }
    this.drop(shared);
  }

  /** Too long has passed: what is to be appended is kept, and the rest is nobody's matter any more. */
  private async giveUp(shared: SharedContact): Promise<void> {
    const finished = shared.finished === undefined ? await this.finish(shared) : shared.finished;
    if (finished) this.change(shared, { finished, isGrantDone: true, isRefused: true });
    else this.drop(shared);
  }

  /** What is to be appended; null when the consultation never came about, was about another contact in the end, or was deleted. */
  private async finish({ sessionId, contactId, caseData }: SharedContact): Promise<SharedContact['finished']> {
    const { database, im, nameOf } = this.options;
    const session: ImSession | undefined = im.get(sessionId) ?? (await getSessions(database, [sessionId]))[0];
    if (!session || session.parent?.contactId !== contactId) return null;
    return finishedConsultation(session, caseData, await getLastEntries(database, sessionId, MOST_ENTRIES), nameOf, this.options.now()) ?? null;
  }

  /** @returns false when the service doesn't want it, and never will @throws ContactFailure when it may be asked again */
  private async isTaken(ask: (source: ContactSource, signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const source = this.options.source();
    if (!source) throw new ContactFailure('not-configured');
    try {
      await ask(source, this.ending.signal);
      return true;
    } catch (error) {
      if (error instanceof ContactFailure && error.isFinal) return false;
      throw error;
    }
  }

  /** The record may have changed meanwhile, but not in this. */
  private change(shared: SharedContact, change: Partial<SharedContact>): void {
    const current = this.byKey.get(keyOf(shared));
    if (current) this.put({ ...current, ...change });
  }
}

function keyOf({ sessionId, contactId }: Pick<SharedContact, 'sessionId' | 'contactId'>): string {
  return `${sessionId} ${contactId}`;
}
