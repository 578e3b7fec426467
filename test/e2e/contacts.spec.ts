import type { Page } from '@playwright/test';
import type { ContactHistorySlice, ContactSlice, QueryOf } from '../../src/channel/contract.ts';
import type { TestAgent } from '../fixtures/agents.ts';
import { startTestContactService, type TestContactService } from '../fixtures/contact-service.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, notification, say } from '../fixtures/im.ts';

const ALL: Omit<QueryOf<'contact-history'>, 'kind' | 'of' | 'id'> = {
  search: '',
  media: [],
  statuses: [],
  sort: 'start',
  order: 'desc',
  first: 0,
  count: 20,
};

/** What a view that follows the query would show once it meets the condition. */
async function contactOf(
  page: Page,
  of: 'interaction' | 'session',
  id: string,
  isEnough: (slice: ContactSlice) => boolean,
): Promise<ContactSlice> {
  let latest: ContactSlice | undefined;
  await expect
    .poll(async () => {
      latest = await page.evaluate(
        ([kind, name]) =>
          new Promise<ContactSlice>((resolve) => {
            const unfollow = workspace.subscribe<'contact'>({ kind: 'contact', of: kind, id: name }, (slice) => {
              if (slice.isReading) return;
              setTimeout(() => unfollow());
              resolve(slice);
            });
          }),
        [of, id] as const,
      );
      return isEnough(latest);
    })
    .toBe(true);
  if (!latest) throw new Error('no slice');
  return latest;
}

/** The history once it isn't being read any more. */
async function historyOf(
  page: Page,
  of: 'interaction' | 'session',
  id: string,
  query: Partial<{ search: string; first: number; count: number }> = {},
): Promise<ContactHistorySlice> {
  return page.evaluate(
    ([kind, name, asked]) =>
      new Promise<ContactHistorySlice>((resolve) => {
        const unfollow = workspace.subscribe<'contact-history'>({ kind: 'contact-history', of: kind, id: name, ...asked }, (slice) => {
          if (slice.isReading) return;
          setTimeout(() => unfollow());
          resolve(slice);
        });
      }),
    [of, id, { ...ALL, ...query }] as const,
  );
}

async function openMail(page: Page, contactId: string): Promise<void> {
  await page.evaluate(
    (id) =>
      workspace.openInteraction({
        id: 'mail-1',
        media: 'email',
        contact: { name: 'Maria Lindqvist', id },
        caseData: [
          { key: 'Topic', value: 'Invoice' },
          { key: 'Card', value: '4111 1111 1111 1111' },
        ],
      }),
    contactId,
  );
  await page.getByRole('tab', { name: 'E-mail, Maria Lindqvist' }).click();
}

async function consult(page: Page, target: TestAgent, message: string): Promise<string> {
  const sessionId = await page.evaluate(async (jid) => {
    const id = crypto.randomUUID();
    await workspace.commands.consult({ sessionId: id, interactionId: 'mail-1', target: jid });
    return id;
  }, target.jid);
  await page.evaluate(([id, body]) => workspace.commands.send({ sessionId: id, messageId: crypto.randomUUID(), body }), [
    sessionId,
    message,
  ] as const);
  return sessionId;
}

test.describe('contacts of the organisation', () => {
  // Each has a contact service of its own, which fills its database first.
  test.slow();

  let service: TestContactService;
  test.afterEach(() => service.stop());

  test('a colleague sees the contact as long as the consultation goes on, and the consultation stands in its history', async ({
    openDesk,
    site,
    team: { a, b },
  }) => {
    service = await startTestContactService({
      origins: [site.origin],
      agents: [
        { agent: a, team: 'Billing' },
        { agent: b, team: 'Technical' },
      ],
      interactions: 3_000,
      postgres: site.postgres,
    });
    const contacts = (agent: TestAgent) => ({ address: service.address, token: () => service.tokenOf(agent) });
    const [anna, ben] = await Promise.all([openDesk(a, { contacts: contacts(a) }), openDesk(b, { contacts: contacts(b) })]);
    await openMail(anna, 'c1001');
    const own = await contactOf(anna, 'interaction', 'mail-1', ({ contact }) => contact !== undefined);
    expect(own.contact?.id).toBe('c1001');
    const history = await historyOf(anna, 'interaction', 'mail-1');
    expect(history.problem).toBeUndefined();
    expect(history.total).toBeGreaterThan(50);
    expect(history.rows.length).toBe(20);
    expect(history.isComplete).toBe(true);

    const sessionId = await consult(anna, b, 'Is it a duplicate?');
    await expect(notification(ben, a)).toBeVisible();
    expect(await contactOf(ben, 'session', sessionId, () => true)).toEqual({ isReading: false, problem: 'not-accepted' });
    expect((await service.ask(b, '/contacts/c1001')).status).toBe(404);
    await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
    await expectStatus(ben, a, 'Connected');
    const shared = await contactOf(ben, 'session', sessionId, ({ contact }) => contact !== undefined);
    expect(shared.contact?.name).toBe(own.contact?.name);
    expect((await historyOf(ben, 'session', sessionId)).total).toBe(history.total);
    await say(ben, 'No, it is pro rata: 4111 1111 1111 1111.');
    await expect(ben.getByRole('button', { name: 'Mask', exact: true })).toBeFocused();
    await ben.getByRole('button', { name: 'Send as it is' }).click();

    await ben.getByRole('button', { name: 'End Session' }).click();
    await expect.poll(async () => (await service.ask(b, '/contacts/c1001')).status).toBe(403);
    expect(await contactOf(ben, 'session', sessionId, () => true)).toEqual({ isReading: false, problem: 'closed' });

    const path = `/contacts/c1001/interactions/${sessionId}`;
    await expect.poll(async () => (await service.ask(a, path)).status).toBe(200);
    const { body } = await service.ask(a, path);
    expect(body).toMatchObject({
      medium: 'im',
      subject: 'Is it a duplicate?',
      status: 'done',
      agent: { id: a.jid },
      caseData: [
        { key: 'Topic', value: 'Invoice' },
        { key: 'Card', value: '•••• •••• •••• 1111' },
      ],
      transcript: [
        { author: a.name, text: 'Is it a duplicate?' },
        { author: b.name, text: 'No, it is pro rata: •••• •••• •••• 1111.' },
      ],
    });
    await anna.evaluate(() => workspace.commands.retryContact({ of: 'interaction', id: 'mail-1' }));
    await expect.poll(async () => (await historyOf(anna, 'interaction', 'mail-1')).rows.some(({ id }) => id === sessionId)).toBe(true);
  });

  test('the service is away: what was read stays, with its age, the instant message goes on, and signing out wipes it', async ({
    openDesk,
    site,
    team: { a, b },
  }) => {
    service = await startTestContactService({
      origins: [site.origin],
      agents: [{ agent: a, team: 'Billing' }],
      interactions: 1_000,
      postgres: site.postgres,
    });
    const [anna, ben] = await Promise.all([
      openDesk(a, { contacts: { address: service.address, token: () => service.tokenOf(a) } }),
      openDesk(b),
    ]);
    await openMail(anna, 'c1001');
    await contactOf(anna, 'interaction', 'mail-1', ({ contact }) => contact !== undefined);
    const { total } = await historyOf(anna, 'interaction', 'mail-1');
    await service.stop();

    await anna.evaluate(() => workspace.commands.retryContact({ of: 'interaction', id: 'mail-1' }));
    const away = await contactOf(anna, 'interaction', 'mail-1', ({ problem }) => problem === 'unreachable');
    expect([away.contact?.id, typeof away.readAt]).toEqual(['c1001', 'number']);
    const found = await historyOf(anna, 'interaction', 'mail-1', { search: 'zebrafish' });
    expect([found.total, found.isComplete, found.problem]).toEqual([0, false, 'unreachable']);
    expect((await historyOf(anna, 'interaction', 'mail-1')).total).toBe(total);
    await consult(anna, b, 'Is it a duplicate?');
    await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
    await expectStatus(ben, a, 'Connected');

    await anna.evaluate(() => workspace.commands.signOut({}));
    await expect
      .poll(() => anna.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name !== 'backchannel')))
      .toEqual([]);
  });
});

test('a page brings the contacts itself: what it answers is checked', async ({ openDesk, team: { a } }) => {
  const asked: unknown[] = [];
  const contact = {
    id: 'crm-7',
    access: { by: 'team' },
    name: 'Maria <b>Lindqvist</b>',
    company: '',
    numbers: [],
    emails: [],
    addresses: [],
    notes: '',
    attributes: [],
  };
  const anna = await openDesk(a, {
    contacts: {
      address: 'source',
      token: () => Promise.reject(new Error('nobody needs a token')),
      source: (name, inputs) => {
        asked.push([name, ...inputs]);
        return name === 'readContact' && inputs[0] === 'crm-7' ? contact : { items: 'many' };
      },
    },
  });
  await openMail(anna, 'crm-7');
  expect((await contactOf(anna, 'interaction', 'mail-1', () => true)).contact?.name).toBe('Maria <b>Lindqvist</b>');
  expect(await historyOf(anna, 'interaction', 'mail-1')).toMatchObject({ total: 0, problem: 'nonsense', isComplete: false });
  expect(asked).toContainEqual(['searchHistory', 'crm-7', { limit: 100 }]);
});
