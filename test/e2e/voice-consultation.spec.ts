import type { Locator, Page } from '@playwright/test';
import { expectToHear } from '../fixtures/audio-probe.ts';
import { callUs } from '../fixtures/call-page.ts';
import { expect } from '../fixtures/e2e.ts';
import { expectStatus, notification, say, targetRow, transcript } from '../fixtures/im.ts';
import { consultByVoice, expectCallState, ringing, talkToContact, test } from '../fixtures/voice.ts';

test("the help page's section, by mouse: from an IM consultation to a voice consultation, with the contact on hold", async ({
  team: { a, b },
  openVoiceDesk,
  openContact,
}) => {
  const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b), openContact(a)]);
  await talkToContact(contact.page, agent.page);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');

  // An IM consultation about the call.
  await agent.page.getByRole('button', { name: 'Start Consultation' }).click();
  await targetRow(agent.page, b)
    .getByRole('button', { name: `Actions for ${b.name}` })
    .click();
  await agent.page.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` }).click();
  await say(agent.page, 'Is invoice 20931 a duplicate?');
  await notification(target.page, a).getByRole('button', { name: 'Accept' }).click();
  await expect(target.page.getByRole('tabpanel').getByText('Invoice 20931', { exact: true })).toBeVisible();

  // Start Consultation; the colleague is the default selection; Start Voice Consultation.
  await contact.ear.forget();
  await agent.page.getByRole('tab', { name: /Maria Lindqvist/ }).click();
  await agent.page.getByRole('button', { name: 'Start Consultation' }).click();
  const active = agent.page.getByRole('search', { name: 'Team Communicator' }).getByRole('group', { name: 'Active Consultations' });
  await active.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await agent.page.getByRole('menuitem', { name: `Start Voice Consultation with ${b.name}` }).click();

  await expect(contact.page.getByRole('status')).toContainText('on hold');
  await expectToHear(contact.ear, 'music');
  await ringing(target.page, /consultation/i)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(agent.ear, 'target');
  await expectToHear(target.ear, 'agent');
  await contact.ear.forget();
  // The IM stays open beside the call, and the case as it was.
  await expect(transcript(agent.page)).toContainText('Is invoice 20931 a duplicate?');
  await expect(target.page.getByRole('tab', { name: 'Case Data' })).toBeVisible();
  await say(target.page, 'Yes.');
  await expect(transcript(agent.page)).toContainText('Yes.');

  // The end of the consultation: the contact is retrieved.
  await agent.page.getByRole('button', { name: 'End Call' }).click();
  expect(await contact.ear.everHeard()).toEqual(['music']);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  await expectToHear(target.ear);
});

test('its steps by keyboard alone; a search or a filter decides in place of the default selection', async ({
  team: { a, b, c },
  openVoiceDesk,
  openContact,
}) => {
  const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b), openContact(a)]);
  const { page } = agent;
  await callUs(contact.page, { topic: 'Invoice 20931' });
  await answerByKeyboard(page, /^Call from/);
  await expect(contact.page.getByRole('status')).toContainText('You are talking to');
  await startConsultationByKeyboard(page);
  await page.keyboard.type('baker');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('Is it a duplicate?');
  await page.keyboard.press('Enter');
  await answerByKeyboard(target.page, /^Instant message from/);
  await expectStatus(page, b, 'Connected');

  await page.keyboard.press('Alt+1');
  await startConsultationByKeyboard(page);
  const selected = page.getByRole('search', { name: 'Team Communicator' }).getByRole('row', { selected: true });
  const consultations = page.getByRole('group', { name: 'Active Consultations' });
  await expect(consultations.getByRole('row', { selected: true })).toContainText(b.name);
  await page.keyboard.type('cruz');
  await expect(selected).toContainText(c.name);
  await page.keyboard.press('Escape');
  await expect(consultations.getByRole('row', { selected: true })).toContainText(b.name);
  await tabTo(page, page.getByRole('button', { name: 'Agents', exact: true }));
  await page.keyboard.press('Space');
  await expect(selected).toHaveCount(0);
  await tabTo(page, page.getByRole('button', { name: 'All', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('combobox', { name: 'Search internal targets' }), 'Shift+Tab');
  await expect(consultations.getByRole('row', { selected: true })).toContainText(b.name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: `Start Voice Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await answerByKeyboard(target.page, /^Voice consultation from/);
  await expectToHear(agent.ear, 'target');
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');

  await tabTo(page, page.getByRole('button', { name: 'End Call' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expectToHear(contact.ear, 'agent');
  expect(await target.ear.everHeard()).toEqual(['agent']);
});

test('directly, with no IM before: the target has the case, and the session ends with the call', async ({
  team: { a, b },
  openVoiceDesk,
  openContact,
}) => {
  const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b), openContact(a)]);
  await talkToContact(contact.page, agent.page);
  await consultByVoice(agent.page, b);
  const notice = ringing(target.page, `Voice consultation from ${a.name}`);
  await expect(notice).toContainText('consultation on Voice, Maria Lindqvist');
  await expect(notice).toContainText('Topic: Invoice 20931');
  await expectCallState(agent.page, b.logon, 'Ringing');
  await notice.getByRole('button', { name: 'Accept' }).click();
  await expectToHear(agent.ear, 'target');
  await expectToHear(target.ear, 'agent');
  await expect(target.page.getByRole('tabpanel', { name: 'Case Data' }).getByText('Invoice 20931', { exact: true })).toBeVisible();
  await expectToHear(contact.ear, 'music');

  await agent.page.getByRole('button', { name: 'End Call' }).click();
  for (const [page, other] of [
    [agent.page, b],
    [target.page, a],
  ] as const) {
    await expectStatus(page, other, 'Ended');
    await expect(transcript(page)).toContainText(`You are in a call with ${other.logon}`);
    await expect(transcript(page)).toContainText(`The call with ${other.logon} ended`);
  }
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  expect(await target.ear.everHeard()).toEqual(['agent']);
  expect(await contact.ear.everHeard()).toEqual(['agent', 'music']);
});

/** Answers what rings, by the keys that it names. */
async function answerByKeyboard(page: Page, name: RegExp): Promise<void> {
  await expect(ringing(page, name)).toBeVisible();
  await page.keyboard.press('F6');
  await expect(ringing(page, name).getByRole('button', { name: 'Accept' })).toBeFocused();
  await page.keyboard.press('Enter');
}

/** Step 1 of the help page, from the contact's tab. */
async function startConsultationByKeyboard(page: Page): Promise<void> {
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
