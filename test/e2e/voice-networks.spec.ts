import { expectToHear } from '../fixtures/audio-probe.ts';
import { callUs } from '../fixtures/call-page.ts';
import { expect } from '../fixtures/e2e.ts';
import { callBar, consultByVoice, expectCallState, ringing, talkToContact, test } from '../fixtures/voice.ts';

/** ICE takes five seconds to notice, and longer on a busy machine. */
const NOTICED = { timeout: 20_000 };

// The relay's only peers are its own relays.
test.use({ isRelayed: true });

test('where there is no way at all, agent and contact are told what to do; when the agent’s network changes in mid-consultation, sound and signalling at once, another way is found, and nobody is lost', async ({
  team: { a, b },
  wire,
  relayPath,
  callSite,
  contextOf,
  openVoiceDesk,
  openContact,
}) => {
  const [agent, target, context] = await Promise.all([
    openVoiceDesk('agent', a, { service: wire.websocket, relayPath }),
    openVoiceDesk('target', b),
    contextOf('contact'),
  ]);

  relayPath.refuse();
  const early = await context.newPage();
  await early.clock.install();
  await early.goto(`${callSite.origin}/call?to=${a.logon}`);
  await callUs(early, { name: 'Olu Adeyemi' });
  await ringing(agent.page, 'Call from Olu Adeyemi').getByRole('button', { name: 'Accept' }).click();
  await expect(early.getByRole('status')).toHaveText(`${a.name} answers …`);
  await early.clock.fastForward(20_000);
  await expect(early.getByRole('status')).toContainText('No audio connection came about, so the call is over. Try again');
  const advice = "Try again; if that doesn't help, ask your administrator for a call relay";
  await expect(agent.page.getByRole('alert').filter({ hasText: `No connection to Olu Adeyemi was found. ${advice}` })).toBeVisible();

  relayPath.allow();
  const contact = await openContact(a);
  await talkToContact(contact.page, agent.page);
  await consultByVoice(agent.page, b);
  await ringing(target.page, /^Voice consultation/)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(agent.ear, 'target');
  await expectToHear(contact.ear, 'music');

  relayPath.cut();
  wire.cut();
  // It doesn't last: who comes first isn't said.
  await Promise.all([
    expectCallState(agent.page, b.logon, 'Reconnecting…', NOTICED),
    expect(contact.page.getByRole('status')).toHaveText('The line is interrupted. Please wait …', NOTICED),
  ]);
  await expectCallState(agent.page, b.logon, 'Connected');
  await expectToHear(agent.ear, 'target');
  await expectToHear(target.ear, 'agent');
  await expect(contact.page.getByRole('status')).toContainText('on hold');
  await expectToHear(contact.ear, 'music');
  await expectCallState(target.page, a.logon, 'Connected');

  await callBar(agent.page, b.logon).getByRole('button', { name: 'End Call' }).click();
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
});
