import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { Log } from '../../src/background/events/log.ts';
import { ContactCache } from '../../src/background/contacts/reading/contact-cache.ts';
import {
  type Answer,
  ContactFailure,
  type ContactRead,
  type ContactSource,
  type HistoryPage,
  type HistoryQuestion,
} from '../../src/background/contacts/source/contact-source.ts';
import { Contacts } from '../../src/background/contacts/contacts.ts';
import type { ContactHistorySlice, ContactSlice } from '../../src/channel/contract.ts';
import type { ContactProblem, PastInteraction, PastInteractionDetails } from '../../src/model/contact/contact.ts';
import { ContactHistory, rowTextOf } from '../../src/model/contact/contact-history.ts';
import { getHistory } from '../../src/storage/contact-history-store.ts';
import { getContacts } from '../../src/storage/contact-store.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { DATABASE_KINDS, DATABASES } from './account-databases.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const JID = 'contacts-test@localhost';
const DAY = 24 * 60 * 60 * 1000;
const collator = new Intl.Collator('en', { numeric: true });
const INFORMATION = { id: 'c1', name: 'Maria Lindqvist', company: '', numbers: [], emails: [], addresses: [], notes: '', attributes: [] };
const row = (number: number): PastInteraction => ({
  id: `i${number}`,
  medium: 'voice',
  subject: `Case ${number}`,
  startedAt: number,
  endedAt: number,
  lengthMs: 0,
  agent: { id: 'ann@crm.example', name: 'Ann' },
  status: 'done',
  outcome: '',
});
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index + 1));
const ASK = {
  kind: 'contact-history',
  of: 'interaction',
  id: 'mail',
  search: '',
  media: [],
  statuses: [],
  sort: 'start',
  order: 'desc',
  first: 0,
  count: 5,
} as const;

/** Stands for a page's contacts. It records the questions, and the test can change the answers. */
class Organisation implements ContactSource {
  problem: ContactProblem | undefined;
  access: ContactRead['access'] = 'team';
  history = rows(250);
  asked: HistoryQuestion[] = [];

  readContact(): Promise<Answer<ContactRead>> {
    return this.#answer({ contact: INFORMATION, access: this.access });
  }

  searchHistory(_contactId: string, question: HistoryQuestion): Promise<Answer<HistoryPage>> {
    this.asked.push(question);
    const first = Number(question.cursor ?? 0);
    const found = [...this.history]
      .reverse()
      .filter(({ subject }) => !question.search || subject.includes(question.search) || question.search === 'transcript');
    return this.#answer({ items: found.slice(first, first + 100), ...(found.length > first + 100 ? { next: String(first + 100) } : {}) });
  }

  readInteraction(): Promise<Answer<PastInteractionDetails>> {
    return this.#answer({ ...row(7), notes: 'Splitter', caseData: [], transcript: [] });
  }

  findContacts = () => Promise.resolve([]);
  appendInteraction = () => Promise.resolve();
  grant = () => Promise.resolve();
  endGrant = () => Promise.resolve();

  #answer<T>(value: T): Promise<Answer<T>> {
    return this.problem
      ? Promise.reject(new ContactFailure(this.problem, { isFinal: true }))
      : Promise.resolve({ isUnchanged: false, value });
  }
}

for (const kind of DATABASE_KINDS) {
  describe(`contacts in the session host, ${kind}`, () => {
    let database: AccountDatabase;
    let changes: Changes;
    let organisation: Organisation;
    let isOpen: boolean;
    let isGrantExpected: boolean;
    let now: number;
    let log: Log;
    const hosts: Contacts[] = [];

    /** Starts the next session host's contacts. */
    const start = () => {
      for (const host of hosts.splice(0)) host.stop();
      const contacts = new Contacts({
        database,
        changes,
        log,
        language: 'en',
        now: () => now,
        source: () => organisation,
        meantBy: () => (isOpen ? { contactId: 'c1' } : { problem: 'closed' }),
        isMentioned: () => isOpen,
        isGrantExpected: () => isGrantExpected,
      });
      hosts.push(contacts);
      return contacts;
    };

    /** Resolves to the first slice that meets the condition; asks again at each change, as a view does. */
    const until = <T>(ask: () => T | Promise<T>, isEnough: (slice: T) => boolean) =>
      new Promise<T>((resolve) => {
        const look = async () => {
          const slice = await ask();
          if (!isEnough(slice)) return;
          unfollow();
          resolve(slice);
        };
        const unfollow = changes.follow('contact interaction mail', () => void look());
        void look();
      });
    const isRead = ({ isReading }: { readonly isReading: boolean }) => !isReading;
    const readAll = (contacts: Contacts, query: { readonly search?: string } = {}) => {
      const signal = new AbortController().signal;
      return until<ContactHistorySlice>(() => contacts.history({ ...ASK, media: [], statuses: [], ...query }, signal), isRead);
    };
    const readContact = (contacts: Contacts) => until<ContactSlice>(() => contacts.contact({ of: 'interaction', id: 'mail' }), isRead);

    beforeEach(async () => {
      database = await DATABASES[kind].open(JID);
      changes = new Changes();
      organisation = new Organisation();
      isOpen = true;
      isGrantExpected = false;
      now = 1_000 * DAY;
      log = new Log();
    });

    afterEach(async () => {
      for (const host of hosts.splice(0)) host.stop();
      database.close();
      await DATABASES[kind].delete(JID);
    });

    it('are read whole, and shown by the next host at once, whether the service can be reached or not', async () => {
      const first = start();
      expect((await readContact(first)).contact).to.deep.equal(INFORMATION);
      const { total, rows: newest, isComplete, readAt } = await readAll(first);
      expect([total, newest.map(({ id }) => id), isComplete, readAt]).to.deep.equal([
        250,
        ['i250', 'i249', 'i248', 'i247', 'i246'],
        true,
        now,
      ]);

      const readBefore = now;
      now += DAY;
      organisation.problem = 'unreachable';
      const next = start();
      const offline = await readAll(next, { search: 'case 250' });
      expect([offline.problem, offline.readAt, offline.isComplete, offline.total]).to.deep.equal(['unreachable', readBefore, false, 1]);
      expect(await readContact(next)).to.deep.equal({ contact: INFORMATION, readAt: readBefore, isReading: false, problem: 'unreachable' });
    });

    it('say in the diagnostics that the copies can be neither read nor removed', async () => {
      const codes = () => log.counts().map(({ reason }) => reason);
      organisation.access = 'grant';
      await readContact(start());
      database.close();
      isOpen = false;
      changes.announce('overview');
      await waitUntil(() => codes().includes('contact-not-removed'), 'the copy that stays is noted');
      start();
      await waitUntil(() => codes().includes('contacts-not-read'), 'the copies that cannot be read are noted');
    });

    it('are read only up to the known rows, and whole again after some hours', async () => {
      await readAll(start());
      organisation.history.push(row(251));
      organisation.asked = [];
      now += 60 * 60 * 1000;
      expect((await readAll(start())).total).to.equal(251);
      expect(organisation.asked.length).to.equal(2);
      // One interaction is deleted in the service.
      organisation.history.splice(10, 1);
      now += 7 * 60 * 60 * 1000;
      expect((await readAll(start())).total).to.equal(250);
      expect((await getHistory(database, 'c1')).rows.some(({ id }) => id === 'i11')).to.equal(false);
    });

    it('are searched by the service too, for what this browser does not have', async () => {
      const contacts = start();
      await readAll(contacts);
      const found = await readAll(contacts, { search: 'transcript' });
      expect([found.total, found.isComplete]).to.deep.equal([250, true]);
      // An interaction that was opened is kept here, and found by its details.
      await until(() => contacts.interaction({ kind: 'past-interaction', of: 'interaction', id: 'mail', interactionId: 'i7' }), isRead);
      organisation.problem = 'unreachable';
      const here = await readAll(contacts, { search: 'splitt' });
      expect([here.rows.map(({ id }) => id), here.problem, here.isComplete]).to.deep.equal([['i7'], 'unreachable', false]);
    });

    it('that were only granted are deleted with the consultation, those of the own team stay', async () => {
      for (const access of ['grant', 'team'] as const) {
        organisation.access = access;
        const contacts = start();
        await readContact(contacts);
        await readAll(contacts);
        isOpen = false;
        changes.announce('overview');
        expect(await contacts.contact({ of: 'interaction', id: 'mail' })).to.deep.equal({ isReading: false, problem: 'closed' });
        // This transaction is queued behind the one that deletes.
        expect((await getContacts(database)).map(({ id }) => id)).to.deep.equal(access === 'grant' ? [] : ['c1']);
        expect((await getHistory(database, 'c1')).rows.length).to.equal(access === 'grant' ? 0 : 250);
        isOpen = true;
      }
    });

    it('that a colleague is about to grant are not reported as missing: they count as being read until the grant has come', async () => {
      isGrantExpected = true;
      organisation.problem = 'not-found';
      const contacts = start();
      const shown: ContactSlice[] = [];
      const read = until<ContactSlice>(
        () => contacts.contact({ of: 'interaction', id: 'mail' }),
        (slice) => {
          shown.push(slice);
          organisation.problem = undefined;
          return isRead(slice);
        },
      );
      expect((await read).contact).to.deep.equal(INFORMATION);
      expect(shown.map(({ problem }) => problem).filter(Boolean)).to.deep.equal([]);
    });

    it('that the service does not show any more are deleted', async () => {
      await readAll(start());
      organisation.problem = 'not-found';
      now += DAY;
      const gone = await readContact(start());
      expect(gone).to.deep.equal({ isReading: false, problem: 'not-found' });
      expect(await getContacts(database)).to.deep.equal([]);
    });

    it('that the service does not show any more are not found either', async () => {
      const contacts = start();
      await readAll(contacts);
      // Adds a row that only the service has.
      organisation.history = [...organisation.history, { ...row(251), id: 'i251' }];
      expect((await readAll(contacts, { search: 'transcript' })).total).to.equal(251);
      organisation.problem = 'not-permitted';
      contacts.retry({ of: 'interaction', id: 'mail' });
      const lost = await until<ContactHistorySlice>(
        () => contacts.history({ ...ASK, media: [], statuses: [], search: 'transcript' }, new AbortController().signal),
        isRead,
      );
      expect([lost.total, lost.problem]).to.deep.equal([0, 'not-permitted']);
    });

    it('are deleted also if it is a search that is refused', async () => {
      const contacts = start();
      await readContact(contacts);
      await readAll(contacts);
      organisation.problem = 'not-permitted';
      const lost = await readAll(contacts, { search: 'case 7' });
      expect([lost.total, lost.problem]).to.deep.equal([0, 'not-permitted']);
      expect(await getContacts(database)).to.deep.equal([]);
    });

    it('that cannot be read from the database are said to have failed', async () => {
      const contacts = start();
      await readContact(contacts);
      database.close();
      const query = { of: 'interaction', id: 'mail' } as const;
      expect((await contacts.history({ ...ASK, media: [], statuses: [] }, new AbortController().signal)).problem).to.equal('failed');
      expect((await contacts.interaction({ kind: 'past-interaction', ...query, interactionId: 'i7' })).problem).to.equal('failed');
    });

    it('are read again by Retry', async () => {
      organisation.problem = 'unreachable';
      const contacts = start();
      expect((await readContact(contacts)).problem).to.equal('unreachable');
      organisation.problem = undefined;
      contacts.retry({ of: 'interaction', id: 'mail' });
      expect((await readContact(contacts)).contact?.name).to.equal('Maria Lindqvist');
      expect((await readAll(contacts)).total).to.equal(250);
    });

    it('show a consultation at once when it was appended to a history on screen', async () => {
      const contacts = start();
      await readAll(contacts);
      organisation.history = rows(251);
      const next = until(
        () => contacts.history({ ...ASK, media: [], statuses: [] }, new AbortController().signal),
        ({ total, isReading }) => total === 251 && !isReading,
      );
      contacts.appended('c1');
      expect((await next).rows[0]?.id).to.equal('i251');
    });

    it('are bounded in time and number: the one not looked at for longest goes first', async () => {
      // A hundred thousand rows are sealed and opened.
      const cache = new ContactCache(database, () => now, collator);
      await cache.load();
      const many = rows(20_000);
      const history = new ContactHistory(many, many.map(rowTextOf), collator);
      for (let number = 1; number <= 6; number += 1) {
        now += 1_000;
        await cache.putHistory(`c${number}`, history, { readAt: now, wholeAt: now, isCut: true }, 0);
      }
      expect((await getContacts(database)).map(({ id }) => id)).to.have.members(['c2', 'c3', 'c4', 'c5', 'c6']);
      now += 8 * DAY;
      const next = new ContactCache(database, () => now, collator);
      await next.load();
      expect(await database.count('contactHistory')).to.equal(0);
    });
  });
}
