import { expectToHear } from '../fixtures/audio-probe.ts';
import { expect } from '../fixtures/e2e.ts';
import { expectStatus, say, targetRow, transcript } from '../fixtures/im.ts';
import { callBar, expectCallState, ringing, test } from '../fixtures/voice.ts';

test('two colleagues without a contact: hold and retrieve on both sides, mute, IM beside it, and End Session ends it', async ({
  team: { a, b },
  openVoiceDesk,
}) => {
  const [anna, ben] = await Promise.all([openVoiceDesk('agent', a), openVoiceDesk('target', b)]);
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

  await atAnna.getByRole('button', { name: 'Mute' }).click();
  await expectCallState(anna.page, b.logon, 'Connected, muted');
  await expectToHear(ben.ear);
  await expectToHear(anna.ear, 'target');
  await atAnna.getByRole('button', { name: 'Mute' }).click();
  await expectToHear(ben.ear, 'agent');

  await say(ben.page, 'I look it up.');
  await expect(transcript(anna.page)).toContainText('I look it up.');
  await ben.page.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(anna.page, b, 'Ended');
  await expect(transcript(anna.page)).toContainText(`The call with ${b.logon} ended`);
  await expectToHear(anna.ear);
  await expectToHear(ben.ear);
  await expect(ben.page.getByRole('button', { name: 'End Call' })).toHaveCount(0);
});
