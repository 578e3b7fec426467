import { dispatch, heardBy } from '../fixtures/crm-page.ts';
import { dockTest as test, focusInDock, openDock, setSiteAccess, signInOwnPage } from '../fixtures/dock-test.ts';
import { Dock } from '../fixtures/dock.ts';
import { expect } from '../fixtures/e2e.ts';
import { stopBackground, updateExtension } from '../fixtures/extension.ts';
import { expectStatus, notification, say, transcript } from '../fixtures/im.ts';

test('a page with a hostile style sheet and a strict policy opens an IM, hears what becomes of it, and reads none of it; an invitation is counted at the tab, and answered in the dock', async ({
  extension,
  crm,
  site,
  signInColleague,
  team: { a, b },
}) => {
  await signInOwnPage(extension, a, site.websocket);
  const ben = await signInColleague(b);
  const { page, dock } = await openDock(extension, crm.url('localhost', { style: 'hostile' }));
  await dispatch(page, 'hello');
  await expect.poll(() => heardBy(page)).toContainEqual({ name: 'ready', detail: { version: 1, isSignedIn: true } });

  await dispatch(page, 'open-im', { requestId: 'r1', target: b.jid });
  const result = { name: 'result', detail: { requestId: 'r1', sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/) } };
  await expect.poll(() => heardBy(page)).toContainEqual(result);
  const frame = await dock.frame();
  await expectStatus(frame, b, 'Inviting');
  await ben.accept(a);
  await expectStatus(frame, b, 'Connected');
  await say(frame, 'her router is a Zyxel');
  await ben.heard(a, 'her router is a Zyxel');
  ben.say(a, 'then update its firmware');
  await expect(transcript(frame)).toContainText('then update its firmware');
  ben.end(a);
  await expectStatus(frame, b, 'Ended');
  await frame.getByRole('button', { name: 'Mark Done' }).click();

  await expect.poll(() => heardBy(page)).toContainEqual(expect.objectContaining({ name: 'session-done' }));
  const heard = await heardBy(page);
  const { sessionId } = heard.find(({ name }) => name === 'result')?.detail ?? {};
  const facts = { sessionId, peer: b.jid, direction: 'outgoing', at: expect.any(Number) };
  expect(heard.filter(({ name }) => name.startsWith('session-'))).toEqual([
    { name: 'session-accepted', detail: facts },
    { name: 'session-ended', detail: { ...facts, reason: 'ended-by-peer' } },
    { name: 'session-done', detail: facts },
  ]);
  const readable = await page.evaluate(
    () => JSON.stringify(window.heard) + document.documentElement.outerHTML + document.documentElement.innerText,
  );
  expect(readable).not.toMatch(/Zyxel|firmware/);

  await dock.press('Collapse Backchannel');
  ben.invite(a);
  await dock.press('Open Backchannel, 1 waiting');
  await frame
    .getByRole('alertdialog', { name: `Instant message from ${b.name}` })
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectStatus(frame, b, 'Connected');
  await expect
    .poll(() => heardBy(page))
    .toContainEqual({ name: 'session-accepted', detail: expect.objectContaining({ peer: b.jid, direction: 'incoming' }) });

  // What comes after the dock was collapsed stays unread, from the first moment on.
  await dock.press('Collapse Backchannel');
  ben.say(a, 'are you there?');
  await dock.control('Open Backchannel, 1 waiting');
  ben.say(a, 'hello?');
  await dock.press('Open Backchannel, 2 waiting');
  await expect(transcript(frame)).toContainText('hello?');
  await dock.press('Collapse Backchannel');
  await dock.control('Open Backchannel');
});

test('by keyboard it opens, and closes by Escape where nothing else wants it; its place is remembered for the origin; in a right-to-left page, an isolated one, and one that hides everything; on an origin that is not allowed there is nothing; a permission that is taken away takes the dock out of open pages, one that is given puts it in', async ({
  extension,
  crm,
  site,
  team: { a, b },
}) => {
  await signInOwnPage(extension, a, site.websocket);
  const { page, dock } = await openDock(extension, crm.url('localhost'));
  await page.keyboard.press('Shift+Tab');
  await expect.poll(async () => (await dock.control('Open Backchannel')).isFocused).toBe(true);
  await page.keyboard.press('Enter');
  const frame = await dock.frame();
  const actions = frame.getByRole('button', { name: `Actions for ${b.name}` });
  await focusInDock(actions);
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(frame.getByRole('menu')).toBeHidden();
  await expect(actions).toBeFocused();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await dock.control('Open Backchannel')).isFocused).toBe(true);
  await page.keyboard.press('Enter');
  await dock.control('Collapse Backchannel');

  await dock.press('Collapse Backchannel');
  await dock.control('Open Backchannel');
  // Until the agent has moved the dock, it is at the left edge of a right-to-left page.
  await page.goto(crm.url('localhost', { dir: 'rtl' }));
  expect((await dock.control('Open Backchannel')).box.x).toBe(0);
  await page.goto(crm.url('localhost'));
  await dock.press('Open Backchannel');
  const widthOf = async () => (await dock.control('Backchannel')).box.width;
  const before = await widthOf();
  // The dock stands beside the page; a page too narrow for both is covered, with all controls in sight although the page has scroll bars.
  const [strip, pageEnd] = [
    await dock.control('Collapse Backchannel'),
    await page.evaluate(() => document.body.getBoundingClientRect().right),
  ];
  expect(pageEnd).toBeLessThanOrEqual(strip.box.x);
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  await page.evaluate(() => (document.body.style.minHeight = '3000px'));
  await page.setViewportSize({ width: 400, height: 600 });
  await expect.poll(() => page.evaluate(() => document.documentElement.style.marginRight)).toBe('');
  expect((await dock.control('Collapse Backchannel')).box.x).toBeGreaterThanOrEqual(0);
  await page.setViewportSize({ width, height });
  await page.evaluate(() => (document.body.style.minHeight = ''));

  const handle = await dock.control('Width of Backchannel');
  await page.mouse.move(handle.box.x + 5, 400);
  await page.mouse.down();
  await page.mouse.move(handle.box.x - 95, 400, { steps: 4 });
  await page.mouse.up();
  await expect.poll(widthOf).toBe(before + 100);
  await dock.press('Width of Backchannel');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(widthOf).toBe(before + 116);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(widthOf).toBe(before + 52);
  await page.keyboard.press('Home');
  await expect.poll(widthOf).toBe(320);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await dock.control('Width of Backchannel')).value).toBe(336);

  await dock.press('Move to the Left Side');
  await expect.poll(async () => (await dock.control('Backchannel')).box).toMatchObject({ x: 0, width: 336 });
  await page.reload();
  await expect.poll(async () => (await dock.control('Backchannel')).box).toMatchObject({ x: 0, width: 336 });
  await dock.press('Collapse Backchannel');
  expect((await dock.control('Open Backchannel')).box.x).toBe(0);
  await page.reload();
  expect((await dock.control('Open Backchannel')).box.x).toBe(0);

  for (const options of [{ isIsolated: true }, { style: 'blank' }] as const) {
    await page.goto(crm.url('localhost', options));
    await dock.press('Open Backchannel');
    await expect((await dock.frame()).getByText('Connected', { exact: true }).first()).toBeVisible();
    await dock.press('Collapse Backchannel');
    await dock.control('Open Backchannel');
  }

  // There is nothing on an origin that is not allowed.
  const other = await extension.context.newPage();
  await other.goto(crm.url('127.0.0.1'));
  await dispatch(other, 'hello');
  await dispatch(other, 'open-im', { requestId: 'r1', target: b.jid });
  // By the time that an allowed page was answered, it would have been too.
  await page.bringToFront();
  await page.goto(crm.url('localhost'));
  await dock.control('Open Backchannel');
  await expect.poll(() => heardBy(page)).toHaveLength(1);
  await (await Dock.of(other)).expectGone();
  expect(await heardBy(other)).toEqual([]);
  expect(
    extension.context
      .pages()
      .flatMap((opened) => opened.frames())
      .filter((frame) => frame.url().endsWith('/dock.html')),
  ).toEqual([]);

  await dock.press('Open Backchannel');
  await (await dock.frame()).getByText('Connected', { exact: true }).first().waitFor();
  await setSiteAccess(extension, 'ON_CLICK');
  await dock.expectGone();
  await page.reload();
  await dispatch(page, 'hello');
  await setSiteAccess(extension, 'ON_ALL_SITES');
  // Its place at the left was forgotten with the permission.
  expect((await dock.control('Open Backchannel')).box.x).toBeGreaterThan(0);
  expect(await heardBy(page)).toEqual([{ name: 'ready', detail: { version: 1, isSignedIn: true } }]);
});

test('a background that was stopped is there again for the page and for the dock; an update takes the earlier dock out of an open page and puts one of its own in', async ({
  extension,
  crm,
  site,
  signInColleague,
  team: { a, b, c },
}) => {
  await signInOwnPage(extension, a, site.websocket);
  const [ben, cleo] = await Promise.all([signInColleague(b), signInColleague(c)]);
  const { page, dock } = await openDock(extension, crm.url('localhost'));
  await stopBackground(extension);
  await dispatch(page, 'open-im', { requestId: 'while away', target: b.jid });
  await expect
    .poll(() => heardBy(page))
    .toContainEqual({ name: 'result', detail: { requestId: 'while away', sessionId: expect.any(String) } });
  await expectStatus(await dock.frame(), b, 'Inviting');
  await stopBackground(extension);
  await ben.accept(a);
  // The page and its dock both wait for the background: either may have started it again.
  await expect.poll(() => heardBy(page)).toContainEqual({ name: 'session-accepted', detail: expect.objectContaining({ peer: b.jid }) });
  await dock.press('Collapse Backchannel');
  await stopBackground(extension);
  cleo.invite(a);
  await dock.control('Open Backchannel, 1 waiting');
  expect((await heardBy(page)).filter(({ name }) => name === 'session-accepted')).toHaveLength(1);

  await dock.press('Open Backchannel, 1 waiting');
  const before = await dock.frame();
  await expect(notification(before, c)).toBeVisible();
  const heard = await heardBy(page);

  await updateExtension(extension, '9.9.9');
  await expect.poll(() => before.isDetached()).toBe(true);
  // The new dock is open, as the earlier one was.
  const after = await dock.frame();
  await expect(notification(after, c)).toBeVisible();
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

  // The earlier dock's content script doesn't listen any more: the page is answered once.
  await dispatch(page, 'open-im', { requestId: 'r1', target: b.jid });
  await expectStatus(after, b, 'Connected');
  const ready = { name: 'ready', detail: { version: 1, isSignedIn: true } };
  await expect
    .poll(() => heardBy(page))
    .toEqual([...heard, ready, { name: 'result', detail: { requestId: 'r1', sessionId: expect.any(String) } }]);
});
