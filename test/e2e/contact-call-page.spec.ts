import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessibleInBothThemes, overflowing } from '../fixtures/accessibility.ts';
import { earOf, expectToHear } from '../fixtures/audio-probe.ts';
import { callUs, setMicrophonePermission, startCallSite } from '../fixtures/call-page.ts';
import { consoleErrors, expect } from '../fixtures/e2e.ts';
import { test as base } from '../fixtures/voice.ts';

interface Fixtures {
  readonly agentContext: BrowserContext;
  readonly contactContext: BrowserContext;
}

const test = base.extend<Fixtures>({
  agentContext: async ({ contextOf }, use) => use(await contextOf('agent')),
  contactContext: async ({ contextOf }, use) => use(await contextOf('contact')),
});

const said = (page: Page) => page.getByRole('status');
const heardBy = (agent: Page) => agent.evaluate(() => testCallAgent.heard);
const expectHeard = (agent: Page, ...what: readonly string[]) =>
  expect.poll(() => heardBy(agent), { intervals: [100] }).toEqual(expect.arrayContaining([...what]));

/** Both in a call, and the page says so. */
async function talk(agent: Page, contact: Page, name: string): Promise<void> {
  await callUs(contact);
  await expectHeard(agent, 'propose');
  await agent.evaluate(() => testCallAgent.say('proceed'));
  await expect(said(contact)).toHaveText(`You are talking to ${name}.`);
}

test('a contact calls an agent: both hear each other, the hold, the end by either, and a service that goes away', async ({
  site,
  wire,
  agentContext,
  contactContext,
  team,
}) => {
  const callSite = await startCallSite({ ...site, websocket: wire.websocket }, [{ agent: team.a, group: 'Billing' }]);
  const agent = await callSite.openCallAgent(agentContext, team.a);
  const contact = await callSite.openCallPage(contactContext, { agent: team.a });
  const errors = consoleErrors(contact);
  await callUs(contact, { name: 'Maria Lindqvist', number: '+46 8 123 456', topic: 'Invoice' });
  await expect(said(contact)).toHaveText(`Calling ${team.a.name} …`);
  await expectHeard(agent, 'propose');
  expect(await agent.evaluate(() => testCallAgent.proposal)).toMatchObject({
    media: 'audio',
    contactName: 'Maria Lindqvist',
    contactNumber: '+46 8 123 456',
    contactTopic: 'Invoice',
    contactPage: `${callSite.origin}/call`,
  });
  await expect(contact.getByRole('button', { name: 'Hang up' })).toBeFocused();
  await agent.evaluate(() => testCallAgent.say('ringing'));
  await expect(said(contact)).toHaveText(`It is ringing at ${team.a.name}.`);
  await agent.evaluate(() => testCallAgent.say('proceed'));
  await expect(said(contact)).toHaveText(`You are talking to ${team.a.name}.`);
  await expect(contact.getByRole('timer')).toHaveText(/^0:0\d$/);
  await expectToHear(earOf(contact), 'agent');
  await expectToHear(earOf(agent), 'contact');

  await agent.evaluate(() => testCallAgent.hold(true));
  await expect(said(contact)).toHaveText(`You are on hold. ${team.a.name} will be back.`);
  await expectToHear(earOf(contact), 'music');
  expect(await earOf(contact).everHeard()).toEqual(['agent', 'music']);
  await agent.evaluate(() => testCallAgent.resume());
  await expect(said(contact)).toHaveText(`You are talking to ${team.a.name}.`);
  await expectToHear(earOf(contact), 'agent');

  await contact.getByRole('button', { name: 'Mute' }).click();
  await expect(contact.getByRole('button', { name: 'Mute', pressed: true })).toBeVisible();
  await expectToHear(earOf(agent));
  await contact.getByRole('button', { name: 'Mute' }).click();
  await expectToHear(earOf(agent), 'contact');

  expect(await earOf(agent).everHeard()).toEqual(['contact']);
  await agent.evaluate(() => testCallAgent.hangUp());
  await expect(said(contact)).toHaveText(`${team.a.name} hung up.`);
  await expect(contact.getByText(/^The call took 0:/)).toBeVisible();
  await expect(contact.getByRole('button', { name: 'Call us' })).toBeFocused();
  await expect(contact.getByRole('textbox', { name: 'What is it about?' })).toHaveValue('Invoice');

  await agent.evaluate(() => (testCallAgent.heard.length = 0));
  await talk(agent, contact, team.a.name);
  await contact.getByRole('button', { name: 'Hang up' }).click();
  await expect(said(contact)).toHaveText('You hung up.');
  await expectHeard(agent, 'session-terminate success', 'finish success');
  expect(errors).toEqual([]);

  await agent.evaluate(() => (testCallAgent.heard.length = 0));
  await talk(agent, contact, team.a.name);
  wire.cut();
  await expect(said(contact)).toHaveText('The connection was lost, and the call is over.');
  await callSite.stop();
});

test('a call to a group rings at everybody, and the first who answers has it, until the page is left; that nobody has time or answers, or the contact gives up, is said to both', async ({
  callSite,
  agentContext,
  contactContext,
  team,
}) => {
  const [anna, ben, cleo] = await Promise.all([team.a, team.b, team.c].map((agent) => callSite.openCallAgent(agentContext, agent)));
  if (!anna || !ben || !cleo) throw new Error('A team has three agents.');
  const contact = await callSite.openCallPage(contactContext, { group: 'Billing' });
  await callUs(contact);
  for (const agent of [anna, ben, cleo]) await expectHeard(agent, 'propose');
  expect(await ben.evaluate(() => testCallAgent.proposal?.contactGroup)).toBe('Billing');
  await anna.evaluate(() => testCallAgent.say('reject', 'busy'));
  await ben.evaluate(() => testCallAgent.say('proceed'));
  await expect(said(contact)).toHaveText(`You are talking to ${team.b.name}.`);
  await expectHeard(cleo, 'retract alternative-session');
  expect(await heardBy(ben)).not.toContain('retract alternative-session');
  await contact.reload();
  await expectHeard(ben, 'session-terminate success', 'finish success');

  const other = await contactContext.newPage();
  await other.clock.install();
  await other.goto(`${callSite.origin}/call?to=${team.c.logon}`);
  await cleo.evaluate(() => (testCallAgent.heard.length = 0));
  await callUs(other);
  await expectHeard(cleo, 'propose');
  await cleo.evaluate(() => testCallAgent.say('reject', 'decline'));
  await expect(said(other)).toHaveText(`${team.c.name} can’t take your call now.`);

  await callUs(other);
  await expect(said(other)).toHaveText(`Calling ${team.c.name} …`);
  await other.getByRole('button', { name: 'Hang up' }).click();
  await expect(said(other)).toHaveText('You hung up before anybody answered.');
  await expectHeard(cleo, 'retract cancel');

  await callUs(other);
  await expect(said(other)).toHaveText(`Calling ${team.c.name} …`);
  await other.clock.fastForward(61_000);
  await expect(said(other)).toHaveText('Nobody answered.');
  await expectHeard(cleo, 'retract timeout');
});

test('without a microphone the page says what to do, and tries again; it is accessible, fits 320 pixels, and is worked by keyboard', async ({
  callSite,
  browser,
  contextOf,
  team,
}) => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const bare = await callSite.openCallPage(context, { group: 'Billing' });
  await expect(bare.getByRole('combobox', { name: 'Whom to call' })).toHaveValue('0');
  await expectAccessibleInBothThemes(bare, 'the form');
  expect(await overflowing(bare)).toEqual([]);
  await bare.getByRole('textbox', { name: 'Your name' }).focus();
  await bare.keyboard.type('Maria');
  await bare.keyboard.press('Enter');
  await expect(said(bare)).toHaveText('No microphone was found. Connect one and call again.');
  await expectAccessibleInBothThemes(bare, 'a refusal');
  await context.close();

  const page = await callSite.openCallPage(await contextOf('contact', { canRefuse: true }), { agent: team.a });
  await setMicrophonePermission(page, 'denied');
  await callUs(page);
  await expect(said(page)).toHaveText(
    'This page may not use the microphone. Allow it in your browser, at the page’s address, and call again.',
  );
  await setMicrophonePermission(page, 'granted');
  await callUs(page);
  await expect(said(page)).toHaveText(`Calling ${team.a.name} …`);
});
