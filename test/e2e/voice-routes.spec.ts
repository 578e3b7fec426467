import { earOf, expectToHear } from '../fixtures/audio-probe.ts';
import { receivedCandidates, recordRoutes, routeInUse } from '../fixtures/audio-route.ts';
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
