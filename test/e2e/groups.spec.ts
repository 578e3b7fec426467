import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, expectStatus, notification, say, targetRow } from '../fixtures/im.ts';

/** Asks a group by keyboard: finds it, opens its Action menu, and writes. */
async function ask(page: Page, group: string, text: string, ready = 2): Promise<void> {
  await page.getByRole('combobox', { name: 'Search internal targets' }).fill(group);
  const communicator = page.getByRole('search', { name: 'Team Communicator' });
  await expect(communicator.getByRole('row', { selected: true })).toContainText(`${ready} of 2 ready`);
  await page.keyboard.press('ArrowRight');
  await page.getByRole('menuitem', { name: `Send an Instant Message to ${group}` }).press('Enter');
  const field = page.getByRole('textbox', { name: 'Message' });
  await expect(field).toBeFocused();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Enter');
}

async function chooseStatus(page: Page, status: string): Promise<void> {
  await page.getByRole('button', { name: 'Your status' }).press('Enter');
  await page.getByRole('menuitemradio', { name: status, exact: true }).press('Enter');
}

test('a group is asked: who accepts first answers, the other is told who it was, and all are told when it is taken back; where nobody is ready, it waits', async ({
  openDesk,
  team: { a, b, c, group },
}) => {
  const [anna, ben, cleo] = await Promise.all([openDesk(a), openDesk(b), openDesk(c)]);
  for (const agent of [b, c]) await expect(targetRow(anna, agent)).toContainText('Ready');
  await ask(anna, group, 'Is it a duplicate?');
  await expect(anna.getByRole('status', { name: `${group}, Inviting` })).toBeVisible();
  const rung = [notification(ben, a), notification(cleo, a)] as const;
  for (const one of rung) await expect(one).toContainText(`asked of everybody in ${group} who is ready`);
  await rung[0].getByRole('button', { name: 'Accept' }).press('Enter');
  await Promise.all([expectStatus(anna, b, 'Connected'), expectStatus(ben, a, 'Connected')]);
  await expect(rung[1]).toBeHidden();
  await expect(cleo.getByText(`${b.name} answered ${a.logon}`)).toBeVisible();
  await say(ben, 'It is.');
  await expect.poll(() => bodiesIn(anna)).toEqual(['Is it a duplicate?', 'It is.']);
  await anna.getByRole('button', { name: 'End Session' }).press('Enter');
  await expectStatus(ben, a, 'Ended');

  // Both accept at once: one is taken, and the other is told. Neither press waits for anything, or the other one would be told before it.
  await ask(anna, group, 'Who is faster?');
  const accepting = await Promise.all(rung.map((one) => one.getByRole('button', { name: 'Accept' }).elementHandle()));
  await Promise.all(accepting.map((button) => button?.dispatchEvent('click')));
  await expect(anna.getByRole('status', { name: /^[bc]\d+, Connected$/ })).toBeVisible();
  const [won, lost] = (await anna.getByRole('status', { name: `${b.logon}, Connected` }).isVisible()) ? [ben, cleo] : [cleo, ben];
  await expectStatus(won, a, 'Connected');
  await expectStatus(lost, a, 'Ended');
  await anna.getByRole('button', { name: 'End Session' }).press('Enter');
  await expectStatus(won, a, 'Ended');

  await ask(anna, group, 'And this one?');
  for (const one of rung) await expect(one).toContainText('And this one?');
  await anna.getByRole('button', { name: 'Cancel Invitation' }).press('Enter');
  for (const one of rung) await expect(one).toBeHidden();

  // Nobody is ready: the agent waits in line, by keyboard and over a reload, until somebody is.
  for (const desk of [ben, cleo]) await chooseStatus(desk, 'Not Ready');
  await ask(anna, group, 'Anybody?', 0);
  await expect(anna.getByText(`Nobody in ${group} was ready.`)).toBeVisible();
  await anna.getByRole('button', { name: 'Other Ways to Ask' }).press('Enter');
  await anna.getByRole('menuitem', { name: `Wait in Line for ${group}` }).press('Enter');
  await expect(anna.getByRole('status', { name: `${group}, Waiting in Line` })).toBeVisible();
  await anna.reload();
  await expect(anna.getByRole('status', { name: `${group}, Waiting in Line` })).toBeVisible();
  await chooseStatus(cleo, 'Ready');
  await expect(rung[1]).toContainText('Anybody?');
  await rung[1].getByRole('button', { name: 'Accept' }).press('Enter');
  await expectStatus(anna, c, 'Connected');
});
