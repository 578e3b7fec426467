import type { AccountDatabase } from '../../storage/schema.ts';
import { getSharedContacts } from '../../storage/shared-contact-store.ts';
import type { Contact } from '../../model/interaction.ts';
import type { ContactLookUp } from './contact-source.ts';
import type { ContactPlace } from './contact-sources.ts';
import { Contacts, type ContactsOptions } from './contacts.ts';
import { CurrentSource } from './current-source.ts';
import { SharedContacts, type SharedContactsOptions } from './shared-contacts.ts';

/** A contact service that doesn't answer by then holds nothing up. */
const LOOK_UP_MS = 15_000;

export interface AccountContactsOptions extends Omit<ContactsOptions, 'source'>, Omit<SharedContactsOptions, 'source' | 'onAppended'> {
  readonly database: AccountDatabase;
  readonly place: () => ContactPlace | undefined;
}

/** What an account does with contacts: shows them, and shares those of its consultations. */
export class AccountContacts {
  readonly shown: Contacts;
  readonly shared: SharedContacts;
  private readonly current: CurrentSource;

  static async open(options: AccountContactsOptions): Promise<AccountContacts> {
    await options.journal.flush();
    return new AccountContacts(options, await getSharedContacts(options.database));
  }

  private constructor(options: AccountContactsOptions, stored: Awaited<ReturnType<typeof getSharedContacts>>) {
    this.current = new CurrentSource(options.place);
    const source = () => this.current.get();
    this.shown = new Contacts({ ...options, source });
    this.shared = new SharedContacts(stored, { ...options, source, onAppended: (contactId) => this.shown.appended(contactId) });
  }

  /** Where contacts come from has changed, or who the agent is there. */
  sourceChanged(): void {
    this.current.renew();
    this.shown.sourceChanged();
    this.shared.sourceChanged();
  }

  /** By number, and where nobody or more than one has that, by name. */
  async lookUp({ number, name }: { readonly number: string; readonly name: string }): Promise<Contact | undefined> {
    const signal = AbortSignal.timeout(LOOK_UP_MS);
    const source = this.current.get();
    const digits = number.replace(/\D/g, '');
    const questions: ContactLookUp[] = [...(digits === '' ? [] : [{ number: digits }]), ...(name === '' ? [] : [{ name }])];
    for (const question of questions) {
      const found = await source?.findContacts(question, { signal }).catch(() => []);
      if (found?.length === 1) return found[0];
    }
    return undefined;
  }

  stop(): void {
    this.shown.stop();
    this.shared.stop();
  }
}
