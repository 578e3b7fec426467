import type { AccountDatabase } from '../../storage/schema.ts';
import { getSharedContacts } from '../../storage/shared-contact-store.ts';
import type { ContactPlace } from './contact-sources.ts';
import type { ContactSource } from './contact-source.ts';
import { Contacts, type ContactsOptions } from './contacts.ts';
import { HttpContactSource } from './http-contact-source.ts';
import { PageContactSource } from './page-contact-source.ts';
import { SharedContacts, type SharedContactsOptions } from './shared-contacts.ts';

export interface AccountContactsOptions extends Omit<ContactsOptions, 'source'>, Omit<SharedContactsOptions, 'source' | 'onAppended'> {
  readonly database: AccountDatabase;
  readonly place: () => ContactPlace | undefined;
}

/** What an account does with contacts: shows them, and shares those of its consultations. */
export class AccountContacts {
  readonly shown: Contacts;
  readonly shared: SharedContacts;

  static async open(options: AccountContactsOptions): Promise<AccountContacts> {
    await options.journal.flush();
    return new AccountContacts(options, await getSharedContacts(options.database));
  }

  private constructor(options: AccountContactsOptions, stored: Awaited<ReturnType<typeof getSharedContacts>>) {
    const source = sourcesOf(options.place);
    this.shown = new Contacts({ ...options, source });
    this.shared = new SharedContacts(stored, { ...options, source, onAppended: (contactId) => this.shown.appended(contactId) });
  }

  /** Where contacts come from has changed. */
  sourceChanged(): void {
    this.shown.sourceChanged();
    this.shared.sourceChanged();
  }

  stop(): void {
    this.shown.stop();
    this.shared.stop();
  }
}

/** The source of the place as it is now; the same one, with its token, as long as that is the same. */
function sourcesOf(placeNow: () => ContactPlace | undefined): () => ContactSource | undefined {
  let made: { readonly key: string; readonly source: ContactSource } | undefined;
  return () => {
    const place = placeNow();
    if (!place) return undefined;
    const key = place.kind === 'pages' ? place.kind : `${place.tokenProblem} ${place.service}`;
    if (made?.key !== key) made = { key, source: place.kind === 'pages' ? new PageContactSource(place.pages) : new HttpContactSource(place.service, place.tokens, place.tokenProblem) };
    return made.source;
  };
}
