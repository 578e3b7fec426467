import type { ContactHistorySlice, ContactSlice, PastInteractionSlice, QueryOf } from '../../channel/contract.ts';
import type { RecordExport, RecordId, UnsentRecord } from '../../model/contact/consultation-record.ts';
import type { ContactProblem } from '../../model/contact/contact.ts';
import type { ContactGuess } from '../../model/interaction/interaction.ts';
import { hasSharedContacts } from '../../storage/shared-contact-count.ts';
import type { AccountContacts, AccountContactsOptions } from './account-contacts.ts';
import type { ContactOf } from './reading/contact-topics.ts';
import type { MentionedContacts } from './reading/mentioned-contacts.ts';
import { noHistory } from './source/no-history.ts';

export interface ContactPartsOptions extends Omit<AccountContactsOptions, 'meantBy' | 'isMentioned' | 'isGrantExpected'> {
  readonly mentioned: MentionedContacts;
}

/**
 * What an account does with contacts. Its code is loaded when a contact is first named, so that agents without a contact service don't load
 * it.
 */
export class ContactParts {
  #parts: AccountContacts | undefined;
  #loading: Promise<AccountContacts> | undefined;
  #isStopped = false;
  readonly #unfollow: () => void;
  /** Notes that the part couldn't be loaded, or that the account is being left. Whoever asks next tries again. */
  readonly #notLoaded: () => undefined;

  constructor(private readonly options: ContactPartsOptions) {
    this.#notLoaded = options.log.noting('contacts-not-loaded');
    this.#unfollow = options.changes.follow('overview', () => this.#loadWhenNamed());
    this.#loadWhenNamed();
    // The contact service may not have heard yet of consultations that are done. If so, the part is loaded to tell it.
    void hasSharedContacts(options.database)
      .then((has) => (has ? this.#load() : undefined))
      .catch(this.#notLoaded);
  }

  contact(query: ContactOf): ContactSlice | Promise<ContactSlice> {
    return this.#answer<ContactSlice>(
      (problem) => ({ isReading: false, problem }),
      ({ shown }) => shown.contact(query),
    );
  }

  /** @param signal aborts when nobody waits for this answer, or for its changes, any more */
  history(query: QueryOf<'contact-history'>, signal: AbortSignal): ContactHistorySlice | Promise<ContactHistorySlice> {
    return this.#answer(
      (problem) => noHistory(query, problem),
      ({ shown }) => shown.history(query, signal),
    );
  }

  interaction(query: QueryOf<'past-interaction'>): PastInteractionSlice | Promise<PastInteractionSlice> {
    return this.#answer<PastInteractionSlice>(
      (problem) => ({ isReading: false, problem }),
      ({ shown }) => shown.interaction(query),
    );
  }

  /** *Retry*: asks again for what views follow of this contact; the agent may be asked to sign in. */
  async retry(asked: ContactOf): Promise<void> {
    const parts = await this.#load().catch(this.#notLoaded);
    parts?.shown.retry(asked);
    parts?.shared.sourceChanged();
  }

  /** The consultations' records that the contact service hasn't taken. */
  unsent(): readonly UnsentRecord[] | Promise<readonly UnsentRecord[]> {
    // If there are unsent records, the part is being loaded, and announces them when it is there.
    return this.#parts?.shared.unsent() ?? this.#loading?.then(({ shared }) => shared.unsent()) ?? [];
  }

  /** These records as a file, or, when none is named, all. */
  async exportRecords(ids: readonly RecordId[] | undefined): Promise<RecordExport> {
    return (await this.#load()).shared.export(ids);
  }

  /** @returns how many of these records, or of all, the contact service still hasn't taken */
  async retryRecords(ids: readonly RecordId[] | undefined): Promise<number> {
    return (await this.#load()).shared.retry(ids);
  }

  async deleteRecord(id: RecordId): Promise<void> {
    await (await this.#load()).shared.delete(id);
  }

  async noteRefusalsTold(): Promise<void> {
    await this.#parts?.shared.noteTold();
  }

  /** The one contact that has this number, or else this name. */
  async lookUp({ number, name }: { readonly number: string; readonly name: string }): Promise<ContactGuess | undefined> {
    if (!this.options.place() || (number === '' && name === '')) return undefined;
    const parts = await this.#load().catch(this.#notLoaded);
    return parts?.lookUp({ number, name });
  }

  /** Deletes what was read of contacts and not asked for since this time. */
  async forgetBefore(before: number): Promise<void> {
    await (await this.#load()).shown.forgetBefore(before);
  }

  /** To be called when contacts come from elsewhere. */
  sourceChanged(): void {
    this.#parts?.sourceChanged();
    // The directory service stands beside the contact service.
    this.options.changes.announce('targets');
  }

  /** Tells the contact service, before the agent signs out, what can be told within a few seconds. */
  async settle(): Promise<void> {
    // A host that has just started may still be reading what is to be told.
    const parts = this.#parts ?? (await this.#loading?.catch(this.#notLoaded));
    await parts?.shared.settle();
  }

  stop(): void {
    this.#isStopped = true;
    this.#unfollow();
    this.#parts?.stop();
  }

  #answer<T>(otherwise: (problem: ContactProblem) => T, answer: (parts: AccountContacts) => T | Promise<T>): T | Promise<T> {
    if (this.#parts) return answer(this.#parts);
    return this.#load()
      .then(answer)
      .catch(() => {
        this.#notLoaded();
        return otherwise('failed');
      });
  }

  #loadWhenNamed(): void {
    if (!this.#loading && this.options.mentioned.isAny()) void this.#load().catch(this.#notLoaded);
  }

  #load(): Promise<AccountContacts> {
    const { mentioned } = this.options;
    this.#loading ??= (async () => {
      const { AccountContacts } = await import('./account-contacts.ts');
      const parts = await AccountContacts.open({
        ...this.options,
        meantBy: (asked) => mentioned.meantBy(asked),
        isMentioned: (contactId) => mentioned.has(contactId),
        isGrantExpected: (contactId) => mentioned.isConsulted(contactId),
      });
      this.#parts = parts;
      if (this.#isStopped) parts.stop();
      return parts;
    })();
    this.#loading.catch(() => (this.#loading = undefined));
    return this.#loading;
  }
}
