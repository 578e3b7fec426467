import { expect, test } from '../fixtures/e2e.ts';
import { notification, say, targetRow, transcript } from '../fixtures/im.ts';

test('the largest invitation that there can be comes through the server', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await expect(targetRow(anna, b)).toContainText('Ready');
  await anna.evaluate(async (target) => {
    const sessionId = crypto.randomUUID();
    await workspace.openInteraction({
      id: 'mail-1',
      media: 'chat',
      contact: { name: '<b>Maria</b>' },
      caseData: Array.from({ length: 200 }, (_, index) => ({ key: `Key ${index}`, value: '"'.repeat(300) })),
    });
    await workspace.commands.consult({ sessionId, interactionId: 'mail-1', target });
    // The longest at three bytes a character.
    await workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body: '€'.repeat(32_768) });
  }, b.jid);
  await expect(notification(ben, a)).toContainText('consultation on Chat, <b>Maria</b>');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).press('Enter');
  await expect(ben.getByRole('tabpanel', { name: 'Case Data' }).getByText('Key 0', { exact: true })).toBeVisible();
  await expect(ben.getByText(/more fields are not shown/)).toBeVisible();
  await say(ben, 'Received.');
  await anna.getByRole('tab', { name: b.logon }).click();
  await expect(transcript(anna)).toContainText('Received.');
});
