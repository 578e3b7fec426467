import { dispatch, heardBy } from '../fixtures/crm-page.ts';
import { dockTest as test, openDock, signInOwnPage } from '../fixtures/dock-test.ts';
import { expect } from '../fixtures/e2e.ts';
import { updateExtension } from '../fixtures/extension.ts';
import { expectStatus } from '../fixtures/im.ts';

// The browser loads the extension anew.
test.slow();

test('an update of the extension takes the earlier dock out of an open page and puts one of its own in', async ({
  extension,
  crm,
  site,
  openDesk,
  team: { a, b },
}) => {
  await signInOwnPage(extension, a, site.websocket);
  await openDesk(b);
  const { page, dock } = await openDock(extension, crm.url('localhost'));
  await dock.press('Open Backchannel');
  const before = await dock.frame();
  await before.getByText('Connected', { exact: true }).first().waitFor();
  const ready = { name: 'ready', detail: { version: 1, isSignedIn: true } };
  await expect.poll(() => heardBy(page)).toEqual([ready]);

  await updateExtension(extension, '9.9.9');
  await expect.poll(() => before.isDetached()).toBe(true);
  // Open, as the earlier one was left.
  const after = await dock.frame();
  await after.getByText('Connected', { exact: true }).first().waitFor();
  expect(await after.evaluate(async () => (await (await fetch('manifest.json')).json()).version)).toBe('9.9.9');
  const buttons = (await dock.controls()).map(({ name }) => name);
  expect(buttons.filter((name) => name.endsWith('Backchannel')).sort()).toEqual([
    'Backchannel',
    'Collapse Backchannel',
    'Width of Backchannel',
  ]);
  expect(await page.evaluate(() => [...document.documentElement.children].map(({ localName }) => localName))).toEqual([
    'head',
    'body',
    'div',
  ]);

  // Nothing of the earlier one listens any more.
  await dispatch(page, 'open-im', { requestId: 'r1', target: b.jid });
  await expectStatus(after, b, 'Inviting');
  await expect
    .poll(() => heardBy(page))
    .toEqual([ready, ready, { name: 'result', detail: { requestId: 'r1', sessionId: expect.any(String) } }]);
});
