import type { Page } from '@playwright/test';
import type { TestAgent } from '../fixtures/agents.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, notification, say, targetRow, transcript } from '../fixtures/im.ts';

const CASE = [
  { key: 'Topic', value: 'Invoice 20931 doubled' },
  { key: 'Plan', value: 'Business 20' },
  { key: 'Card', value: '4111 1111 1111 1111' },
  { key: 'Order', type: 'link' as const, value: 'https://orders.example/77120' },
];

/** The page's CRM opens an e-mail from Maria Lindqvist. */
async function openMail(page: Page, caseData: { key: string; value: string }[] = CASE): Promise<void> {
  await page.evaluate((fields) => workspace.openInteraction({ id: 'mail-1', media: 'email', contact: { name: 'Maria Lindqvist' }, caseData: fields }), caseData);
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
const caseField = (page: Page, key: string) => page.getByRole('tabpanel', { name: 'Case Data' }).locator('.field').filter({ has: page.getByText(key, { exact: true }) });

test("the help page's section, by mouse: start, write, accept, see the case, end, mark done", async ({ openDesk, team: { a, b } }) => {
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
  await say(ben, 'No, it is pro rata.');
  await expect(transcript(anna)).toContainText('No, it is pro rata.');

  await anna.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(ben, a, 'Ended');
  await expect(ben.getByRole('tabpanel', { name: 'Case Data' })).toHaveCount(0);
  for (const page of [anna, ben]) await page.getByRole('button', { name: 'Mark Done' }).click();
  await expect(ben.getByRole('tabpanel')).toHaveCount(0);
  await expect(anna.getByRole('tab', { name: 'E-mail, Maria Lindqvist', selected: true })).toBeVisible();
});

test('the page is told of its consultation, with what was said, once it has a handler, and after a reload until that has taken it', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await openMail(anna);
  await startConsultation(anna, b);
  await say(anna, 'Is it a duplicate?');
  await expect(notification(ben, a)).toContainText('Topic: Invoice 20931 doubled · Plan: Business 20 · Card: •••• •••• •••• 1111');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await say(ben, 'No.');
  await expect(transcript(anna)).toContainText('No.');
  await anna.getByRole('button', { name: 'End Session' }).click();
  await anna.getByRole('button', { name: 'Mark Done' }).click();
  await expect(anna.getByRole('tab', { name: b.logon })).toHaveCount(0);

  /** What a handler is given that fails at the name it is told, until so many events are left. */
  const toldTo = async (failing: string, left: number) =>
    anna.evaluate(
      ([failsAt, untilLeft]) =>
        new Promise<string[]>((resolve) => {
          const told: string[] = [];
          let isDoneTold = false;
          let kept: number | undefined;
          const check = () => isDoneTold && kept === untilLeft && resolve(told);
          workspace.onInteractionEvent((event) => {
            isDoneTold = event.name === 'consultation-done';
            told.push(event.name === 'consultation-done' ? `${event.name}: ${event.transcript.map(({ author, text }) => `${author} ${text}`).join(', ')}` : event.name);
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
  const done = `consultation-done: ${a.jid} Is it a duplicate?, ${b.jid} No.`;
  expect(await toldTo('consultation-done', 1)).toEqual(['consultation-started', 'consultation-accepted', 'consultation-ended', done]);
  await anna.reload();
  await anna.getByText('Connected', { exact: true }).first().waitFor();
  expect(await toldTo('', 0)).toEqual([done]);
});

test('rules of the page hide, mask, rename and order case data, whoever is asked', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await anna.evaluate(() => workspace.commands.setCaseDataRules({ rules: [{ key: 'Order', isHidden: true }, { key: 'Plan', isMasked: true, order: 1 }, { key: 'Topic', label: 'Subject', order: 2 }] }));
  await openMail(anna);
  await expect(anna.getByRole('tabpanel', { name: 'Case Data' }).locator('dt')).toHaveText(['Plan', 'Subject', 'Card']);
  await expect(caseField(anna, 'Plan')).toContainText('Business 20');
  await startConsultation(anna, b);
  await expect(caseField(anna, 'Plan')).not.toContainText('Business');
  await anna.getByRole('checkbox', { name: 'Share Card' }).uncheck();
  await say(anna, 'A moment?');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expect(ben.getByRole('tabpanel', { name: 'Case Data' }).locator('dt')).toHaveText(['Plan', 'Subject']);
  await expect(caseField(ben, 'Plan')).toContainText('••••••••');
  await anna.evaluate(() => workspace.commands.setCaseDataRules({ rules: [{ key: 'Plan', isHidden: true }] }));
  await expect(ben.getByRole('tabpanel', { name: 'Case Data' }).locator('dt')).toHaveText(['Topic', 'Order']);
});

test("the help page's section by keyboard alone", async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  // Until then the item of the menu does nothing, and says why.
  await expect(targetRow(anna, b)).toContainText('Ready');
  await openMail(anna);
  await anna.keyboard.press('Alt+m');
  await expect(anna.getByRole('button', { name: 'Start Consultation', exact: true })).toBeFocused();
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('combobox', { name: 'Search internal targets' })).toBeFocused();
  await anna.keyboard.type('baker');
  await anna.keyboard.press('Shift+F10');
  await expect(anna.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` })).toBeFocused();
  await anna.keyboard.press('Enter');
  await expectStatus(anna, b, 'Not Connected');
  await expect(anna.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await anna.keyboard.type('Is it a duplicate?');
  await anna.keyboard.press('Enter');

  await expect(notification(ben, a)).toBeVisible();
  await ben.keyboard.press('F6');
  await expect(notification(ben, a).getByRole('button', { name: 'Accept' })).toBeFocused();
  await ben.keyboard.press('Enter');
  await expectStatus(anna, b, 'Connected');
  await expect(caseField(ben, 'Topic')).toContainText('Invoice 20931 doubled');
});

test('Mark Done before the first message cancels it, and nothing was sent', async ({ openDesk, signInPlain, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  // Another device of the target sees whatever is sent to it.
  const heard: unknown[] = [];
  (await signInPlain(b)).stanza.on('message', (message) => void (message.from?.startsWith(a.jid) && heard.push(message)));
  await openMail(anna);
  await startConsultation(anna, b);
  await anna.getByRole('button', { name: 'Mark Done' }).click();
  await expect(anna.getByRole('tab', { name: b.logon })).toHaveCount(0);
  // What is sent after it has arrived: anything before would have, too.
  await startConsultation(anna, b);
  await say(anna, 'first');
  await expect(notification(ben, a)).toContainText('first');
  await expect.poll(() => heard.length).toBe(1);
});

test('a rejection is told to the initiator, and the case is gone', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await openMail(anna);
  await startConsultation(anna, b);
  await say(anna, 'A moment?');
  await notification(ben, a).getByRole('button', { name: 'Reject' }).click();
  await expectStatus(anna, b, 'Ended');
  await expect(transcript(anna)).toContainText(`${b.logon} rejected your invitation`);
  await expect(anna.getByRole('tabpanel', { name: 'Case Data' })).toHaveCount(0);
});

test('an invitation that nobody answers times out', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await anna.evaluate(() => workspace.commands.changeSettings({ invitationTimeoutMs: 2_000 }));
  await openMail(anna);
  await startConsultation(anna, b);
  await say(anna, 'A moment?');
  await expect(notification(ben, a)).toBeVisible();
  await expectStatus(anna, b, 'Ended');
  await expect(transcript(anna)).toContainText(/didn.t answer/);
  await expect(notification(ben, a)).toHaveCount(0);
});

test('two consultations from one interaction, each in its tab after it, beside an instant message to the same colleague', async ({ openDesk, team: { a, b, c } }) => {
  const [anna, ben, cleo] = await Promise.all([openDesk(a), openDesk(b), openDesk(c)]);
  await anna.evaluate((target) => workspace.commands.invite({ sessionId: crypto.randomUUID(), target }), b.jid);
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await openMail(anna);
  for (const [page, target] of [[ben, b], [cleo, c]] as const) {
    await anna.getByRole('tab', { name: 'E-mail, Maria Lindqvist' }).click();
    await startConsultation(anna, target);
    await say(anna, `Question to ${target.logon}`);
    await notification(page, a).getByRole('button', { name: 'Accept' }).click();
    await expect(transcript(page)).toContainText(`Question to ${target.logon}`);
  }
  const names = async () => anna.getByRole('tablist', { name: 'Interactions' }).getByRole('tab').evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('aria-label')));
  expect(await names()).toEqual(['E-mail, Maria Lindqvist', b.logon, c.logon, b.logon]);

  await anna.getByRole('tab', { name: 'E-mail, Maria Lindqvist' }).click();
  await anna.getByRole('button', { name: 'Start Consultation', exact: true }).click();
  const active = anna.getByRole('group', { name: 'Active Consultations' });
  await expect(active.getByRole('row')).toHaveCount(2);
  await active.getByRole('button', { name: `Open the consultation with ${b.name}` }).click();
  await expect(transcript(anna)).toContainText(`Question to ${b.logon}`);
});

test('case data that changes arrives, marked as changed, and after a cut connection too', async ({ openDesk, wire, team: { a, b } }) => {
  const anna = await openDesk(a);
  const ben = await openDesk(b, { service: wire.websocket });
  await openMail(anna);
  await startConsultation(anna, b);
  await say(anna, 'A moment?');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expect(caseField(ben, 'Plan')).toContainText('Business 20');
  const setPlan = (plan: string) => anna.evaluate((value) => workspace.commands.updateInteraction({ id: 'mail-1', caseData: [{ key: 'Topic', value: 'Invoice 20931 doubled' }, { key: 'Plan', value }] }), plan);

  await setPlan('Business 50');
  await expect(caseField(ben, 'Plan')).toContainText(/Business 50 · changed/);
  await expect(caseField(ben, 'Topic')).not.toContainText('changed');
  await expect(caseField(ben, 'Card')).toHaveCount(0);
  wire.cut();
  await setPlan('Business 90');
  await expect(caseField(ben, 'Plan')).toContainText('Business 90');
});

test('the CRM closes the interaction in mid-consultation: the IM goes on and says so', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await openMail(anna);
  await startConsultation(anna, b);
  await say(anna, 'A moment?');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(anna, b, 'Connected');
  await anna.evaluate(() => workspace.commands.closeInteraction({ id: 'mail-1' }));
  await expect(anna.getByRole('tab', { name: 'E-mail, Maria Lindqvist' })).toHaveCount(0);
  for (const page of [anna, ben]) await expect(transcript(page)).toContainText('The interaction with the contact was closed');
  await expect(caseField(ben, 'Topic')).toContainText('Invoice 20931 doubled');
  await say(ben, 'Still here.');
  await expect(transcript(anna)).toContainText('Still here.');
});

test('far too much case data is bounded, and the IM goes on', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await anna.evaluate(() =>
    workspace.openInteraction({
      id: 'mail-1',
      media: 'chat',
      contact: { name: '<b>Maria</b>' },
      caseData: [{ key: '<img src=x onerror=alert(1)>', value: '<script>&"' }, { key: 'Log', value: '&€'.repeat(500_000) }, ...Array.from({ length: 9_998 }, (_, index) => ({ key: `Key ${index}`, value: '"'.repeat(300) }))],
    }),
  );
  await anna.getByRole('tab', { name: 'Chat, <b>Maria</b>' }).click();
  await expect(anna.getByText('9,800 more fields are not shown')).toBeVisible();
  await startConsultation(anna, b);
  await say(anna, 'x'.repeat(32_768));
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expect(caseField(ben, '<img src=x onerror=alert(1)>')).toContainText('<script>&"');
  await expect(caseField(ben, 'Log')).toContainText('(cut)');
  await expect(ben.getByText(/more fields are not shown/)).toBeVisible();
  await say(ben, 'Received.');
  await expect(transcript(anna)).toContainText('Received.');
});
