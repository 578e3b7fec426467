import { expectToHear } from '../fixtures/audio-probe.ts';
import { expect } from '../fixtures/e2e.ts';
import { expectStatus } from '../fixtures/im.ts';
import { callBar, consultByVoice, expectCallState, ringing, talkToContact, test } from '../fixtures/voice.ts';

const CONTACT = 'Maria Lindqvist';

test('the target rejects, hangs up: the agent is told, and the contact is back each time; the agent ends the contact’s call: the consultation goes on', async ({
  team: { a, b },
  openVoiceDesk,
  openContact,
}) => {
  const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b), openContact(a)]);
  const { page } = agent;
  const consultation = ringing(target.page, `Voice consultation from ${a.name}`);
  const told = (words: string) => expect(page.getByRole('status').filter({ hasText: words })).toContainText(`${CONTACT} was retrieved.`);
  const backToContact = async () => {
    await expectToHear(contact.ear, 'agent');
    await expectToHear(agent.ear, 'contact');
    await expect(contact.page.getByRole('status')).toContainText('You are talking to');
    await page.getByRole('tab', { name: CONTACT }).first().click();
  };
  await talkToContact(contact.page, page);

  await consultByVoice(page, b);
  await expectToHear(contact.ear, 'music');
  await consultation.getByRole('button', { name: 'Reject' }).click();
  await told(`${b.logon} rejected your call`);
  await expectStatus(page, b, 'Ended');
  await backToContact();

  await consultByVoice(page, b);
  await consultation.getByRole('button', { name: 'Accept' }).click();
  await expectToHear(target.ear, 'agent');
  await target.page.getByRole('button', { name: 'End Call' }).click();
  await told(`${b.logon} ended the call`);
  await backToContact();

  await consultByVoice(page, b);
  await consultation.getByRole('button', { name: 'Accept' }).click();
  await expectToHear(agent.ear, 'target');
  await page.getByRole('tab', { name: CONTACT }).first().click();
  await callBar(page, CONTACT).getByRole('button', { name: 'End Call' }).click();
  await expect(contact.page.getByRole('status')).toHaveText(`${a.name} hung up.`);
  await expect(page.getByRole('button', { name: 'Mark Done' })).toBeVisible();
  await expectToHear(contact.ear);
  await expectToHear(agent.ear, 'target');
  await expectToHear(target.ear, 'agent');
  expect(await target.ear.everHeard()).toEqual(['agent']);
  expect(await contact.ear.everHeard()).toEqual(['agent', 'music']);
});

test('the contact is retrieved in mid-consultation, and hangs up on hold: the consultation goes on, and nobody hears the other', async ({
  team: { a, b },
  openVoiceDesk,
  openContact,
}) => {
  const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b), openContact(a)]);
  const { page } = agent;
  await talkToContact(contact.page, page);
  await consultByVoice(page, b);
  await ringing(target.page, /^Voice consultation/)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(agent.ear, 'target');

  await page.getByRole('tab', { name: CONTACT }).first().click();
  await callBar(page, CONTACT).getByRole('button', { name: 'Retrieve' }).click();
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  await expectToHear(target.ear, 'music');
  await expectCallState(target.page, a.logon, `${a.logon} has put you on hold`);
  await page.getByRole('tab', { name: b.logon }).click();
  await callBar(page, b.logon).getByRole('button', { name: 'Retrieve' }).click();
  await expectToHear(target.ear, 'agent');
  await expectToHear(contact.ear, 'music');

  await contact.page.getByRole('button', { name: 'Hang up' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${CONTACT} ended the call` })).toBeVisible();
  await expectToHear(agent.ear, 'target');
  await expectToHear(target.ear, 'agent');
  expect(await target.ear.everHeard()).toEqual(['agent', 'music']);
  expect(await contact.ear.everHeard()).toEqual(['agent', 'music']);
  await page.getByRole('button', { name: 'End Call' }).click();
  await expectToHear(target.ear);
});
