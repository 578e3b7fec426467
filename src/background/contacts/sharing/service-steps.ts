import { recordKey, type RecordRefusal } from '../../../model/contact/consultation-record.ts';
import { finishedConsultation, withBoundedTimes } from '../../../model/contact/finished-consultation.ts';
import type { ImSession } from '../../../model/session/im-session.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import { getSessions } from '../../../storage/session-store.ts';
import type { SharedContact } from '../../../storage/shared-contact-store.ts';
import { getLastEntries } from '../../../storage/transcript-store.ts';
import type { Im } from '../../im/im.ts';
import { ContactFailure, type ContactSource } from '../source/contact-source.ts';
import { refusalFor } from '../reading/record-views.ts';
import type { StoredShares } from './stored-shares.ts';
import { GRANT_MS } from './grant-time.ts';

/** How many entries of a transcript a record has at most. */
const MAX_ENTRIES = 10_000;

export interface ServiceStepsOptions {
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly im: Pick<Im, 'get'>;
  readonly now: () => number;
  readonly nameOf: (jid: string) => string;
  /** Called when a consultation now stands in the contact's history. */
  readonly onAppended: (contactId: string) => void;
  /** Undefined when nobody has said where contacts are. */
  readonly source: () => ContactSource | undefined;
  /** Ends every request. */
  readonly signal: AbortSignal;
  /** Whether the agent may be asked to sign in for this record, because they have just asked for it. It is answered with yes once. */
  readonly mayAsk: (key: string) => boolean;
}

/** The outcome of one step: whether the service has taken it, or why it never will. */
type Taken = { readonly isTaken: true } | { readonly isTaken: false; readonly failure: ContactFailure };

/** The steps by which the contact service is told of a shared contact: granted, taken back, recorded. Each is stored as it is made. */
export class ServiceSteps {
  constructor(
    private readonly shares: StoredShares,
    private readonly options: ServiceStepsOptions,
  ) {}

  /**
   * Makes the record as soon as the session is over, and stores it before the service is asked. The transcript may be deleted before the
   * service takes the record, and what is given again under the same id has to be the same.
   */
  async finished(key: string): Promise<SharedContact | undefined> {
    const shared = this.shares.get(key);
    if (!shared?.isOver || shared.finished !== undefined) return shared;
    const finished = await this.#finish(shared);
    this.shares.change(shared, { finished });
    await this.options.journal.flush();
    return this.shares.get(key);
  }

  async grant(shared: SharedContact): Promise<void> {
    const { sessionId, contactId, agent } = shared;
    if (agent === undefined) return this.shares.change(shared, { isGrantDone: true });
    const until = this.options.now() + GRANT_MS;
    // The grant is stored before it is asked for, because one that may have been made has to be taken back.
    const earlier = shared.grantedUntil;
    this.shares.change(shared, { grantedUntil: earlier ?? 0 });
    await this.options.journal.flush();
    const { isTaken } = await this.#ask(shared, (source, options) => source.grant(contactId, sessionId, { agent, until }, options));
    this.shares.change(shared, isTaken ? { grantedUntil: until } : { isGrantDone: true });
  }

  async endGrant(shared: SharedContact): Promise<void> {
    const { sessionId, contactId, grantedUntil } = shared;
    // A grant that was never asked for, or that has ended by itself, needn't be taken back.
    const isEnded = grantedUntil === undefined || (grantedUntil > 0 && grantedUntil < this.options.now());
    if (!isEnded) await this.#ask(shared, (source, options) => source.endGrant(contactId, sessionId, options));
    this.shares.change(shared, { isGrantDone: true });
  }

  async append(shared: SharedContact): Promise<void> {
    const { contactId, sessionId, finished } = shared;
    if (finished) {
      // A record of an earlier version may have times that no service takes.
      const bounded = withBoundedTimes(finished, this.options.now());
      const answer = await this.#ask(shared, (source, options) => source.appendInteraction(contactId, sessionId, bounded, options));
      if (!answer.isTaken) return this.#refuse(shared, refusalFor(answer.failure, this.options.now()));
      this.options.onAppended(contactId);
    }
    this.shares.drop(shared);
  }

  /** Gives up after too long a time. The record that is to be appended is kept; the grant has ended by itself long ago. */
  giveUp(shared: SharedContact): void {
    if (!shared.finished) return this.shares.drop(shared);
    this.shares.change(shared, { isGrantDone: true });
    this.#refuse(shared, { reason: 'not-taken', at: this.options.now() });
  }

  /**
   * Notes that the service refuses the record. An agent who was told this reason isn't told it again, although the record is tried anew
   * whenever a page is reloaded.
   */
  #refuse(shared: SharedContact, refusal: Omit<RecordRefusal, 'isTold'>): void {
    const before = this.shares.get(recordKey(shared))?.refusal;
    this.shares.change(shared, {
      isRefused: true,
      refusal: { ...refusal, isTold: before?.isTold === true && before.reason === refusal.reason },
    });
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
      await ask(source, { signal: this.options.signal, isInteractive: this.options.mayAsk(recordKey(shared)) });
      return { isTaken: true };
    } catch (error) {
      if (error instanceof ContactFailure && error.isFinal) return { isTaken: false, failure: error };
      throw error;
    }
  }
}
