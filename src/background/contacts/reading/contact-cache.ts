import type { ContactInformation, PastInteractionDetails } from '../../../model/contact/contact.ts';
import { ContactHistory, detailsTextOf } from '../../../model/contact/contact-history.ts';
import { getHistory, putHistory } from '../../../storage/contact-history-store.ts';
import { deleteContact, getContacts, putContact, type StoredContact } from '../../../storage/contact-store.ts';
import {
  deletePastInteraction,
  getPastInteraction,
  getPastInteractions,
  putPastInteraction,
  type StoredPastInteraction,
} from '../../../storage/past-interaction-store.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import type { ContactAccess } from '../source/contact-source.ts';

/** The most rows of all contacts together, and for how long a contact is kept that no view asks for. */
const MOST_ROWS = 100_000;
const MOST_BYTES = 80_000_000;
const UNUSED_MS = 7 * 24 * 60 * 60 * 1000;
/** The most histories that are in memory, ready to be searched. */
const MOST_HISTORIES = 3;
const TOUCH_EVERY_MS = 10 * 60 * 1000;

/** What is known of a history beyond its rows. */
export type HistoryFacts = Omit<NonNullable<StoredContact['history']>, 'rows'>;

/**
 * Keeps what was read of contacts, in IndexedDB, within bounds of rows, bytes and time. The contact that no view has asked for longest is
 * deleted first.
 */
export class ContactCache {
  readonly #byId = new Map<string, StoredContact>();
  readonly #histories = new Map<string, ContactHistory>();
  #loading: Promise<void> | undefined;
  isLoaded = false;

  constructor(
    private readonly database: AccountDatabase,
    private readonly now: () => number,
    private readonly collator: Intl.Collator,
  ) {}

  load(): Promise<void> {
    this.#loading ??= (async () => {
      for (const contact of await getContacts(this.database)) this.#byId.set(contact.id, contact);
      for (const { id, usedAt } of this.#byId.values()) if (usedAt < this.now() - UNUSED_MS) await this.remove(id);
      this.isLoaded = true;
    })();
    return this.#loading;
  }

  /** Deletes the contacts that no view has asked for since this time, and the details of interactions that were read before it. */
  async removeBefore(before: number): Promise<void> {
    await this.load();
    for (const { id, usedAt } of this.list()) {
      if (usedAt < before) {
        await this.remove(id);
        continue;
      }
      const interactions = await getPastInteractions(this.database, id);
      for (const { id: interactionId, readAt } of interactions) if (readAt < before) await this.removeInteraction(id, interactionId);
    }
  }

  get(id: string): StoredContact | undefined {
    return this.#byId.get(id);
  }

  list(): readonly StoredContact[] {
    return [...this.#byId.values()];
  }

  /** Notes that a view has asked for the contact. */
  touch(id: string): void {
    const contact = this.#byId.get(id);
    if (!contact || contact.usedAt > this.now() - TOUCH_EVERY_MS) return;
    void this.#put({ ...contact, usedAt: this.now() }).catch(droppedWithAccount);
  }

  async putInformation(id: string, contact: ContactInformation, access: ContactAccess, etag: string | undefined): Promise<void> {
    await this.#put({ ...this.#recordOf(id), access, information: { contact, etag, readAt: this.now() } });
    await this.#evict(id);
  }

  /** The service has said that what is held of the contact is current. */
  async confirmInformation(id: string): Promise<void> {
    const contact = this.#byId.get(id);
    if (contact?.information) await this.#put({ ...contact, information: { ...contact.information, readAt: this.now() } });
  }

  /** A contact's history, if it is in memory. */
  history(id: string): ContactHistory | undefined {
    return this.#histories.get(id);
  }

  /** Brings a contact's history into memory; an empty one when none was read. */
  async openHistory(id: string): Promise<ContactHistory> {
    const open = this.#histories.get(id);
    if (open) return open;
    const { rows, texts } = await getHistory(this.database, id);
    const read = new ContactHistory(rows, texts, this.collator);
    await this.#addDetails(id, read);
    // If something else has opened the history while this read it, that one is kept, because it may have changed since.
    const history = this.#histories.get(id) ?? read;
    this.showHistory(id, history);
    return history;
  }

  /** Shows views this history from now on, without storing it. */
  showHistory(id: string, history: ContactHistory): void {
    this.#histories.delete(id);
    this.#histories.set(id, history);
    for (const other of [...this.#histories.keys()].slice(0, -MOST_HISTORIES)) this.#histories.delete(other);
  }

  async putHistory(id: string, history: ContactHistory, facts: HistoryFacts, firstChanged: number): Promise<void> {
    await this.#addDetails(id, history);
    this.showHistory(id, history);
    const { rows, texts } = history;
    const contact = withBytes({ ...this.#recordOf(id), history: { ...facts, rows: rows.length } }, history);
    this.#byId.set(id, contact);
    await putHistory(this.database, contact, { rows, texts }, firstChanged);
    await this.#evict(id);
  }

  /** The service has said that the newest rows are the ones that are held. */
  async confirmHistory(id: string): Promise<void> {
    const contact = this.#byId.get(id);
    if (contact?.history) await this.#put({ ...contact, history: { ...contact.history, readAt: this.now() } });
  }

  getInteraction(contactId: string, id: string): Promise<StoredPastInteraction | undefined> {
    return getPastInteraction(this.database, contactId, id);
  }

  async putInteraction(contactId: string, interaction: PastInteractionDetails, etag: string | undefined): Promise<void> {
    const text = detailsTextOf(interaction);
    this.#histories.get(contactId)?.addText(interaction.id, text);
    // The rows get a record of their contact, because only contacts with a record are ever forgotten.
    if (!this.#byId.has(contactId)) await this.#put(this.#recordOf(contactId));
    await putPastInteraction(this.database, { contactId, id: interaction.id, interaction, etag, readAt: this.now(), text });
  }

  async removeInteraction(contactId: string, id: string): Promise<void> {
    await deletePastInteraction(this.database, contactId, id);
  }

  /** Forgets a contact with everything that was read of it. */
  async remove(id: string): Promise<void> {
    this.#byId.delete(id);
    this.#histories.delete(id);
    await deleteContact(this.database, id);
  }

  /** Adds the details of interactions that were opened, so that they are searched too. */
  async #addDetails(id: string, history: ContactHistory): Promise<void> {
    for (const { id: interactionId, text } of await getPastInteractions(this.database, id)) history.addText(interactionId, text);
  }

  #recordOf(id: string): StoredContact {
    return this.#byId.get(id) ?? { version: 1, id, usedAt: this.now(), bytes: 0 };
  }

  async #put(contact: StoredContact): Promise<void> {
    this.#byId.set(contact.id, contact);
    await putContact(this.database, contact);
  }

  async #evict(kept: string): Promise<void> {
    const contacts = this.list();
    let rows = contacts.reduce((sum, { history }) => sum + (history?.rows ?? 0), 0);
    let bytes = contacts.reduce((sum, contact) => sum + contact.bytes, 0);
    for (const contact of [...contacts].sort((a, b) => a.usedAt - b.usedAt)) {
      if (rows <= MOST_ROWS && bytes <= MOST_BYTES) return;
      if (contact.id === kept) continue;
      rows -= contact.history?.rows ?? 0;
      bytes -= contact.bytes;
      await this.remove(contact.id);
    }
  }
}

/** The record with about the bytes that it takes: a row holds its text, the same again as it is searched by, and some numbers. */
function withBytes(contact: StoredContact, { texts }: ContactHistory): StoredContact {
  return { ...contact, bytes: texts.reduce((sum, text) => sum + 2 * text.length + 250, 0) };
}

/** Does nothing: the database was closed because this account is being left, and what is kept of its contacts no longer matters. */
function droppedWithAccount(): void {}
