import type { Locator, Page } from '@playwright/test';
import { earOf, expectToHear } from '../fixtures/audio-probe.ts';
import { receivedCandidates, recordRoutes, routeInUse } from '../fixtures/audio-route.ts';
import { callUs } from '../fixtures/call-page.ts';
import { openDesk } from '../fixtures/desk.ts';
import { expect } from '../fixtures/e2e.ts';
import { notification, say, transcript } from '../fixtures/im.ts';
import { callBar, expectCallState, ringing, test } from '../fixtures/voice.ts';

const CONTACT = 'Maria Lindqvist';

test("the help page's section, by the agent's keyboard: from an IM consultation to a voice consultation, with the contact on hold; nobody hears whom they shouldn't", async ({
  team: { a, b },
  contextOf,
  openVoiceDesk,
  callSite,
  site,
}) => {
  const [agentContext, contactContext] = await Promise.all([contextOf('agent'), contextOf('contact')]);
  await Promise.all([agentContext, contactContext].map(recordRoutes));
  const [page, target, contactPage] = await Promise.all([
    openDesk(agentContext, site, a),
    openVoiceDesk('target', b),
    callSite.openCallPage(contactContext, { agent: a }),
  ]);
  const agent = { page, ear: earOf(page) };
  const contact = { page: contactPage, ear: earOf(contactPage) };
  await callUs(contact.page, { name: CONTACT, topic: 'Invoice 20931' });
  await answerByKeyboard(page, `Call from ${CONTACT}`);
  await expect(contact.page.getByRole('status')).toContainText('You are talking to');
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  // The call with a contact goes by the relay, and the contact is told no address of the agent's. The call with a colleague goes directly.
  expect(await routeInUse(page)).toBe('relay');
  const told = await receivedCandidates(contact.page);
  expect(told.length).toBeGreaterThan(0);
  for (const candidate of told) expect(candidate).toMatch(/ typ relay raddr 0\.0\.0\.0 rport 9\b/);

  // An IM consultation about the call.
  await startConsultation(page);
  await page.keyboard.type('baker');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('Is invoice 20931 a duplicate?');
  await page.keyboard.press('Enter');
  await notification(target.page, a).getByRole('button', { name: 'Accept' }).click();
  await expect(target.page.getByRole('tabpanel').getByText('Invoice 20931', { exact: true })).toBeVisible();
  await say(target.page, 'One moment.');
  await expect(transcript(page)).toContainText('One moment.');

  // The colleague of the IM consultation is selected by default for the voice consultation.
  await page.keyboard.press('Alt+1');
  await startConsultation(page);
  await expect(page.getByRole('group', { name: 'Active Consultations' }).getByRole('row', { selected: true })).toContainText(b.name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: `Start Voice Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(contact.page.getByRole('status')).toContainText('on hold');
  await expectToHear(contact.ear, 'music');
  await answerByKeyboard(target.page, `Voice consultation from ${a.name}`);
  await expectToHear(agent.ear, 'target');
  await expectToHear(target.ear, 'agent');
  await expect.poll(() => routeInUse(page)).not.toBe('relay');
  // The IM and the case stay open beside the call.
  await expect(transcript(page)).toContainText('Is invoice 20931 a duplicate?');
  await expect(target.page.getByRole('tab', { name: 'Case Data' })).toBeVisible();
  await say(target.page, 'Yes.');
  await expect(transcript(page)).toContainText('Yes.');

  // Retrieving the contact puts the target on hold.
  await page.getByRole('tab', { name: CONTACT }).first().click();
  await callBar(page, CONTACT).getByRole('button', { name: 'Retrieve' }).click();
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  await expectToHear(target.ear, 'music');
  await expectCallState(target.page, a.logon, `${a.logon} has put you on hold`);
  await page.getByRole('tab', { name: b.logon }).click();
  await callBar(page, b.logon).getByRole('button', { name: 'Retrieve' }).click();
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');

  // The end of the consultation retrieves the contact, and the agent is told so. The IM goes on.
  await target.page.getByRole('button', { name: 'End Call' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${b.logon} ended the call` })).toContainText(`${CONTACT} was retrieved.`);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  await expectToHear(target.ear);
  for (const [desk, other] of [
    [page, b],
    [target.page, a],
  ] as const)
    await expect(transcript(desk)).toContainText(`The call with ${other.logon} ended`);
  await say(target.page, 'It is the second one.');
  await expect(transcript(page)).toContainText('It is the second one.');
  expect(await target.ear.everHeard()).toEqual(['agent', 'music']);
  expect(await contact.ear.everHeard()).toEqual(['agent', 'music']);

  await page.getByRole('tab', { name: CONTACT }).first().click();
  await tabTo(page, callBar(page, CONTACT).getByRole('button', { name: 'End Call' }));
  await page.keyboard.press('Enter');
  await expect(contact.page.getByRole('status')).toHaveText(`${a.name} hung up.`);
  await expect(page.getByRole('button', { name: 'Mark Done' })).toBeVisible();
});

/** Accepts the call by keyboard: F6 leads to its notification. */
async function answerByKeyboard(page: Page, name: string): Promise<void> {
  await expect(ringing(page, name)).toBeVisible();
  await page.keyboard.press('F6');
  await expect(ringing(page, name).getByRole('button', { name: 'Accept' })).toBeFocused();
  await page.keyboard.press('Enter');
}

/** Step 1 of the help page, from the contact's tab. */
async function startConsultation(page: Page): Promise<void> {
  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('button', { name: 'Start Consultation' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Search internal targets' })).toBeFocused();
}

/** Moves the focus there by Tab. */
async function tabTo(page: Page, goal: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let steps = 0; steps < 20; steps += 1) {
    await page.keyboard.press(key);
    if (await goal.evaluate((element) => element.matches(':focus'))) return;
  }
  await expect(goal).toBeFocused();
}
