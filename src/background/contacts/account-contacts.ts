import type { AccountDatabase } from '../../storage/account-database.ts';
import { getSharedContacts } from '../../storage/shared-contact-store.ts';
import type { ContactGuess } from '../../model/interaction/interaction.ts';
import type { Log } from '../events/log.ts';
import { lookUpContact } from './reading/contact-look-up.ts';
import type { ContactPlace } from './source/contact-sources.ts';
import { Contacts, type ContactsOptions } from './contacts.ts';
import { CurrentSource } from './source/current-source.ts';
import { SharedContacts, type SharedContactsOptions } from './sharing/shared-contacts.ts';

export interface AccountContactsOptions extends Omit<ContactsOptions, 'source'>, Omit<SharedContactsOptions, 'source' | 'onAppended'> {
  readonly database: AccountDatabase;
  readonly place: () => ContactPlace | undefined;
  readonly log: Log;
}

/** What an account does with contacts: shows them, and shares those of its consultations. */
export class AccountContacts {
  readonly shown: Contacts;
  readonly shared: SharedContacts;
  readonly #current: CurrentSource;
  readonly #notLookedUp: () => undefined;

  static async open(options: AccountContactsOptions): Promise<AccountContacts> {
    await options.journal.flushIfRoom();
    return new AccountContacts(options, await getSharedContacts(options.database));
  }

  private constructor(options: AccountContactsOptions, stored: Awaited<ReturnType<typeof getSharedContacts>>) {
    this.#current = new CurrentSource(options.place);
    this.#notLookedUp = options.log.noting('contact-not-looked-up');
    const source = () => this.#current.get();
    this.shown = new Contacts({ ...options, source });
    this.shared = new SharedContacts(stored, { ...options, source, onAppended: (contactId) => this.shown.appended(contactId) });
  }

  /** To be called when contacts come from elsewhere, or when the contact service knows the agent as somebody else. */
  sourceChanged(): void {
    this.#current.renew();
    this.shown.sourceChanged();
    this.shared.sourceChanged();
  }

  /** Guesses which contact is calling, by the contact service; undefined when it knows none, or more than one. */
  async lookUp(given: { readonly number: string; readonly name: string }): Promise<ContactGuess | undefined> {
    const source = this.#current.get();
    return source && lookUpContact(source, given, this.#notLookedUp);
  }

  stop(): void {
    this.shown.stop();
    this.shared.stop();
  }
}
