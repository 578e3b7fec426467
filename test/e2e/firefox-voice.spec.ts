import { expectToHear, expectUnbroken } from '../fixtures/audio-probe.ts';
import { callUs } from '../fixtures/call-page.ts';
import { expect } from '../fixtures/e2e.ts';
import { FirefoxScreen } from '../fixtures/firefox-screen.ts';
import { acceptInFirefox, firefoxVoiceTest as test, listenToBackground, soundTabs } from '../fixtures/firefox-voice.ts';
import { callBar, ringing } from '../fixtures/voice.ts';

// Three browsers, and after each change it is listened until the line is as it should be.
test.slow();

const CONTACT = { name: 'Maria Lindqvist', number: '+46 8 123 456', topic: 'Invoice 20931' };
const WITH_CONTACT = `Call with ${CONTACT.name}`;

test("in Firefox's extension a contact calls, is put on hold, and a colleague is consulted; no view open, the background stopped", async ({
  team: { a, b },
  startFirefoxForVoice,
  openVoiceDesk,
  openContact,
}) => {
  const [{ firefox, screen }, target, contact] = await Promise.all([startFirefoxForVoice(a), openVoiceDesk('target', b), openContact(a)]);
  const { chrome } = firefox;

  // It rings, with nothing opened for it yet.
  const background = await listenToBackground(screen.page);
  await callUs(contact.page, CONTACT);
  await screen.control(`Call from ${CONTACT.name}`);
  await expect.poll(() => background.isHeard(), { intervals: [100] }).toBe(true);
  expect(await soundTabs(firefox)).toEqual([]);

  // The browser's question, and back.
  const { sound, ear: agentEar } = await acceptInFirefox(firefox, screen);
  await new FirefoxScreen(firefox, sound).control(/^Choose in the browser’s question that it may be used always/);
  await chrome.answerAlways();
  await screen.control('Connected', WITH_CONTACT);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agentEar, 'contact');
  expect(await background.isHeard()).toBe(false);

  await screen.press('Hold', WITH_CONTACT);
  await screen.control('On hold', WITH_CONTACT);
  await expect(contact.page.getByRole('status')).toContainText('on hold');
  await expectToHear(contact.ear, 'music');
  await expectToHear(agentEar);
  await contact.ear.forget();
  await screen.press('Retrieve', WITH_CONTACT);
  await screen.control('Connected', WITH_CONTACT);
  expect(await contact.ear.everHeard()).not.toContain('agent');
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agentEar, 'contact');

  // A voice consultation.
  await screen.press('Start Consultation');
  await screen.press(`Actions for ${b.name}`);
  await screen.press(`Start Voice Consultation with ${b.name}`);
  await ringing(target.page, `Voice consultation from ${a.name}`).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(agentEar, 'target');
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');

  // The sound needs neither a view nor the background.
  for (const ear of [contact.ear, target.ear, agentEar]) await ear.forget();
  await firefox.lookElsewhere();
  await screen.page.page.close();
  await chrome.stopBackground();
  const opened = await firefox.openedBy(() =>
    sound.page.evaluate(() => void browser.tabs.create({ url: browser.runtime.getURL('workspace.html') })),
  );
  const second = new FirefoxScreen(firefox, opened);
  await second.control(/^Voice, Maria Lindqvist, on hold/);
  await expectUnbroken(contact.ear, 'music');
  await expectUnbroken(target.ear, 'agent');
  await expectUnbroken(agentEar, 'target');

  // Its end brings the contact back.
  await second.press(b.logon);
  await second.press('End Call', `Call with ${b.logon}`);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agentEar, 'contact');
  await expectToHear(target.ear);
  await expect(callBar(target.page, a.logon)).toContainText('Ended');

  // The contact's end is shown; the tab stays for the next call, which nothing is asked for, and goes when there is none.
  await contact.page.getByRole('button', { name: 'Hang up' }).click();
  await second.control(/ended the call/);
  await callUs(contact.page, CONTACT);
  await second.press('Accept', `Call from ${CONTACT.name}`);
  await expectToHear(contact.ear, 'agent');
  expect(await soundTabs(firefox)).toMatchObject([{ isInFront: false }]);
  await contact.page.getByRole('button', { name: 'Hang up' }).click();
  await sound.page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 16 * 60_000;
  });
  await expect.poll(() => soundTabs(firefox), { timeout: 30_000 }).toEqual([]);
});

test('in Firefox the tab with the sound is closed during a consultation: both calls are over, everybody is told, and the next call has its sound', async ({
  team: { a, b },
  startFirefoxForVoice,
  openVoiceDesk,
  openContact,
}) => {
  const [{ firefox, screen }, target, contact] = await Promise.all([startFirefoxForVoice(a), openVoiceDesk('target', b), openContact(a)]);
  await callUs(contact.page, CONTACT);
  const { sound } = await acceptInFirefox(firefox, screen);
  await firefox.chrome.answerAlways();
  await expectToHear(contact.ear, 'agent');
  await screen.press('Start Consultation');
  await screen.press(`Actions for ${b.name}`);
  await screen.press(`Start Voice Consultation with ${b.name}`);
  await ringing(target.page, `Voice consultation from ${a.name}`).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');

  await sound.page.close();
  await expect(contact.page.getByRole('button', { name: 'Call us' })).toBeVisible();
  await expect(callBar(target.page, a.logon)).toContainText('Ended');
  await screen.control(/the page (with the sound|that had its sound) was closed/);

  await callUs(contact.page, CONTACT);
  await firefox.openedBy(() => screen.press('Accept', `Call from ${CONTACT.name}`));
  await expectToHear(contact.ear, 'agent');
});
