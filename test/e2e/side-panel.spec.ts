import { findFreePort } from '../../demo/free-port.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { badgeOf, installExtension, onlyNotification, pressNotificationButton } from '../fixtures/extension.ts';
import { expectStatus, invite, say, signIn, targetRow, transcript } from '../fixtures/im.ts';
import { SidePanel } from '../fixtures/side-panel.ts';

test('two profiles: from the popup to the side panel, by a desktop notification to the other', async ({
  extension: bens,
  site,
  team: { a, b },
}) => {
  const debuggingPort = await findFreePort();
  const annas = await installExtension({ debuggingPort });
  try {
    const ben = await bens.context.newPage();
    await ben.goto(bens.url('workspace.html'));
    await signIn(ben, b, site.websocket);
    await ben.goto('about:blank');
    await annas.firstTab.goto(annas.url('popup.html'));
    await signIn(annas.firstTab, a, site.websocket);
    await expect(targetRow(annas.firstTab, b)).toContainText('Ready');

    const closed = annas.firstTab.waitForEvent('close');
    // The window that the panel belongs to needs a tab.
    await annas.context.newPage();
    await annas.firstTab.bringToFront();
    await invite(annas.firstTab, b);
    await closed;
    const panel = await SidePanel.of(annas, debuggingPort);
    await panel.expectStatus(b.logon, 'Inviting');

    await expect.poll(() => badgeOf(bens)).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });
    const id = await onlyNotification(bens);
    const opening = bens.context.waitForEvent('page');
    await pressNotificationButton(bens, id, 0);
    const desk = await opening;
    await expectStatus(desk, a, 'Connected');
    await panel.expectStatus(b.logon, 'Connected');
    await panel.say('from the side panel');
    await expect(transcript(desk)).toContainText('from the side panel');
    await say(desk, 'to the side panel');
    await expect.poll(() => panel.transcript()).toContain('to the side panel');
    await expect.poll(() => badgeOf(annas)).toMatchObject({ text: ' ', title: 'Backchannel: Ready' });
    await panel.press('End Session');
    await expectStatus(desk, a, 'Ended');
    await panel.press('Mark Done');
    await desk.getByRole('button', { name: 'Mark Done' }).click();
    await expect.poll(() => badgeOf(bens)).toMatchObject({ text: ' ' });
    await panel.disconnect();
  } finally {
    await annas.uninstall();
  }
});
