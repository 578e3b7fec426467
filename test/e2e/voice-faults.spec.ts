import { failAudioDevices } from '../fixtures/audio-browser.ts';
import { expectToHear, expectUnbroken } from '../fixtures/audio-probe.ts';
import { setMicrophonePermission } from '../fixtures/call-page.ts';
import { expect } from '../fixtures/e2e.ts';
import { targetRow } from '../fixtures/im.ts';
import { watchMicrophones } from '../fixtures/microphones.ts';
import { callBar, expectCallState, ringing, talkToContact, test } from '../fixtures/voice.ts';

const CONTACT = 'Maria Lindqvist';

test('a microphone that is refused, allowed, and unplugged in mid-call is said each time, and taken when it is there; a page that is reloaded ends its call', async ({
  team: { a },
  openVoiceDesk,
  openContact,
}) => {
  const [agent, contact] = await Promise.all([openVoiceDesk('agent', a, { canRefuse: true }), openContact(a)]);
  const { page } = agent;
  const trouble = (words: string) => page.getByRole('alert').filter({ hasText: `${words}: ${CONTACT} can't hear you.` });
  const microphones = await watchMicrophones(page);
  await setMicrophonePermission(page, 'denied');
  await talkToContact(contact.page, page);
  await expect(trouble("The browser doesn't allow the microphone")).toBeVisible();
  await expectToHear(agent.ear, 'contact');
  await expectToHear(contact.ear);
  await setMicrophonePermission(page, 'granted');
  await page.getByRole('button', { name: 'Allow Microphone' }).click();
  await expectToHear(contact.ear, 'agent');
  await expect(page.getByRole('button', { name: 'Allow Microphone' })).toHaveCount(0);

  await microphones.setMissing(true);
  await failAudioDevices(page);
  await expect(trouble('The microphone was unplugged')).toBeVisible();
  await expectToHear(contact.ear);
  await expectToHear(agent.ear, 'contact');
  await microphones.setMissing(false);
  await expectToHear(contact.ear, 'agent');
  await expect(trouble('The microphone was unplugged')).toHaveCount(0);

  const asked = await microphones.asked();
  await failAudioDevices(page);
  await expect.poll(() => microphones.asked()).toBe(asked + 1);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');

  // What isn't the microphone's has outlived all of it.
  await callBar(page, CONTACT).getByRole('button', { name: 'Hold' }).click();
  await expectToHear(contact.ear, 'music');

  await page.reload();
  await expect(page.getByRole('group', { name: `Call with ${CONTACT}` })).toContainText('the page with the sound was closed');
  await expect(contact.page.getByRole('button', { name: 'Call us' })).toBeVisible();
  await expectToHear(contact.ear);
});

test('the server is restarted in mid-call: the sound goes on, hold needs no server, and both are told of it and of the end when it is back', async ({
  team: { a, b },
  prosody,
  openVoiceDesk,
}) => {
  const service = prosody.websocket;
  const [anna, ben] = await Promise.all([openVoiceDesk('agent', a, { service }), openVoiceDesk('target', b, { service })]);
  await targetRow(anna.page, b)
    .getByRole('button', { name: `Actions for ${b.name}` })
    .click();
  await anna.page.getByRole('menuitem', { name: `Call ${b.name}` }).click();
  await ringing(ben.page, /^Voice call/)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(anna.ear, 'target');
  await expectToHear(ben.ear, 'agent');
  await Promise.all([anna, ben].map(({ ear }) => ear.forget()));

  await prosody.stop();
  for (const { page } of [anna, ben]) await expect(page.getByText(/^Reconnecting/).first()).toBeVisible();
  await expectToHear(anna.ear, 'target');
  await expectToHear(ben.ear, 'agent');
  await expectUnbroken(anna.ear, 'target');
  await expectUnbroken(ben.ear, 'agent');
  await callBar(anna.page, b.logon).getByRole('button', { name: 'Hold' }).click();
  await expectToHear(ben.ear, 'music');

  await prosody.restart();
  await expectCallState(ben.page, a.logon, `${a.logon} has put you on hold`);
  await callBar(anna.page, b.logon).getByRole('button', { name: 'Retrieve' }).click();
  await expectCallState(ben.page, a.logon, 'Connected');
  await expectToHear(ben.ear, 'agent');
  await callBar(ben.page, a.logon).getByRole('button', { name: 'Hold' }).click();
  await expectCallState(anna.page, b.logon, `${b.logon} has put you on hold`);
  await callBar(ben.page, a.logon).getByRole('button', { name: 'End Call' }).click();
  await expectCallState(anna.page, b.logon, 'Ended: by the other side');
  await expectToHear(anna.ear);
});
