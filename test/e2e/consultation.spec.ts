import type { Page } from '@playwright/test';
import type { TestAgent } from '../fixtures/agents.ts';
import { waitUntilConnected } from '../fixtures/desk.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, notification, say, transcript } from '../fixtures/im.ts';

const CASE = [
  { key: 'Topic', value: 'Invoice 20931 doubled', isEditable: true },
  { key: 'Plan', value: 'Business 20' },
  { key: 'Card', value: '4111 1111 1111 1111' },
  { key: 'Order', type: 'link' as const, value: 'https://orders.example/77120' },
];

/** The page's CRM opens an e-mail from Maria Lindqvist. */
async function openMail(page: Page): Promise<void> {
  await page.evaluate(
    (caseData) => workspace.openInteraction({ id: 'mail-1', media: 'email', contact: { name: 'Maria Lindqvist' }, caseData }),
    CASE,
  );
  await page.getByRole('tab', { name: 'E-mail, Maria Lindqvist' }).click();
}

/** Steps 1 and 2 of the help page. */
async function startConsultation(page: Page, target: TestAgent): Promise<void> {
  await page.getByRole('button', { name: 'Start Consultation', exact: true }).click();
  await page.getByRole('button', { name: `Actions for ${target.name}` }).click();
  await page.getByRole('menuitem', { name: `Start Instant Message Consultation with ${target.name}` }).click();
  await expectStatus(page, target, 'Not Connected');
}

/** The row of a key of the case data. */
const caseField = (page: Page, key: string) =>
  page
    .getByRole('tabpanel', { name: 'Case Data' })
    .locator('.field')
    .filter({ has: page.getByText(key, { exact: true }) });

/** What a handler is given that fails at the name it is told, until so many events are left. */
const toldTo = async (page: Page, failing: string, left: number) =>
  page.evaluate(
    ([failsAt, untilLeft]) =>
      new Promise<string[]>((resolve) => {
        const told: string[] = [];
        let isDoneTold = false;
        let kept: number | undefined;
        const check = () => isDoneTold && kept === untilLeft && resolve(told);
        workspace.onInteractionEvent((event) => {
          isDoneTold = event.name === 'consultation-done';
          told.push(
            event.name === 'consultation-done'
              ? `${event.name}: ${event.transcript.map(({ author, text }) => `${author} ${text}`).join(', ')}`
              : event.name,
          );
          check();
          if (event.name === failsAt) throw new Error('not kept');
        });
        workspace.subscribe({ kind: 'interaction-events' }, (events) => {
          kept = events.length;
          check();
        });
      }),
    [failing, left] as const,
  );

test("the help page's section, by mouse; the page is told of it once it has a handler, and after a reload until that has taken it", async ({
  openDesk,
  team: { a, b },
}) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await openMail(anna);
  await expect(caseField(anna, 'Topic')).toContainText('Invoice 20931 doubled');

  await startConsultation(anna, b);
  await expect(caseField(anna, 'Card')).toContainText('•••• •••• •••• 1111');
  await anna.getByRole('checkbox', { name: 'Share Plan' }).uncheck();
  await expect(caseField(anna, 'Plan')).toHaveClass(/left-out/);
  await expect(notification(ben, a)).toHaveCount(0);

  await anna.getByRole('textbox', { name: 'Message' }).fill('Is it a duplicate?');
  await anna.getByRole('button', { name: 'Send' }).click();
  await expectStatus(anna, b, 'Inviting');
  await expect(notification(ben, a)).toContainText('Is it a duplicate?');
  await expect(notification(ben, a)).toContainText('consultation on E-mail, Maria Lindqvist');

  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(anna, b, 'Connected');
  await expectStatus(ben, a, 'Connected');
  await expect(transcript(ben)).toContainText('Is it a duplicate?');
  await expect(ben.getByRole('tab', { name: 'Case Data' })).toBeVisible();
  await expect(caseField(ben, 'Topic')).toContainText('Invoice 20931 doubled');
  await expect(caseField(ben, 'Card')).toContainText('•••• •••• •••• 1111');
  await expect(caseField(ben, 'Order').getByRole('link', { name: 'https://orders.example/77120' })).toBeVisible();
  await expect(caseField(ben, 'Plan')).toHaveCount(0);
  await expect(ben.getByRole('checkbox', { name: /^Share/ })).toHaveCount(0);
  // What changes is marked, and only the agent whose contact it is can change it.
  await expect(ben.getByRole('button', { name: /^Edit / })).toHaveCount(0);
  const changed = CASE.map((field) => (field.key === 'Topic' ? { ...field, value: 'Invoice 20931 tripled' } : field));
  await anna.evaluate((caseData) => workspace.commands.updateInteraction({ id: 'mail-1', caseData }), changed);
  await expect(caseField(ben, 'Topic')).toContainText(/Invoice 20931 tripled · changed/);
  await say(ben, 'No, it is pro rata.');
  await expect(transcript(anna)).toContainText('No, it is pro rata.');

  await anna.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(ben, a, 'Ended');
  await expect(ben.getByRole('tabpanel', { name: 'Case Data' })).toHaveCount(0);
  for (const page of [anna, ben]) await page.getByRole('button', { name: 'Mark Done' }).click();
  await expect(ben.getByRole('tabpanel')).toHaveCount(0);
  await expect(anna.getByRole('tab', { name: 'E-mail, Maria Lindqvist', selected: true })).toBeVisible();

  const done = `consultation-done: ${a.jid} Is it a duplicate?, ${b.jid} No, it is pro rata.`;
  expect(await toldTo(anna, 'consultation-done', 1)).toEqual(['consultation-started', 'consultation-accepted', 'consultation-ended', done]);
  await anna.reload();
  await waitUntilConnected(anna);
  expect(await toldTo(anna, '', 0)).toEqual([done]);
});
