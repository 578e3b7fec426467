import type { Page } from '@playwright/test';
import { earOfOffscreen, expectToHear, expectUnbroken, isMediaDocument } from '../fixtures/audio-probe.ts';
import { callUs, setMicrophonePermission } from '../fixtures/call-page.ts';
import { closeTarget } from '../fixtures/cdp-target.ts';
import { expect } from '../fixtures/e2e.ts';
import { type InstalledExtension, notificationsOf, pressNotificationButton, stopBackground } from '../fixtures/extension.ts';
import { notification, transcript } from '../fixtures/im.ts';
import { tabTo } from '../fixtures/keyboard.ts';
import { ringing } from '../fixtures/voice.ts';
import { voiceExtensionTest as test } from '../fixtures/voice-extension.ts';

// Three browsers, and after each change it is listened until the line is as it should be.
test.slow();

const CONTACT = { name: 'Maria Lindqvist', number: '+46 8 123 456', topic: 'Invoice 20931' };

const callWith = (page: Page, name: string) => page.getByRole('group', { name: `Call with ${name}` });

async function openMainWindow({ context, url }: InstalledExtension): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url('workspace.html'));
  return page;
}

/** Seconds of the time that stands in a call's bar. */
async function secondsIn(page: Page, name: string): Promise<number> {
  const [minutes = 0, seconds = 0] = ((await callWith(page, name).getByRole('timer').textContent()) ?? '').split(':').map(Number);
  return 60 * minutes + seconds;
}

test('accepted from the desktop without a microphone, which is allowed in mid-call; views closed and the background stopped; by keyboard alone from an IM consultation to a voice consultation; the document with the sound is lost; the next call is accepted in the popup', async ({
  team: { a, b },
  installForVoice,
  openVoiceDesk,
  openContact,
}) => {
  const [extension, target, contact] = await Promise.all([installForVoice(a), openVoiceDesk('target', b), openContact(a)]);
  const early = await openMainWindow(extension);
  await setMicrophonePermission(early, 'denied');
  await early.close();

  // No view is open: the notification's button accepts.
  await callUs(contact.page, CONTACT);
  const agentEar = await earOfOffscreen(extension.context);
  await expect.poll(() => notificationsOf(extension)).toEqual([expect.stringMatching(/^call /)]);
  const [id = ''] = await notificationsOf(extension);
  const opening = extension.context.waitForEvent('page');
  await pressNotificationButton(extension, id, 0);
  const first = await opening;
  await expect(callWith(first, CONTACT.name).getByRole('status')).toHaveText('Connected');
  expect(await notificationsOf(extension)).toEqual([]);

  // It connects all the same, and says what is wrong.
  await expectToHear(agentEar, 'contact');
  expect(await contact.ear.everHeard()).toEqual([]);
  await expect(
    first.getByRole('alert').filter({ hasText: `The browser doesn't allow the microphone: ${CONTACT.name} can't hear you.` }),
  ).toBeVisible();
  const asking = extension.context.waitForEvent('page');
  await first.getByRole('button', { name: 'Allow Microphone' }).click();
  const question = await asking;
  await expect(question.getByRole('status')).toContainText("The browser doesn't allow the microphone.");
  await setMicrophonePermission(first, 'granted');
  const answered = question.waitForEvent('close');
  await question.getByRole('button', { name: 'Ask Again' }).click();
  await answered;
  await expectToHear(contact.ear, 'agent');
  await expect(first.getByText("can't hear you")).toHaveCount(0);

  // The sound needs neither a view nor the background.
  await contact.ear.forget();
  await agentEar.forget();
  const before = await secondsIn(first, CONTACT.name);
  await first.close();
  await stopBackground(extension);
  await expectToHear(contact.ear, 'agent');
  const page = await openMainWindow(extension);
  await expect(callWith(page, CONTACT.name).getByRole('status')).toHaveText('Connected');
  expect(await secondsIn(page, CONTACT.name)).toBeGreaterThanOrEqual(before);
  await expectUnbroken(contact.ear, 'agent');
  await expectUnbroken(agentEar, 'contact');

  // An IM consultation about the call.
  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('button', { name: 'Start Consultation' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Search internal targets' })).toBeFocused();
  await page.keyboard.type('baker');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('Is invoice 20931 a duplicate?');
  await page.keyboard.press('Enter');
  await notification(target.page, a).getByRole('button', { name: 'Accept' }).click();

  // Start Consultation; the colleague is the default selection; Start Voice Consultation.
  await contact.ear.forget();
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('button', { name: 'Start Consultation' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Search internal targets' })).toBeFocused();
  await expect(page.getByRole('group', { name: 'Active Consultations' }).getByRole('row', { name: b.name })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: `Start Voice Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(contact.page.getByRole('status')).toContainText('on hold');
  await ringing(target.page, /consultation/i)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(agentEar, 'target');
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');
  await expect(transcript(page)).toContainText('Is invoice 20931 a duplicate?');

  // Once more, with the contact on hold.
  await contact.ear.forget();
  await agentEar.forget();
  await page.close();
  await stopBackground(extension);
  await expectToHear(target.ear, 'agent');
  const last = await openMainWindow(extension);
  // The background has just started: a key that comes before it has answered finds no interaction.
  await expect(last.getByRole('tab', { name: /Maria Lindqvist/ })).toBeVisible();
  await last.keyboard.press('Alt+1');
  await expect(callWith(last, CONTACT.name).getByRole('status')).toHaveText('On hold');
  await expect(callWith(last, CONTACT.name).getByRole('timer', { name: 'Time on hold' })).toHaveText(/^\d\d:\d\d$/);
  await expectUnbroken(contact.ear, 'music');
  await expectUnbroken(agentEar, 'target');

  // The lines change, and the calls end, as asked for in the new view.
  await tabTo(last, callWith(last, CONTACT.name).getByRole('button', { name: 'Retrieve' }));
  await last.keyboard.press('Enter');
  await expectToHear(contact.ear, 'agent');
  await expectToHear(target.ear, 'music');
  await last.keyboard.press('Alt+2');
  await tabTo(last, callWith(last, b.logon).getByRole('button', { name: 'Retrieve' }));
  await last.keyboard.press('Enter');
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');

  // What holds the sound of both calls is gone: both are over, and everybody is told.
  await closeTarget(extension.context, isMediaDocument);
  await expect(contact.page.getByRole('button', { name: 'Call us' })).toBeVisible();
  await expect(callWith(target.page, a.logon)).toContainText('Ended');
  await expect(last.getByText('the page with the sound was closed').first()).toBeVisible();

  await last.close();

  // The next call has its sound again. Accepted in the popup, it opens the side panel, which no driver sees.
  const popup = await extension.context.newPage();
  await popup.goto(extension.url('popup.html'));
  await callUs(contact.page, CONTACT);
  const closed = popup.waitForEvent('close');
  await ringing(popup, `Call from ${CONTACT.name}`).getByRole('button', { name: 'Accept' }).click();
  await closed;
  await expectToHear(contact.ear, 'agent');
});
