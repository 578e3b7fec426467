import { failAudioDevices, launchVoice, newVoiceContext } from '../fixtures/audio-browser.ts';
import { earOf, expectToHear, expectUnbroken } from '../fixtures/audio-probe.ts';
import { callUs, setMicrophonePermission } from '../fixtures/call-page.ts';
import { openDesk } from '../fixtures/desk.ts';
import { expect } from '../fixtures/e2e.ts';
import { targetRow } from '../fixtures/im.ts';
import { watchMicrophones } from '../fixtures/microphones.ts';
import { callBar, consultByVoice, expectCallState, ringing, talkToContact, test } from '../fixtures/voice.ts';

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

test('the target’s browser is gone: the agent is told, and the contact is back', async ({
  team: { a, b },
  site,
  openVoiceDesk,
  openContact,
}) => {
  const doomed = await launchVoice(site.folder, 'target');
  const targetPage = await openDesk(await newVoiceContext(doomed), site, b);
  const [agent, contact] = await Promise.all([openVoiceDesk('agent', a), openContact(a)]);
  await agent.page.clock.install();
  await talkToContact(contact.page, agent.page);
  await consultByVoice(agent.page, b);
  await ringing(targetPage, /^Voice consultation/)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(agent.ear, 'target');

  const root = await doomed.newBrowserCDPSession();
  await Promise.all([new Promise((resolve) => doomed.once('disconnected', resolve)), root.send('Browser.crash').catch(() => undefined)]);
  await expectCallState(agent.page, b.logon, 'Reconnecting…');
  await agent.page.clock.fastForward(25_000);
  await expect(agent.page.getByRole('status').filter({ hasText: `The connection to ${b.logon} was lost` })).toContainText(
    `${CONTACT} was retrieved.`,
  );
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  expect(await contact.ear.everHeard()).toEqual(['agent', 'music']);
});

test('two contacts call the same agent: one is on hold for the other, and back after', async ({
  team: { a },
  contextOf,
  callSite,
  openVoiceDesk,
  openContact,
}) => {
  const [agent, first, page] = await Promise.all([
    openVoiceDesk('agent', a),
    openContact(a),
    contextOf('target').then((context) => callSite.openCallPage(context, { agent: a })),
  ]);
  const second = { page, ear: earOf(page) };
  await Promise.all([callUs(first.page, { name: CONTACT }), callUs(second.page, { name: 'Olu Adeyemi' })]);
  await ringing(agent.page, `Call from ${CONTACT}`).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(first.ear, 'agent');
  await expect(ringing(agent.page, 'Call from Olu Adeyemi')).toContainText(`Accepting puts your call with ${CONTACT} on hold.`);
  await ringing(agent.page, 'Call from Olu Adeyemi').getByRole('button', { name: 'Accept' }).click();
  await expectToHear(second.ear, 'agent');
  await expectToHear(first.ear, 'music');
  await expectToHear(agent.ear, 'target');
  await second.page.getByRole('button', { name: 'Hang up' }).click();
  await expectToHear(first.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  expect([await first.ear.everHeard(), await second.ear.everHeard()]).toEqual([['agent', 'music'], ['agent']]);
});

test('two agents call each other at once: they are in one call, with no answer pressed', async ({
  team: { a, b },
  server,
  openVoiceDesk,
}) => {
  const [anna, ben] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b)]);
  await server.holdCalls(a.logon, b.logon);
  for (const [page, other] of [
    [anna.page, b],
    [ben.page, a],
  ] as const) {
    await targetRow(page, other)
      .getByRole('button', { name: `Actions for ${other.name}` })
      .click();
    await page.getByRole('menuitem', { name: `Call ${other.name}` }).click();
  }
  // Each has sent its own before either has the other's.
  for (const { logon } of [a, b]) await expect.poll(() => server.heldCalls(logon)).toBe(1);
  await server.releaseCalls(a.logon, b.logon);
  await expectToHear(anna.ear, 'target');
  await expectToHear(ben.ear, 'agent');
  for (const [page, other] of [
    [anna.page, b],
    [ben.page, a],
  ] as const) {
    await expectCallState(page, other.logon, 'Connected');
    await expect(page.getByRole('button', { name: 'End Call' })).toHaveCount(1);
    await expect(ringing(page, /^Voice call/)).toHaveCount(0);
  }
  await callBar(ben.page, a.logon).getByRole('button', { name: 'End Call' }).click();
  await expectCallState(anna.page, b.logon, 'Ended: by the other side');
});
