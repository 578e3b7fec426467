import type { Page } from '@playwright/test';
import { earOf, expectToHear } from '../fixtures/audio-probe.ts';
import { connectionCount, recordRoutes } from '../fixtures/audio-route.ts';
import { callUs } from '../fixtures/call-page.ts';
import { openDesk } from '../fixtures/desk.ts';
import { expect } from '../fixtures/e2e.ts';
import { callBar, consultByVoice, expectCallState, type Heard, ringing, talkToContact, test } from '../fixtures/voice.ts';

const CONTACT = 'Maria Lindqvist';

/** ICE takes five seconds to notice, and longer on a busy machine. */
const NOTICED = { timeout: 20_000 };

// Three browsers, and a lost way is noticed after five seconds.
test.slow();
// The relay's only peers are its own relays.
test.use({ isRelayed: true });

const toldOf = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words });

test('the agent’s network changes in mid-consultation, sound and signalling at once: said, another way is found, and nobody is lost', async ({ team: { a, b }, wire, relayPath, openVoiceDesk, openContact }) => {
  const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a, { service: wire.websocket, relayPath }), openVoiceDesk('target', b), openContact(a)]);
  await talkToContact(contact.page, agent.page);
  await consultByVoice(agent.page, b);
  await ringing(target.page, /^Voice consultation/).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(agent.ear, 'target');
  await expectToHear(contact.ear, 'music');

  relayPath.cut();
  wire.cut();
  // It doesn't last: who comes first isn't said.
  await Promise.all([expectCallState(agent.page, b.logon, 'Reconnecting…', NOTICED), expect(contact.page.getByRole('status')).toHaveText('The line is interrupted. Please wait …', NOTICED)]);
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

test('the target’s network is gone and doesn’t come back: both are told, and the contact is back', async ({ team: { a, b }, relayPath, openVoiceDesk, openContact }) => {
  const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b, { relayPath }), openContact(a)]);
  await agent.page.clock.install();
  await talkToContact(contact.page, agent.page);
  await consultByVoice(agent.page, b);
  await ringing(target.page, /^Voice consultation/).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(agent.ear, 'target');

  relayPath.refuse();
  relayPath.cut();
  await expectCallState(agent.page, b.logon, 'Reconnecting…', NOTICED);
  await expectCallState(target.page, a.logon, 'Reconnecting…', NOTICED);
  // Only the agent's: what is said at the end of a call goes after a while too.
  await agent.page.clock.fastForward(25_000);
  await expect(toldOf(agent.page, `The connection to ${b.logon} was lost`)).toContainText(`${CONTACT} was retrieved.`);
  await expectCallState(target.page, a.logon, 'Ended: no connection');
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  expect(await contact.ear.everHeard()).toEqual(['agent', 'music']);
});

test('no way between the two is there at all: colleagues and contacts are told what to do, and who was on hold is back', async ({ team: { a, b }, site, callSite, relayPath, contextOf, openContact }) => {
  relayPath.refuse();
  const contexts = await Promise.all([contextOf('agent'), contextOf('target', { relayPath })]);
  await Promise.all(contexts.map(recordRoutes));
  const [agentPage, targetPage, contact] = await Promise.all([openDesk(contexts[0], site, a), openDesk(contexts[1], site, b), openContact(a)]);
  const [agent, target] = [agentPage, targetPage].map((page) => ({ page, ear: earOf(page) })) as [Heard, Heard];
  await Promise.all([agent, contact].map(({ page }) => page.clock.install()));
  await talkToContact(contact.page, agent.page);
  await consultByVoice(agent.page, b);
  await ringing(target.page, /^Voice consultation/).getByRole('button', { name: 'Accept' }).click();
  for (const [page, other] of [[agent.page, b], [target.page, a]] as const) await expectCallState(page, other.logon, 'Connecting…');
  await expectToHear(contact.ear, 'music');
  // Offer and answer are there: both have begun to look.
  await expect.poll(() => connectionCount(agent.page)).toBe(2);
  await expect.poll(() => connectionCount(target.page)).toBe(1);
  await agent.page.clock.fastForward(30_000);
  const advice = "Try again; if that doesn't help, ask your administrator for a call relay";
  await expect(toldOf(agent.page, `No connection to ${b.logon} was found. ${advice}`)).toContainText(`${CONTACT} was retrieved.`);
  await expect(target.page.getByRole('alert').filter({ hasText: `No connection to ${a.logon} was found. ${advice}` })).toBeVisible();
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  await contact.page.getByRole('button', { name: 'Hang up' }).click();

  await contact.page.goto(`${callSite.origin}/call?to=${b.logon}`);
  await callUs(contact.page, { name: CONTACT });
  await ringing(target.page, `Call from ${CONTACT}`).getByRole('button', { name: 'Accept' }).click();
  await expect(contact.page.getByRole('status')).toHaveText(`${b.name} answers …`);
  await contact.page.clock.fastForward(20_000);
  await expect(contact.page.getByRole('status')).toContainText('No audio connection came about, so the call is over. Try again');
  await expect(target.page.getByRole('alert').filter({ hasText: `No connection to ${CONTACT} was found. ${advice}` })).toBeVisible();
});
