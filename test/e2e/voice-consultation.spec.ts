import { expectToHear } from '../fixtures/audio-probe.ts';
import { expect } from '../fixtures/e2e.ts';
import { notification, say, targetRow, transcript } from '../fixtures/im.ts';
import { ringing, talkToContact, test } from '../fixtures/voice.ts';

test('the help page\'s section, by mouse: from an IM consultation to a voice consultation, with the contact on hold', async ({ team: { a, b }, openVoiceDesk, openContact }) => {
  const [agent, target, contact] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b), openContact(a)]);
  await talkToContact(contact.page, agent.page);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');

  // An IM consultation about the call.
  await agent.page.getByRole('button', { name: 'Start Consultation' }).click();
  await targetRow(agent.page, b).getByRole('button', { name: `Actions for ${b.name}` }).click();
  await agent.page.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` }).click();
  await say(agent.page, 'Is invoice 20931 a duplicate?');
  await notification(target.page, a).getByRole('button', { name: 'Accept' }).click();
  await expect(target.page.getByRole('tabpanel').getByText('Invoice 20931', { exact: true })).toBeVisible();

  // Start Consultation; the colleague is the default selection; Start Voice Consultation.
  await contact.ear.forget();
  await agent.page.getByRole('tab', { name: /Maria Lindqvist/ }).click();
  await agent.page.getByRole('button', { name: 'Start Consultation' }).click();
  const active = agent.page.getByRole('search', { name: 'Team Communicator' }).getByRole('group', { name: 'Active Consultations' });
  await active.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await agent.page.getByRole('menuitem', { name: `Start Voice Consultation with ${b.name}` }).click();

  await expect(contact.page.getByRole('status')).toContainText('on hold');
  await expectToHear(contact.ear, 'music');
  await ringing(target.page, /consultation/i).getByRole('button', { name: 'Accept' }).click();
  await expectToHear(agent.ear, 'target');
  await expectToHear(target.ear, 'agent');
  await contact.ear.forget();
  // The IM stays open beside the call, and the case as it was.
  await expect(transcript(agent.page)).toContainText('Is invoice 20931 a duplicate?');
  await expect(target.page.getByRole('tab', { name: 'Case Data' })).toBeVisible();
  await say(target.page, 'Yes.');
  await expect(transcript(agent.page)).toContainText('Yes.');

  // The end of the consultation: the contact is retrieved.
  await agent.page.getByRole('button', { name: 'End Call' }).click();
  expect(await contact.ear.everHeard()).toEqual(['music']);
  await expectToHear(contact.ear, 'agent');
  await expectToHear(agent.ear, 'contact');
  await expectToHear(target.ear);
});
