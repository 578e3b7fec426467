import { failAudioDevices } from '../fixtures/audio-browser.ts';
import { expectToHear, expectUnbroken } from '../fixtures/audio-probe.ts';
import { setMicrophonePermission } from '../fixtures/call-page.ts';
import { expect } from '../fixtures/e2e.ts';
import { expectStatus, targetRow, transcript } from '../fixtures/im.ts';
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

  // The browser asks first, because the sound of the call is in this page.
  const left = page.waitForEvent('dialog').then((dialog) => dialog.accept());
  await page.reload();
  await left;
  await expect(page.getByRole('group', { name: `Call with ${CONTACT}` })).toContainText('the page with the sound was closed');
  await expect(contact.page.getByRole('button', { name: 'Call us' })).toBeVisible();
  await expectToHear(contact.ear);
});

test('two colleagues without a contact: hold and retrieve on both sides; a server that is restarted in mid-call, of which both are told when it is back; End Session ends the call', async ({
  team: { a, b },
  ownServer,
  openVoiceDesk,
}) => {
  const service = ownServer.websocket;
  const [anna, ben] = await Promise.all([openVoiceDesk('agent', a, { service }), openVoiceDesk('target', b, { service })]);
  await targetRow(anna.page, b)
    .getByRole('button', { name: `Actions for ${b.name}` })
    .click();
  await anna.page.getByRole('menuitem', { name: `Call ${b.name}` }).click();
  await ringing(ben.page, `Voice call from ${a.name}`).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(anna.ear, 'target');
  await expectToHear(ben.ear, 'agent');

  const [atAnna, atBen] = [callBar(anna.page, b.logon), callBar(ben.page, a.logon)];
  await atAnna.getByRole('button', { name: 'Hold' }).click();
  await expectCallState(ben.page, a.logon, `${a.logon} has put you on hold`);
  await expectToHear(ben.ear, 'music');
  await expectToHear(anna.ear);
  // Both on hold: neither hears the other, nor music over music.
  await atBen.getByRole('button', { name: 'Hold' }).click();
  await expectToHear(ben.ear);
  await atAnna.getByRole('button', { name: 'Retrieve' }).click();
  await expectCallState(anna.page, b.logon, `${b.logon} has put you on hold`);
  await expectToHear(anna.ear, 'music');
  await atBen.getByRole('button', { name: 'Retrieve' }).click();
  await expectToHear(ben.ear, 'agent');
  await expectToHear(anna.ear, 'target');

  // The sound needs no server, and neither does a hold.
  await Promise.all([anna, ben].map(({ ear }) => ear.forget()));

  await ownServer.stop();
  for (const { page } of [anna, ben]) await expect(page.getByText(/^Reconnecting/).first()).toBeVisible();
  await expectToHear(anna.ear, 'target');
  await expectToHear(ben.ear, 'agent');
  await expectUnbroken(anna.ear, 'target');
  await expectUnbroken(ben.ear, 'agent');
  await atAnna.getByRole('button', { name: 'Hold' }).click();
  await expectToHear(ben.ear, 'music');

  await ownServer.restart();
  await expectCallState(ben.page, a.logon, `${a.logon} has put you on hold`);
  await atAnna.getByRole('button', { name: 'Retrieve' }).click();
  await expectCallState(ben.page, a.logon, 'Connected');
  await expectToHear(ben.ear, 'agent');

  await ben.page.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(anna.page, b, 'Ended');
  await expect(transcript(anna.page)).toContainText(`The call with ${b.logon} ended`);
  await expectToHear(anna.ear);
  await expectToHear(ben.ear);
  await expect(ben.page.getByRole('button', { name: 'End Call' })).toHaveCount(0);
});
