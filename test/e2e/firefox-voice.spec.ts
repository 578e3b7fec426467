import { expectToHear, expectUnbroken } from '../fixtures/audio-probe.ts';
import { callUs } from '../fixtures/call-page.ts';
import { expect } from '../fixtures/e2e.ts';
import { acceptInFirefox, listenToBackground, soundTabs } from '../fixtures/firefox-voice.ts';
import { callBar, ringing, test } from '../fixtures/voice.ts';

const CONTACT = { name: 'Maria Lindqvist', number: '+46 8 123 456', topic: 'Invoice 20931' };
const WITH_CONTACT = `Call with ${CONTACT.name}`;

test("in Firefox's extension a contact calls, and a colleague is consulted, with no view open and the background stopped; the tab with the sound serves the next call, is closed, and goes by itself", async ({
  team: { a, b },
  site,
  installInFirefox,
  openVoiceDesk,
  openContact,
}) => {
  const [firefox, target, contact] = await Promise.all([installInFirefox(), openVoiceDesk('target', b), openContact(a)]);
  const { chrome, page } = firefox;
  await firefox.signIn(a, site.websocket);

  // It rings, with nothing opened for it yet.
  const background = await listenToBackground(page);
  await callUs(contact.page, CONTACT);
  await page.control(`Call from ${CONTACT.name}`);
  await expect.poll(() => background.isHeard(), { intervals: [100] }).toBe(true);
  expect(await soundTabs(firefox)).toEqual([]);

  // The browser asks for the microphone in the tab that opens, and goes back to where the agent was.
  const { sound, ear: agentEar } = await acceptInFirefox(firefox);
  await sound.control(/^Choose in the browser’s question that it may be used always/);
  await chrome.answerAlways();
  await page.control('Connected', WITH_CONTACT);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agentEar, 'contact');
  expect(await background.isHeard()).toBe(false);

  // A voice consultation has the contact on hold.
  await page.press('Start Consultation');
  await page.press(`Actions for ${b.name}`);
  await page.press(`Start Voice Consultation with ${b.name}`);
  await ringing(target.page, `Voice consultation from ${a.name}`).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');
  await expectToHear(agentEar, 'target');
  await expect(contact.page.getByRole('status')).toContainText('on hold');

  // The sound needs neither a view nor the background.
  for (const ear of [contact.ear, target.ear, agentEar]) await ear.forget();
  await firefox.lookElsewhere();
  await page.page.close();
  await chrome.stopBackground();
  const second = await firefox.openedBy(() =>
    sound.page.evaluate(() => void browser.tabs.create({ url: browser.runtime.getURL('workspace.html') })),
  );
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

  // The tab stays for the next call, which has the microphone without a question.
  await contact.page.getByRole('button', { name: 'Hang up' }).click();
  await second.control(/ended the call/);
  await callUs(contact.page, CONTACT);
  await second.press('Accept', `Call from ${CONTACT.name}`);
  await expectToHear(contact.ear, 'agent');
  expect(await soundTabs(firefox)).toMatchObject([{ isInFront: false }]);

  // The agent closes the tab: the call is over, and both are told.
  await sound.page.close();
  await expect(contact.page.getByRole('button', { name: 'Call us' })).toBeVisible();
  await second.control(/the page (with the sound|that had its sound) was closed/);

  // The next call has its sound, and the tab goes when there has been no call for a quarter of an hour.
  await callUs(contact.page, CONTACT);
  const last = await firefox.openedBy(() => second.press('Accept', `Call from ${CONTACT.name}`));
  await expectToHear(contact.ear, 'agent');
  await contact.page.getByRole('button', { name: 'Hang up' }).click();
  await last.page.evaluate(() => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + 16 * 60_000;
  });
  await expect.poll(() => soundTabs(firefox), { timeout: 30_000, intervals: [500] }).toEqual([]);
});
