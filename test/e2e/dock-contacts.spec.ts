import type { Frame, Page } from '@playwright/test';
import { startTestContactService, type TestContactService } from '../fixtures/contact-service.ts';
import { giveForm, openContactOptions, openIssuerPage } from '../fixtures/contact-sign-in.ts';
import { heardBy, request } from '../fixtures/crm-page.ts';
import { dockTest as base, openDock } from '../fixtures/dock-test.ts';
import { expect } from '../fixtures/e2e.ts';
import { expectStatus, notification, say, transcript } from '../fixtures/im.ts';

/** Anna's contacts are not Ben's. She has the extension, and he a desk in a page that signs him in. */
const test = base.extend<{ service: TestContactService }>({
  service: async ({ extension, site, team: { a, b } }, use) => {
    const agents = [
      { agent: a, team: 'Billing' },
      { agent: b, team: 'Technical' },
    ];
    const service = await startTestContactService({
      agents,
      origins: [site.origin],
      interactions: 50,
      postgres: site.postgres,
      chromiumId: new URL(extension.url('')).host,
    });
    await use(service);
    await service.stop();
  },
});

const QUESTION = 'Is it a duplicate?';

const tab = (view: Page | Frame, name: string) => view.getByRole('tab', { name, exact: true });
const panel = (view: Page | Frame, name: string) => view.getByRole('tabpanel', { name, exact: true });
const past = (view: Page | Frame) => view.getByRole('grid', { name: 'Past interactions' });

test("the help page's section in the extension: the contact in the dock of a CRM's page, and at the colleague's desk as long as the consultation goes on", async ({
  extension,
  crm,
  site,
  openDesk,
  service,
  team: { a, b },
}) => {
  await service.append(a, 'c1001', 'past-1', {
    subject: 'Plan changed',
    transcript: [{ at: '2026-03-02T09:01:00Z', author: a.name, text: 'It shows a zebrafish.' }],
  });
  const options = await openContactOptions(extension, a, site.websocket, service);
  await giveForm(await openIssuerPage(extension, options), a);
  await expect(options.getByText(`Signed in to the contact service as ${a.name}`)).toBeVisible();
  const ben = await openDesk(b, { contacts: { address: service.address, token: () => service.tokenOf(b) } });
  const { name } = (await service.ask(a, '/contacts/c1001')).body as { readonly name: string };

  const { page, dock } = await openDock(extension, crm.url('localhost'));
  expect(
    await request(page, 'open-interaction', {
      id: 'mail-1',
      media: 'email',
      contact: { id: 'c1001', name },
      caseData: [{ key: 'Topic', value: 'Invoice 20931 doubled' }],
    }),
  ).toEqual({});
  await dock.press('Open Backchannel');
  const frame = await dock.frame();
  await frame
    .getByRole('button', { name })
    .or(tab(frame, `E-mail, ${name}`))
    .first()
    .click();
  await tab(frame, 'Contact Information').click();
  await expect(panel(frame, 'Contact Information')).toContainText('Customer number');
  await tab(frame, 'Contact History').click();
  await expect(past(frame).getByRole('row').nth(1)).toBeVisible();

  await frame.getByRole('button', { name: 'Start Consultation', exact: true }).click();
  await frame.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await frame.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` }).click();
  await expectStatus(frame, b, 'Not Connected');
  await say(frame, QUESTION);
  await expect(notification(ben, a)).toBeVisible();
  expect((await service.ask(b, '/contacts/c1001')).status).toBe(404);
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(frame, b, 'Connected');
  await expect(panel(ben, 'Case Data')).toContainText('Invoice 20931 doubled');
  await tab(ben, 'Contact Information').click();
  await expect(panel(ben, 'Contact Information')).toContainText(name);
  await tab(ben, 'Contact History').click();
  await ben.getByRole('searchbox', { name: 'Search contact history' }).fill('zebrafish');
  await expect(past(ben).getByRole('row')).toHaveCount(2);
  await past(ben).getByRole('row').nth(1).click();
  await expect(ben.getByRole('region', { name: 'Past interaction: Plan changed' })).toContainText('It shows a zebrafish.');
  await say(ben, 'No, it is pro rata.');
  await expect(transcript(frame)).toContainText('No, it is pro rata.');

  await frame.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(ben, a, 'Ended');
  await expect(tab(ben, 'Contact History')).toHaveCount(0);
  await expect.poll(async () => (await service.ask(b, '/contacts/c1001')).status).toBe(403);
  for (const view of [frame, ben]) await view.getByRole('button', { name: 'Mark Done' }).click();
  await expect.poll(async () => (await heardBy(page)).map((event) => event.name)).toContain('consultation-done');

  // The e-mail is shown again, with the history as it was left; what was appended is in it.
  const appended = past(frame).getByRole('row').filter({ hasText: QUESTION });
  await appended.click();
  await expect(frame.getByRole('region', { name: `Past interaction: ${QUESTION}` })).toContainText('No, it is pro rata.');
});
