import type { BrowserContext, Page } from '@playwright/test';
import type { TestAgent } from '../fixtures/agents.ts';
import { type DemoCrm, startDemoCrm } from '../fixtures/demo-crm.ts';
import { consoleErrors, expect, test as base } from '../fixtures/e2e.ts';
import { expectStatus, notification, say, transcript } from '../fixtures/im.ts';
import { tabTo } from '../fixtures/keyboard.ts';

interface CrmFixtures {
  readonly crm: DemoCrm;
  /** The agents' CRM pages, each in a browser of its own, and what the browser reports as errors of them. */
  readonly desks: { readonly anna: Page; readonly ben: Page; readonly errors: { readonly anna: string[]; readonly ben: string[] } };
}

/** Anna's contacts are not Ben's. */
const test = base.extend<CrmFixtures>({
  crm: async ({ site, team: { a, b } }, use) => {
    const crm = await startDemoCrm(site, [
      { agent: a, team: 'Billing' },
      { agent: b, team: 'Technical' },
    ]);
    await use(crm);
    await crm.stop();
  },
  desks: async ({ browser, crm, team: { a, b } }, use) => {
    const contexts: BrowserContext[] = [];
    const open = async (agent: TestAgent) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        viewport: { width: 1440, height: 860 },
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      contexts.push(context);
      const page = await context.newPage();
      const errors = consoleErrors(page);
      await crm.open(page, agent);
      return { page, errors };
    };
    const [anna, ben] = await Promise.all([open(a), open(b)]);
    await use({ anna: anna.page, ben: ben.page, errors: { anna: anna.errors, ben: ben.errors } });
    for (const context of contexts) await context.close();
  },
});

const QUESTION = 'Is invoice 20931 a duplicate?';
const ANSWER = 'No, it is pro rata: the plan changed on the 12th.';
/** Said in one of the contact's past chats, and in nothing else of it. */
const WORD = 'zebrafish';

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const panel = (page: Page, name: string) => page.getByRole('tabpanel', { name, exact: true });
const past = (page: Page) => page.getByRole('grid', { name: 'Past interactions' });
const pastRow = (page: Page, subject: string) => past(page).getByRole('row').filter({ hasText: subject });
const details = (page: Page, subject: string) => page.getByRole('region', { name: `Past interaction: ${subject}` });
/** The record in the CRM's own page. */
const record = (page: Page, name: string) =>
  page.getByRole('article', { name: 'Customer record' }).getByRole('region', { name, exact: true });

/** The contact of Anna's first e-mail has had two more chats. @returns the contact's id and name */
async function prepareHistory({ service }: DemoCrm, agent: TestAgent): Promise<{ readonly id: string; readonly name: string }> {
  const { body } = await service.ask(agent, '/contacts?name=M%C3%BCller&limit=1');
  const [contact] = (body as { readonly items: readonly { readonly id: string; readonly name: string }[] }).items;
  if (!contact) throw new Error('nobody of that name');
  const transcript = [
    { at: '2026-03-02T09:01:00Z', author: contact.name, text: `My router shows a ${WORD}.` },
    { at: '2026-03-02T09:02:00Z', author: agent.name, text: 'That is the sleep mode.' },
  ];
  await service.append(agent, contact.id, 'past-1', { subject: 'Odd picture on the display', outcome: 'Resolved', transcript });
  await service.append(agent, contact.id, 'past-2', {
    subject: 'Plan changed to Business 20',
    startedAt: '2026-03-12T09:00:00Z',
    endedAt: '2026-03-12T09:05:00Z',
  });
  return contact;
}

/** How many records of contacts the agent's browser holds. */
const heldRecords = (page: Page, { jid }: TestAgent) =>
  page.evaluate(async (account) => {
    const name = (await indexedDB.databases()).map((database) => database.name ?? '').find((database) => database.includes(account)) ?? '';
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const stores = ['contacts', 'contactHistory', 'pastInteractions'];
    const reading = opening.result.transaction(stores);
    const counts = await Promise.all(
      stores.map(async (store) => {
        const counting = reading.objectStore(store).count();
        await new Promise((resolve) => (counting.onsuccess = resolve));
        return counting.result;
      }),
    );
    opening.result.close();
    return counts;
  }, jid);

test('the whole story: an e-mail, a question by keyboard alone, the case, the history, which is away for a while, the answer, and the consultation stands in the history', async ({
  crm,
  desks: { anna, ben, errors },
  team: { a, b },
}) => {
  const contact = await prepareHistory(crm, a);
  const mail = anna.getByRole('navigation', { name: 'Work' }).getByRole('button', { name: contact.name });
  await mail.focus();
  await anna.keyboard.press('Enter');
  await expect(record(anna, 'History')).toContainText('Odd picture on the display');
  await tab(anna, 'Contact History').click();
  await expect(pastRow(anna, 'Odd picture on the display')).toBeVisible();
  await mail.focus();
  await tabTo(anna, anna.getByRole('button', { name: 'Start Consultation', exact: true }));
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('combobox', { name: 'Search internal targets' })).toBeFocused();
  await anna.keyboard.type('baker');
  await anna.keyboard.press('Shift+F10');
  await expect(anna.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` })).toBeFocused();
  await anna.keyboard.press('Enter');
  await expectStatus(anna, b, 'Not Connected');
  await expect(anna.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await anna.keyboard.type(QUESTION);
  await anna.keyboard.press('Enter');

  // From wherever he is in the widget, the first F6 leads to what came.
  await expect(notification(ben, a)).toBeVisible();
  await tabTo(
    ben,
    ben
      .getByRole('combobox', { name: 'Search internal targets' })
      .or(ben.getByRole('button', { name: 'My History' }))
      .first(),
  );
  await ben.keyboard.press('F6');
  await expect(notification(ben, a).getByRole('button', { name: 'Accept' })).toBeFocused();
  await ben.keyboard.press('Enter');
  await expectStatus(ben, a, 'Connected');
  await expectStatus(anna, b, 'Connected');
  await expect(ben.getByRole('textbox', { name: 'Message' })).toBeFocused();

  // The tabs by arrow keys, a number to copy.
  await expect(panel(ben, 'Case Data')).toContainText('Invoice 20931 charged twice');
  await expect(panel(ben, 'Case Data')).toContainText('•••• •••• •••• 1111');
  await tabTo(ben, tab(ben, 'Case Data'));
  await ben.keyboard.press('ArrowRight');
  await expect(tab(ben, 'Contact Information')).toBeFocused();
  const information = panel(ben, 'Contact Information');
  await expect(information).toContainText(contact.name);
  await expect(information.getByRole('textbox')).toHaveCount(0);
  const copy = information.getByRole('button', { name: /^Copy \+49/ }).first();
  await expect(copy).toBeVisible();
  await tabTo(ben, copy);
  await ben.keyboard.press('Enter');
  await expect(information).toContainText('Copied.');
  expect(await copy.getAttribute('aria-label')).toBe(`Copy ${await ben.evaluate(() => navigator.clipboard.readText())}`);
  await expect(copy).toBeFocused();

  // The history searched, details by Enter.
  await tab(ben, 'Contact Information').focus();
  await ben.keyboard.press('ArrowRight');
  await expect(tab(ben, 'Contact History')).toBeFocused();
  await expect(pastRow(ben, 'Plan changed to Business 20')).toBeVisible();
  const search = ben.getByRole('searchbox', { name: 'Search contact history' });
  await tabTo(ben, search);
  await ben.keyboard.type(WORD);
  await expect(past(ben).getByRole('row')).toHaveCount(2);
  await ben.keyboard.press('ArrowDown');
  await expect(past(ben)).toBeFocused();
  await ben.keyboard.press('Enter');
  await expect(details(ben, 'Odd picture on the display')).toBeFocused();
  await expect(details(ben, 'Odd picture on the display')).toContainText(`My router shows a ${WORD}.`);
  await ben.keyboard.press('Escape');
  await expect(past(ben)).toBeFocused();
  expect(errors).toEqual({ anna: [], ben: [] });

  await test.step('the service fails in mid-search: what the browser holds is searched, the instant message goes on', async () => {
    const history = panel(ben, 'Contact History');
    // The request is on its way, and no answer comes; then the connection breaks.
    crm.wire.freeze();
    await search.fill('sleep mode');
    await expect(history).toContainText('Searching…');
    crm.wire.refuse();
    crm.wire.cut();
    await expect(history).toContainText("The contact service can't be reached.");
    await expect(history).toContainText('Only what this browser holds was searched.');
    await expect(history).toContainText(/As of (now|\d+ sec)/);
    await say(ben, 'The history is away, a moment.');
    await expect(transcript(anna)).toContainText('The history is away, a moment.');
    await say(anna, 'No hurry.');
    await expect(transcript(ben)).toContainText('No hurry.');
    await search.fill('plan changed');
    await expect(past(ben).getByRole('row')).toHaveCount(2);
    await expect(pastRow(ben, 'Plan changed to Business 20')).toBeVisible();

    // That has failed at the service, too.
    await expect(history.getByRole('button', { name: 'Retry' })).toBeVisible();
    crm.wire.thaw();
    crm.wire.allow();
    await history.getByRole('button', { name: 'Retry' }).click();
    await expect(history.getByRole('button', { name: 'Retry' })).toHaveCount(0);
    await expect(history).not.toContainText("can't be reached");
    await search.fill(WORD);
    await expect(pastRow(ben, 'Odd picture on the display')).toBeVisible();
  });

  await search.focus();
  await ben.keyboard.press('Alt+m');
  await expect(ben.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await ben.keyboard.type(ANSWER);
  await ben.keyboard.press('Enter');
  await expect(transcript(anna)).toContainText(ANSWER);

  await anna.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(ben, a, 'Ended');
  await expect(tab(ben, 'Case Data')).toHaveCount(0);
  await expect(tab(ben, 'Contact History')).toHaveCount(0);
  await expect.poll(() => heldRecords(ben, b)).toEqual([0, 0, 0]);
  // The CRM's page reads the history when the consultation is marked done, and by then the record has to be there.
  await expect
    .poll(async () => JSON.stringify((await crm.service.ask(a, `/contacts/${contact.id}/interactions?limit=8`)).body))
    .toContain(QUESTION);
  for (const page of [anna, ben]) await page.getByRole('button', { name: 'Mark Done' }).click();
  await expect(ben.getByRole('tabpanel')).toHaveCount(0);

  await expect(record(anna, 'Consultations')).toContainText(QUESTION);
  await expect(record(anna, 'Consultations')).toContainText(ANSWER);
  await expect(record(anna, 'History').getByRole('row').nth(1)).toContainText(QUESTION);
  await expect(record(anna, 'History').getByRole('row').nth(1)).toContainText(a.name);
  // Where she left it, and nothing was pressed.
  await expect(tab(anna, 'Contact History')).toHaveAttribute('aria-selected', 'true');
  await pastRow(anna, QUESTION).click();
  await expect(details(anna, QUESTION)).toContainText(ANSWER);
  // A browser tells of a failed request by itself, and names neither contact nor word.
  for (const error of [...errors.anna, ...errors.ben]) expect(error).toMatch(/^Failed to load resource/);
});
