import type { Page } from '@playwright/test';
import { earOfOffscreen, expectToHear, expectUnbroken, isMediaDocument } from '../fixtures/audio-probe.ts';
import { callUs, setMicrophonePermission } from '../fixtures/call-page.ts';
import { closeTarget } from '../fixtures/cdp-target.ts';
import { expect } from '../fixtures/e2e.ts';
import {
  type InstalledExtension,
  notificationsOf,
  onlyNotification,
  pressNotificationButton,
  stopBackground,
} from '../fixtures/extension.ts';
import { tabTo } from '../fixtures/keyboard.ts';
import { ringing } from '../fixtures/voice.ts';
import { voiceExtensionTest as test } from '../fixtures/voice-extension.ts';

const CONTACT = { name: 'Maria Lindqvist', number: '+46 8 123 456', topic: 'Invoice 20931' };

const callWith = (page: Page, name: string) => page.getByRole('group', { name: `Call with ${name}` });

async function openMainWindow({ context, url }: InstalledExtension): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url('workspace.html'));
  return page;
}

/** The time that a call's bar shows, in seconds. */
async function secondsIn(page: Page, name: string): Promise<number> {
  const [minutes = 0, seconds = 0] = ((await callWith(page, name).getByRole('timer').textContent()) ?? '').split(':').map(Number);
  return 60 * minutes + seconds;
}

test('accepted from the desktop without a microphone, which is allowed in mid-call; by keyboard alone to a voice consultation; views closed and the background stopped; the document with the sound is lost; the next call is accepted in the popup', async ({
  team: { a, b },
  installForVoice,
  openVoiceDesk,
  openContact,
}) => {
  const [extension, target, contact] = await Promise.all([installForVoice(a), openVoiceDesk('target', b), openContact(a)]);
  const early = await openMainWindow(extension);
  await setMicrophonePermission(early, 'denied');
  await early.close();

  // No view is open, and the desktop notification's button accepts the call.
  await callUs(contact.page, CONTACT);
  const agentEar = await earOfOffscreen(extension.context);
  await expect.poll(() => notificationsOf(extension)).toEqual([expect.stringMatching(/^call /)]);
  const id = await onlyNotification(extension);
  const opening = extension.context.waitForEvent('page');
  await pressNotificationButton(extension, id, 0);
  const page = await opening;
  await expect(callWith(page, CONTACT.name).getByRole('status')).toHaveText('Connected');
  expect(await notificationsOf(extension)).toEqual([]);

  // The call connects without a microphone, and the view says what is wrong.
  await expectToHear(agentEar, 'contact');
  expect(await contact.ear.everHeard()).toEqual([]);
  await expect(
    page.getByRole('alert').filter({ hasText: `The browser doesn't allow the microphone: ${CONTACT.name} can't hear you.` }),
  ).toBeVisible();
  const asking = extension.context.waitForEvent('page');
  await page.getByRole('button', { name: 'Allow Microphone' }).click();
  const question = await asking;
  await expect(question.getByRole('status')).toContainText("The browser doesn't allow the microphone.");
  await setMicrophonePermission(page, 'granted');
  const answered = question.waitForEvent('close');
  await question.getByRole('button', { name: 'Ask Again' }).click();
  await answered;
  await expect(page.getByText("can't hear you")).toHaveCount(0);
  await expectToHear(contact.ear, 'agent');

  // A voice consultation is started by keyboard.
  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('button', { name: 'Start Consultation' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Search internal targets' })).toBeFocused();
  await page.keyboard.type('baker');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: `Start Voice Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(contact.page.getByRole('status')).toContainText('on hold');
  await ringing(target.page, /consultation/i)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(agentEar, 'target');
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');

  // The sound needs neither a view nor the background.
  for (const ear of [contact.ear, target.ear, agentEar]) await ear.forget();
  await page.keyboard.press('Alt+1');
  const before = await secondsIn(page, CONTACT.name);
  await page.close();
  await stopBackground(extension);
  await expectToHear(target.ear, 'agent');
  const next = await openMainWindow(extension);
  // The background has just started: a key that comes before it has answered finds no interaction.
  await expect(next.getByRole('tab', { name: /Maria Lindqvist/ })).toBeVisible();
  await next.keyboard.press('Alt+1');
  await expect(callWith(next, CONTACT.name).getByRole('status')).toHaveText('On hold');
  await expect(callWith(next, CONTACT.name).getByRole('timer', { name: 'Time on hold' })).toHaveText(/^\d\d:\d\d$/);
  expect(await secondsIn(next, CONTACT.name)).toBeGreaterThanOrEqual(before);
  await expectUnbroken(contact.ear, 'music');
  await expectUnbroken(target.ear, 'agent');
  await expectUnbroken(agentEar, 'target');

  // The view that was opened last can retrieve the contact, which puts the colleague on hold.
  await tabTo(next, callWith(next, CONTACT.name).getByRole('button', { name: 'Retrieve' }));
  await next.keyboard.press('Enter');
  await expectToHear(contact.ear, 'agent');
  await expectToHear(target.ear, 'music');

  // The document with the sound of both calls is gone: both are over, and everybody is told.
  await closeTarget(extension.context, isMediaDocument);
  await expect(contact.page.getByRole('button', { name: 'Call us' })).toBeVisible();
  await expect(callWith(target.page, a.logon)).toContainText('Ended');
  await expect(next.getByText('the page with the sound was closed').first()).toBeVisible();
  await next.close();

  // The next call, accepted in the popup, has a new document with its sound.
  const popup = await extension.context.newPage();
  await popup.goto(extension.url('popup.html'));
  await callUs(contact.page, CONTACT);
  const closed = popup.waitForEvent('close');
  const main = extension.context.waitForEvent('page');
  await ringing(popup, `Call from ${CONTACT.name}`).getByRole('button', { name: 'Accept' }).click();
  await closed;
  await expect(callWith(await main, CONTACT.name).getByRole('status')).toHaveText('Connected');
  await expectToHear(contact.ear, 'agent');
});
