import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { type ContactGrant, ContactFailure, type ContactSource } from '../../src/background/contacts/source/contact-source.ts';
import { SharedContacts } from '../../src/background/contacts/sharing/shared-contacts.ts';
import type { FinishedConsultation } from '../../src/model/contact/finished-consultation.ts';
import type { ImSession, TranscriptMessage } from '../../src/model/session/im-session.ts';
import { deleteDoneSessions } from '../../src/storage/history-store.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { putSession } from '../../src/storage/session-store.ts';
import { getSharedContacts } from '../../src/storage/shared-contact-store.ts';
import { putEntry } from '../../src/storage/transcript-store.ts';
import { DATABASE_KINDS, DATABASES } from './account-databases.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const JID = 'anna@shared-test.localhost';
const PEER = 'ben@shared-test.localhost';
const HOUR = 60 * 60 * 1000;
const CONNECTED: ImSession = {
  id: 'session-1',
  peer: PEER,
  direction: 'outgoing',
  isPlain: false,
  isInvitedFromHere: true,
  state: { status: 'connected', since: 5_000 },
  createdAt: 1_000,
  isDisplayed: true,
  unread: 0,
  lastPosition: 1,
  isDone: false,
  initialMessage: 'Card 4111 1111 1111 1111?\nSee below.',
  initialMessageId: 'm1',
  parent: {
    interactionId: 'mail',
    media: 'email',
    contactName: 'Maria',
    contactId: 'c1',
    isClosed: false,
    version: 1,
    leftOut: ['Plan'],
    caseData: {
      fields: [
        { key: 'Topic', type: 'text', value: 'Invoice' },
        { key: 'Plan', type: 'text', value: 'Secret' },
      ],
      omitted: 0,
    },
  },
};
const over = (status: ImSession['state']): ImSession => ({
  ...CONNECTED,
  state: status,
  parent: CONNECTED.parent && { ...CONNECTED.parent, caseData: { fields: [], omitted: 0 } },
});
const ENDED = over({ status: 'ended', reason: 'ended-here', at: 9_000, since: 5_000 });
const SAID: TranscriptMessage = {
  kind: 'message',
  sessionId: 'session-1',
  id: 'm1',
  position: 1,
  at: 2_000,
  from: JID,
  isOwn: true,
  body: 'Card 4111 1111 1111 1111?',
};

for (const kind of DATABASE_KINDS) {
  describe(`contacts that consultations share, ${kind}`, () => {
    let database: AccountDatabase;
    let journal: Journal;
    let changes: Changes;
    let now: number;
    let sessions: ImSession[];
    let problem: ContactFailure | undefined;
    let told: unknown[];
    let appended: string[];
    const hosts: SharedContacts[] = [];

    const take = (call: unknown) => {
      if (problem) return Promise.reject(problem);
      told.push(call);
      return Promise.resolve();
    };
    const source: Pick<ContactSource, 'grant' | 'endGrant' | 'appendInteraction'> = {
      grant: (contactId, id, { agent, until }: ContactGrant) => take(['grant', contactId, id, agent, until - now]),
      endGrant: (contactId, id) => take(['end', contactId, id]),
      appendInteraction: (contactId, id, finished: FinishedConsultation) => take(['append', contactId, id, finished]),
    };

    /** Starts the next session host's shared contacts. */
    const start = async () => {
      for (const host of hosts.splice(0)) host.stop();
      const shared = new SharedContacts(await getSharedContacts(database), {
        me: JID,
        database,
        journal,
        changes,
        now: () => now,
        nameOf: (jid) => (jid === JID ? 'Anna Adams' : 'Ben Baker'),
        im: {
          ownConsultations: () => sessions.filter(({ isDone }) => !isDone),
          get: (id) => sessions.find((session) => session.id === id),
        },
        source: () => source as ContactSource,
        onAppended: (contactId) => appended.push(contactId),
      });
      hosts.push(shared);
      return shared;
    };
    /** Replaces the sessions, and stores them. */
    const become = (...next: readonly ImSession[]) => {
      sessions = [...next];
      for (const session of next) journal.write(putSession(session));
      changes.announce('overview');
    };

    beforeEach(async () => {
      database = await DATABASES[kind].open(JID);
      journal = new Journal(database, { onFailure: () => undefined });
      changes = new Changes();
      now = 1_000_000;
      sessions = [];
      problem = undefined;
      appended = [];
      told = [];
      journal.write(putEntry(SAID));
    });

    afterEach(async () => {
      for (const host of hosts.splice(0)) host.stop();
      await journal.flush();
      database.close();
      await DATABASES[kind].delete(JID);
    });

    it('are granted when the colleague has accepted; the grant ends with the session, and the consultation is appended', async () => {
      const shared = await start();
      become(CONNECTED);
      await shared.settle();
      expect(told).to.deep.equal([['grant', 'c1', 'session-1', PEER, HOUR]]);
      become(ENDED);
      await shared.settle();
      expect(told.slice(1)).to.deep.equal([
        ['end', 'c1', 'session-1'],
        [
          'append',
          'c1',
          'session-1',
          {
            medium: 'im',
            subject: 'Card •••• •••• •••• 1111?',
            startedAt: 5_000,
            endedAt: 9_000,
            status: 'done',
            outcome: 'Consulted',
            caseData: [{ key: 'Topic', type: 'text', value: 'Invoice' }],
            transcript: [{ at: 5_000, author: 'Anna Adams', text: 'Card •••• •••• •••• 1111?' }],
          },
        ],
      ]);
      expect(appended).to.deep.equal(['c1']);
      await journal.flush();
      expect(await database.count('sharedContacts')).to.equal(0);
    });

    it('are written down before the service is asked, so that the grant of a killed host is withdrawn', async () => {
      let noted: unknown;
      const grant = source.grant.bind(source);
      source.grant = async (...given) => {
        noted = (await getSharedContacts(database))[0]?.grantedUntil;
        return grant(...given);
      };
      const shared = await start();
      become(CONNECTED);
      await shared.settle();
      source.grant = grant;
      expect([noted, told.length]).to.deep.equal([0, 1]);
    });

    it('are prolonged while the session goes on', async () => {
      const shared = await start();
      become(CONNECTED);
      await shared.settle();
      now += HOUR / 2 + 1;
      await shared.settle();
      expect(told.length).to.equal(2);
    });

    it('are ended and appended by the next host, when this one was killed', async () => {
      const shared = await start();
      become(CONNECTED);
      await shared.settle();
      problem = new ContactFailure('unreachable');
      become({ ...ENDED, isDone: true });
      await shared.settle();
      await journal.flush();
      // The session is done, so that the next host doesn't load it into memory.
      sessions = [];
      problem = undefined;
      told = [];
      await (await start()).settle();
      expect(told.map((call) => (call as string[])[0])).to.deep.equal(['end', 'append']);
      expect(told[1]).to.have.nested.property('[3].caseData[0].value', 'Invoice');
    });

    it('are tried again after a failure; a final refusal is kept, and tried again only when something has changed at the service', async () => {
      problem = new ContactFailure('busy');
      const shared = await start();
      become(CONNECTED);
      await shared.settle();
      problem = undefined;
      await shared.settle();
      expect(told.length).to.equal(1);
      problem = new ContactFailure('failed', { isFinal: true });
      become(ENDED);
      await shared.settle();
      await journal.flush();
      expect(await getSharedContacts(database)).to.have.lengthOf(1);
      problem = undefined;
      await shared.settle();
      expect(appended).to.deep.equal([]);
      // The next host doesn't append it either.
      const next = await start();
      await next.settle();
      expect(appended).to.deep.equal([]);
      next.sourceChanged();
      await next.settle();
      await journal.flush();
      expect(appended).to.have.lengthOf(1);
      expect(await database.count('sharedContacts')).to.equal(0);
    });

    for (const reason of ['rejected', 'no-answer', 'cancelled', 'unreachable', 'not-allowed'] as const) {
      it(`are granted to nobody by an invitation that ends as ${reason}, and nothing is appended`, async () => {
        const shared = await start();
        const inviting: ImSession['state'] = { status: 'inviting', expiresAt: 0, ringing: false };
        for (const state of [{ status: 'not-connected' } as const, inviting, { ...inviting, ringing: true }]) {
          become({ ...CONNECTED, state });
          await shared.settle();
        }
        become(over({ status: 'ended', reason, at: 9_000 }));
        await shared.settle();
        expect(told).to.deep.equal([]);
        expect(await database.count('sharedContacts')).to.equal(0);
      });

      it(`are granted to nobody by a voice consultation that ends as ${reason}`, async () => {
        const shared = await start();
        const begun: ImSession = { ...CONNECTED, isBegunByCall: true, state: { status: 'not-connected' } };
        become(begun);
        await shared.settle();
        become({ ...over({ status: 'ended', reason, at: 9_000 }), isBegunByCall: true });
        await shared.settle();
        expect(told).to.deep.equal([]);
      });
    }

    it('are granted only to the colleague who accepts, if two are asked about one contact', async () => {
      const shared = await start();
      const other: ImSession = {
        ...CONNECTED,
        id: 'session-2',
        peer: 'cleo@shared-test.localhost',
        state: { status: 'inviting', expiresAt: 0, ringing: true },
      };
      become(CONNECTED, other);
      await shared.settle();
      expect(told).to.deep.equal([['grant', 'c1', 'session-1', PEER, HOUR]]);
    });

    describe('whose record the service refuses for good', () => {
      const ID = { sessionId: 'session-1', contactId: 'c1' };
      const REFUSED = new ContactFailure('too-large', { isFinal: true, status: 413, detail: 'At most 1 kB.' });

      /** Ends the consultation; the service gives this answer to its record. */
      const endWith = async (answer: ContactFailure | undefined, ended: ImSession = ENDED) => {
        const shared = await start();
        become(CONNECTED);
        await shared.settle();
        problem = answer;
        become(ended);
        await shared.settle();
        await journal.flush();
        return shared;
      };

      it('are listed with the service’s answer, by the next host too, until the service takes the record', async () => {
        const shared = await endWith(REFUSED);
        const record = {
          ...ID,
          contactName: 'Maria',
          subject: 'Card •••• •••• •••• 1111?',
          peerName: 'Ben Baker',
          startedAt: 5_000,
          endedAt: 9_000,
          isTrying: false,
          refusal: { reason: 'too-large', at: now, status: 413, detail: 'At most 1 kB.', isTold: false },
        };
        expect(shared.unsent()).to.deep.equal([record]);
        const next = await start();
        expect(next.unsent()).to.deep.equal([record]);
        problem = undefined;
        expect(await next.retry([ID])).to.equal(0);
        expect(next.unsent()).to.deep.equal([]);
        await journal.flush();
        expect(await database.count('sharedContacts')).to.equal(0);
      });

      it('are told once: not again by the next host, or when it is refused again, unless the reason is another', async () => {
        const shared = await endWith(REFUSED);
        await shared.noteTold();
        const next = await start();
        // This happens when a page that brings contacts is reloaded.
        next.sourceChanged();
        await next.settle();
        expect(next.unsent()[0]?.refusal).to.include({ reason: 'too-large', isTold: true });
        problem = new ContactFailure('conflict', { isFinal: true, status: 409 });
        expect(await next.retry(undefined)).to.equal(1);
        expect(next.unsent()[0]?.refusal).to.deep.equal({ reason: 'conflict', at: now, status: 409, isTold: false });
      });

      it('stay refused in the list while they are tried again', async () => {
        const shared = await endWith(REFUSED);
        const append = source.appendInteraction.bind(source);
        let meanwhile: unknown;
        source.appendInteraction = () => {
          meanwhile = shared.unsent()[0];
          return Promise.resolve();
        };
        expect(await shared.retry([ID])).to.equal(0);
        source.appendInteraction = append;
        expect(meanwhile).to.have.property('isTrying', true);
        expect(meanwhile).to.have.nested.property('refusal.reason', 'too-large');
      });

      it('can be deleted by the agent, except while they are still tried', async () => {
        const shared = await endWith(new ContactFailure('unreachable'));
        await shared.delete(ID);
        expect(shared.unsent()).to.have.nested.property('[0].problem', 'unreachable');
        problem = REFUSED;
        await shared.retry(undefined);
        await shared.delete(ID);
        expect(shared.unsent()).to.deep.equal([]);
        expect(await database.count('sharedContacts')).to.equal(0);
      });

      it('are exported as the contract has them', async () => {
        const shared = await endWith(REFUSED);
        const time = (at: number) => new Date(at).toISOString();
        const exported = await shared.export([ID]);
        expect(exported).to.deep.equal({
          format: 'backchannel-consultation-records',
          version: 1,
          exportedAt: time(now),
          agent: JID,
          records: [
            {
              contactId: 'c1',
              contactName: 'Maria',
              interactionId: 'session-1',
              consulted: PEER,
              refusal: { reason: 'too-large', at: time(now), status: 413, detail: 'At most 1 kB.' },
              interaction: {
                medium: 'im',
                subject: 'Card •••• •••• •••• 1111?',
                startedAt: time(5_000),
                endedAt: time(9_000),
                status: 'done',
                outcome: 'Consulted',
                caseData: [{ key: 'Topic', type: 'text', value: 'Invoice' }],
                transcript: [{ at: time(5_000), author: 'Anna Adams', text: 'Card •••• •••• •••• 1111?' }],
              },
            },
          ],
        });
        expect((await shared.export([{ ...ID, contactId: 'c2' }])).records).to.deep.equal([]);
        expect((await shared.export(undefined)).records).to.have.lengthOf(1);
      });

      it('are kept when the history is deleted before the service has taken the record', async () => {
        const shared = await endWith(new ContactFailure('unreachable'), { ...ENDED, isDone: true });
        journal.write(deleteDoneSessions());
        await journal.flush();
        sessions = [];
        problem = undefined;
        told = [];
        await shared.retry(undefined);
        expect(told).to.have.nested.property('[1][3].transcript[0].text', 'Card •••• •••• •••• 1111?');
      });

      it('are refused, and told as refused, if the service has taken nothing for a week', async () => {
        const shared = await endWith(new ContactFailure('unreachable'));
        now += 7 * 24 * HOUR + 1;
        await shared.settle();
        expect(shared.unsent()[0]?.refusal).to.deep.equal({ reason: 'not-taken', at: now, isTold: false });
      });

      it('are sent to the service, even if the consultation went on for more than a week', async () => {
        const shared = await start();
        become(CONNECTED);
        await shared.settle();
        now += 8 * 24 * HOUR;
        become(ENDED);
        await shared.settle();
        expect(appended).to.deep.equal(['c1']);
      });

      it('are kept, however many there are', async () => {
        const shared = await start();
        const many = Array.from({ length: 600 }, (_, number) => `s${number}`);
        become(...many.map((id) => ({ ...CONNECTED, id })));
        await shared.settle();
        problem = REFUSED;
        become(...many.map((id) => ({ ...ENDED, id })));
        await waitUntil(() => shared.unsent().filter(({ refusal }) => refusal).length === 600, 'all are refused');
        await journal.flush();
        expect(await database.count('sharedContacts')).to.equal(600);
      });
    });

    it('are not granted to a plain client, which sees nothing of them', async () => {
      const shared = await start();
      become({ ...CONNECTED, isPlain: true });
      await shared.settle();
      become({ ...ENDED, isPlain: true });
      await shared.settle();
      expect(told.map((call) => (call as string[])[0])).to.deep.equal(['append']);
    });
  });
}
