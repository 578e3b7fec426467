import type { ContactHistorySlice, ContactSlice, PastInteractionSlice, QueryOf } from '../../channel/contract.ts';
import { type ContactProblem, isContactId } from '../../model/contact/contact.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import type { Changes } from '../events/changes.ts';
import type { Log } from '../events/log.ts';
import { ContactCache } from './reading/contact-cache.ts';
import { ContactReads } from './reading/contact-reads.ts';
import {
  type Answer,
  type CallOptions,
  ContactFailure,
  type ContactRead,
  type ContactSource,
  NO_ACCESS,
  problemOf,
} from './source/contact-source.ts';
import { type ContactOf, ContactTopics, type Meant } from './reading/contact-topics.ts';
import { Histories } from './reading/histories.ts';
import { noHistory } from './source/no-history.ts';
import { PastInteractions } from './reading/past-interactions.ts';

export interface ContactsOptions {
  readonly database: AccountDatabase;
  readonly changes: Changes;
  readonly log: Log;
  readonly now: () => number;
  /** The language by whose rules texts are sorted (BCP 47); the browser's when absent. */
  readonly language?: string;
  /** Undefined when nobody has said where contacts are. */
  readonly source: () => ContactSource | undefined;
  readonly meantBy: (asked: ContactOf) => Meant;
  /** Whether a contact is one of an open interaction or consultation. A contact that was only granted is deleted when it isn't any more. */
  readonly isMentioned: (contactId: string) => boolean;
  /** Whether a colleague's host is about to grant the contact, or just did. */
  readonly isGrantExpected: (contactId: string) => boolean;
}

/**
 * When the service is asked again for a contact that it doesn't show yet. The colleague's host grants the contact only when it hears that
 * this agent has accepted.
 */
const GRANT_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000];

/** Answers what the agent may see of the organisation's contacts: at once what this browser holds, then what the service says. */
export class Contacts {
  readonly #cache: ContactCache;
  readonly #reads: ContactReads;
  readonly #topics: ContactTopics;
  readonly #histories: Histories;
  readonly #pastInteractions: PastInteractions;
  readonly #unfollow: () => void;
  #isStopped = false;

  constructor(private readonly options: ContactsOptions) {
    const { database, changes, now, language, meantBy } = options;
    const collator = new Intl.Collator(language, { numeric: true });
    this.#cache = new ContactCache(database, now, collator);
    this.#topics = new ContactTopics(meantBy, changes);
    this.#reads = new ContactReads((name) => this.#topics.announce(name.split(' ')[0] ?? ''));
    const parts = {
      cache: this.#cache,
      reads: this.#reads,
      now,
      collator,
      source: () => this.#source(),
      announce: (contactId: string) => this.#topics.announce(contactId),
    };
    this.#histories = new Histories({
      ...parts,
      expectAccess: (contactId, call) => this.#expectAccess(contactId, call),
      whileAllowed: (contactId, work) => this.#whileAllowed(contactId, work),
    });
    this.#pastInteractions = new PastInteractions({
      ...parts,
      whileAllowed: (contactId, work, lost) => this.#whileAllowed(contactId, work, lost),
    });
    this.#unfollow = changes.follow('overview', () => this.#tidy());
    // A consultation may have ended after this host's last word.
    void this.#cache.load().then(
      () => this.#tidy(),
      // An account that is being left closes its database, which says nothing about what is in it.
      () => this.#isStopped || options.log.note('contacts-not-read'),
    );
  }

  /** Deletes what was read of contacts and not asked for since this time. */
  forgetBefore(before: number): Promise<void> {
    return this.#cache.removeBefore(before);
  }

  contact(query: ContactOf): ContactSlice | Promise<ContactSlice> {
    return this.#answer<ContactSlice>(
      query,
      (problem) => ({ isReading: false, problem }),
      (contactId) => {
        const name = `${contactId} information`;
        this.#reads.start(name, (call) => this.#readInformation(contactId, call));
        const held = this.#cache.get(contactId)?.information;
        return { ...(held ? { contact: held.contact, readAt: held.readAt } : {}), ...this.#reads.stateOf(name) };
      },
    );
  }

  /** @param signal aborts when nobody waits for this answer, or for its changes, any more */
  history(query: QueryOf<'contact-history'>, signal: AbortSignal): ContactHistorySlice | Promise<ContactHistorySlice> {
    return this.#answer(
      query,
      (problem) => noHistory(query, problem),
      (contactId) => this.#histories.find(contactId, query, signal),
    );
  }

  interaction(query: QueryOf<'past-interaction'>): PastInteractionSlice | Promise<PastInteractionSlice> {
    const none = (problem: ContactProblem): PastInteractionSlice => ({ isReading: false, problem });
    return this.#answer(query, none, (contactId) =>
      isContactId(query.interactionId) ? this.#pastInteractions.find(contactId, query.interactionId) : none('not-found'),
    );
  }

  /** *Retry*: asks again for what views follow of this contact; the agent may be asked to sign in. */
  retry(asked: ContactOf): void {
    const meant = this.#topics.resolve(asked);
    if (!('contactId' in meant)) return;
    const { contactId } = meant;
    this.#reads.start(`${contactId} information`, (call) => this.#readInformation(contactId, call), true);
    this.#histories.retry(contactId);
    this.#pastInteractions.retry(contactId);
    this.#topics.announce(contactId);
  }

  /** Shows a consultation that was appended to the contact's history to views that follow the history. */
  appended(contactId: string): void {
    this.#histories.expire(contactId);
    this.#topics.announce(contactId);
  }

  /** To be called when contacts come from elsewhere, or when there is a source where there was none. */
  sourceChanged(): void {
    this.#reads.forgetProblems();
    this.#topics.announceAll();
  }

  stop(): void {
    this.#isStopped = true;
    this.#unfollow();
    this.#reads.stop();
    this.#histories.stop();
  }

  #source(): ContactSource {
    const source = this.options.source();
    if (!source) throw new ContactFailure('not-configured');
    return source;
  }

  #answer<T>(query: ContactOf, otherwise: (problem: ContactProblem) => T, answer: (contactId: string) => T | Promise<T>): T | Promise<T> {
    const meant = this.#topics.resolve(query);
    if ('problem' in meant) return otherwise(meant.problem);
    const { contactId } = meant;
    if (!this.#cache.isLoaded) {
      return this.#cache
        .load()
        .then(() => answer(contactId))
        .catch(() => otherwise('failed'));
    }
    this.#cache.touch(contactId);
    const answered = answer(contactId);
    return answered instanceof Promise ? answered.catch(() => otherwise('failed')) : answered;
  }

  async #readInformation(contactId: string, call: CallOptions): Promise<void> {
    const etag = this.#cache.get(contactId)?.information?.etag;
    const answer = await this.#whileAllowed(contactId, () =>
      this.#whenGranted(contactId, call, () => this.#source().readContact(contactId, { ...call, etag })),
    );
    call.signal.throwIfAborted();
    if (answer.isUnchanged) return this.#cache.confirmInformation(contactId);
    await this.#cache.putInformation(contactId, answer.value.contact, answer.value.access, answer.etag);
  }

  /** Reads why the agent may see the contact before anything else is read of it, because that decides how long it may be kept. */
  async #expectAccess(contactId: string, call: CallOptions): Promise<void> {
    if (this.#cache.get(contactId)?.access === undefined) await this.#readInformation(contactId, call);
  }

  async #whenGranted(contactId: string, { signal }: CallOptions, read: () => Promise<Answer<ContactRead>>): Promise<Answer<ContactRead>> {
    for (const delayMs of GRANT_DELAYS_MS) {
      try {
        return await read();
      } catch (error) {
        const problem = problemOf(error);
        const isWaiting = (problem === 'not-found' || problem === 'grant-ended') && this.options.isGrantExpected(contactId);
        if (!isWaiting || signal.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        signal.throwIfAborted();
      }
    }
    return read();
  }

  /** Runs a reading, and deletes what is kept of the contact if the service doesn't show it to this agent any more. */
  async #whileAllowed<T>(contactId: string, work: () => Promise<T>, lost: readonly ContactProblem[] = NO_ACCESS): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (lost.includes(problemOf(error))) {
        this.#histories.lose(contactId);
        this.#pastInteractions.forget(contactId);
        await this.#cache.remove(contactId);
      }
      throw error;
    }
  }

  /**
   * To be called when interactions or sessions have changed. A contact that was only granted for a consultation is deleted when that is
   * over.
   */
  #tidy(): void {
    this.#topics.follow();
    if (!this.#cache.isLoaded || this.#isStopped) return;
    for (const { id, access } of this.#cache.list()) if (access !== 'team' && !this.options.isMentioned(id)) this.#forget(id);
  }

  #forget(contactId: string): void {
    this.#reads.abort(contactId);
    this.#histories.forget(contactId);
    this.#pastInteractions.forget(contactId);
    // A copy that can't be removed stays until it is too old, or the agent signs out.
    void this.#cache.remove(contactId).catch(this.options.log.noting('contact-not-removed'));
  }
}
