import { earOf, expectToHear } from '../fixtures/audio-probe.ts';
import { receivedCandidates, recordRoutes, routeInUse } from '../fixtures/audio-route.ts';
import { strangerOf } from '../fixtures/agents.ts';
import { openDesk } from '../fixtures/desk.ts';
import { expect } from '../fixtures/e2e.ts';
import { consultByVoice, ringing, talkToContact, test } from '../fixtures/voice.ts';

test('contacts are reached through the relay and told no address of the agent’s; colleagues directly', async ({
  team: { a, b },
  contextOf,
  openVoiceDesk,
  callSite,
  site,
}) => {
  const [agentContext, contactContext] = await Promise.all([contextOf('agent'), contextOf('contact')]);
  await Promise.all([agentContext, contactContext].map(recordRoutes));
  const [agent, contact, target] = await Promise.all([
    openDesk(agentContext, site, a),
    callSite.openCallPage(contactContext, { agent: a }),
    openVoiceDesk('target', b),
  ]);
  await talkToContact(contact, agent);
  await expectToHear(earOf(contact), 'agent');
  expect(await routeInUse(agent)).toBe('relay');
  const told = await receivedCandidates(contact);
  expect(told.length).toBeGreaterThan(0);
  for (const candidate of told) expect(candidate).toMatch(/ typ relay raddr 0\.0\.0\.0 rport 9\b/);

  await consultByVoice(agent, b);
  await ringing(target.page, /^Voice consultation/)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(target.ear, 'agent');
  await expect.poll(() => routeInUse(agent)).not.toBe('relay');
});

test('a stranger who calls is told no address of the agent’s, though nobody has hidden any', async ({ team: { a }, contextOf, site }) => {
  const stranger = strangerOf(3);
  const [agentContext, strangerContext] = await Promise.all([contextOf('agent'), contextOf('target')]);
  await Promise.all([agentContext, strangerContext].map(recordRoutes));
  const [agent, caller] = await Promise.all([
    openDesk(agentContext, site, a, { strangers: 'marked' }),
    openDesk(strangerContext, site, stranger, { strangers: 'marked' }),
  ]);
  await caller.evaluate(
    (target) => workspace.commands.call({ callId: crypto.randomUUID(), sessionId: crypto.randomUUID(), target }),
    a.jid,
  );
  await ringing(agent, `Voice call from \u26A0\uFE0E ${stranger.jid}`).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(earOf(caller), 'agent');
  expect(await routeInUse(agent)).toBe('relay');
  const told = await receivedCandidates(caller);
  expect(told.length).toBeGreaterThan(0);
  for (const candidate of told) expect(candidate).toMatch(/ typ relay raddr 0\.0\.0\.0 rport 9\b/);
});

test.describe('where direct routes are forbidden', () => {
  test.use({ isRelayed: true });
  test('a voice consultation goes through the relay alone', async ({ team: { a, b }, openVoiceDesk, openContact }) => {
    const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b), openContact(a)]);
    await talkToContact(contact.page, agent.page);
    await consultByVoice(agent.page, b);
    await ringing(target.page, /^Voice consultation/)
      .getByRole('button', { name: 'Accept' })
      .click();
    await expectToHear(agent.ear, 'target');
    await expectToHear(target.ear, 'agent');
    await expectToHear(contact.ear, 'music');
    await target.page.getByRole('button', { name: 'End Call' }).click();
    await expectToHear(contact.ear, 'agent');
    expect(await target.ear.everHeard()).toEqual(['agent']);
  });
});
