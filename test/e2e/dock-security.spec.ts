import type { CDPSession, Locator, Page } from '@playwright/test';
import { dispatch, heardBy } from '../fixtures/crm-page.ts';
import { coverPage, dockTest as test, openDock, waitUntilSettled } from '../fixtures/dock-test.ts';
import type { Dock } from '../fixtures/dock.ts';
import { expect } from '../fixtures/e2e.ts';
import type { InstalledExtension } from '../fixtures/extension.ts';
import { APPEARANCES, MOVES, type Trick } from '../fixtures/hostile-page.ts';
import { expectStatus, setNotificationTimeout, signIn } from '../fixtures/im.ts';

declare global {
  interface Window {
    /** How long after the frame got the focus each key came that counted. */
    takenAfterMs: number[];
  }
}

/** What a page can find out of an extension whose id it knows. */
async function probe(page: Page, { url }: InstalledExtension) {
  return page.evaluate(async (addresses) => {
    const fetched = await Promise.allSettled(addresses.map((address) => fetch(address)));
    const loaded = await Promise.all(
      addresses.map(async (address) => {
        const frame = document.createElement('iframe');
        frame.src = address;
        const outcome = new Promise<string>((resolve) => {
          frame.onload = () => resolve('load');
          frame.onerror = () => resolve('error');
        });
        document.body.append(frame);
        const result = await outcome;
        const seen = [result, frame.contentDocument === null, frame.contentWindow?.length];
        frame.remove();
        return seen;
      }),
    );
    const entries = performance.getEntries().map(({ entryType, name }) => `${entryType} ${name}`);
    return {
      fetched: fetched.map(({ status }) => status),
      loaded,
      frames: window.length,
      extensionEntries: entries.filter((entry) => entry.includes('-extension:') && !addresses.some((address) => entry.includes(address))),
    };
  }, ['dock.html', 'workspace.html', 'dock-content.js', 'manifest.json', 'not-there.html'].map(url));
}

/** What the extension's APIs look like in its content script's world, which a page may have taken over. */
declare const chrome: {
  readonly runtime: {
    connect(info?: { name: string }): {
      postMessage(message: unknown): void;
      readonly onMessage: { addListener(handler: (message: unknown) => void): void };
      readonly onDisconnect: { addListener(handler: () => void): void };
    };
    sendMessage(message: unknown): Promise<unknown>;
  };
  readonly storage: { readonly local: { get(): Promise<object> } };
};

async function evaluateInContentScript(page: Page, session: CDPSession, run: () => Promise<unknown>): Promise<unknown> {
  const world = new Promise<number>((resolve) => {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === 'Backchannel' && context.auxData?.['type'] === 'isolated') resolve(context.id);
    });
  });
  await session.send('Runtime.enable');
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `(${run.toString()})()`,
    contextId: await world,
    awaitPromise: true,
    returnByValue: true,
  });
  expect(exceptionDetails, page.url()).toBeUndefined();
  return result.value;
}

test('an allowed page sees an empty element: it can neither look into the dock, nor press anything in it, nor have the password typed there; it gets no further than the documented requests, nor does its content script', async ({
  extension,
  crm,
  site,
  signInColleague,
  team: { a, b },
}) => {
  const { page, dock } = await openDock(extension, crm.url('localhost'));
  const { box } = await dock.control('Open Backchannel');
  const seen = await page.evaluate(
    ({ x, y }) => {
      const host = document.elementFromPoint(x, y);
      if (!(host instanceof HTMLElement)) throw new Error('no element');
      host.click();
      for (const type of ['pointerdown', 'pointerup', 'click'])
        host.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, clientX: x, clientY: y }));
      host.focus();
      for (const key of ['Enter', ' ']) host.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      return {
        shadow: host.shadowRoot,
        html: host.outerHTML.replace(/ style="[^"]*"/, ''),
        active: document.activeElement?.localName,
        frames: window.length,
      };
    },
    { x: box.x + 10, y: box.y + 10 },
  );
  expect(seen).toEqual({ shadow: null, html: '<div popover="manual"></div>', active: 'body', frames: 0 });
  await dock.control('Open Backchannel');

  await dock.press('Open Backchannel');
  const frame = await dock.frame();
  const opens = frame.getByRole('button', { name: 'Sign In in the Main Window' });
  await expect(opens).toBeVisible();
  await expect(frame.locator('input[type="password"]')).toHaveCount(0);
  // The tab that the extension opened when it was new is the main window: it comes to the front.
  const { firstTab } = extension;
  await opens.click();
  await expect.poll(() => firstTab.evaluate(() => document.visibilityState)).toBe('visible');
  await expect(firstTab.getByRole('textbox', { name: 'Address' })).toBeVisible();
  await signIn(firstTab, a, site.websocket);
  await page.bringToFront();
  await frame.getByText('Connected', { exact: true }).first().waitFor();
  // What the frame knows of the page around it, and what the page could say to it if it had it.
  const heard = await page.evaluate(() => {
    window.postMessage({ type: 'show-in-dock' }, '*');
    return [
      window.length,
      window.frames.length,
      document.querySelectorAll('iframe, frame, object, embed').length,
      document.activeElement?.localName,
    ];
  });
  expect(heard).toEqual([0, 0, 0, 'div']);

  // On no origin can a page tell a file of the extension from one that is not there.
  const other = await extension.context.newPage();
  await other.goto(crm.url('127.0.0.1'));
  const same = (values: unknown[]) => values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]));
  for (const tried of [other, page]) {
    const seen = await probe(tried, extension);
    expect(same(seen.fetched) && same(seen.loaded)).toBe(true);
    expect(seen).toMatchObject({ fetched: expect.arrayContaining(['rejected']), frames: 0, extensionEntries: [] });
  }
  expect(await other.evaluate(() => [...document.documentElement.children].map(({ localName }) => localName))).toEqual(['head', 'body']);
  expect(await other.evaluate(() => Object.keys(window).filter((key) => /backchannel|extension/i.test(key)))).toEqual([]);

  // Whatever it dispatches.
  const ben = await signInColleague(b);
  await page.evaluate((target) => {
    const send = (name: string, detail: unknown) => document.dispatchEvent(new CustomEvent(`backchannel:${name}`, { detail }));
    for (const name of ['invite', 'send', 'accept', 'signIn', 'sign-out', '__proto__', 'constructor', '', 'open-im ', 'OPEN-IM'])
      send(name, { requestId: 'unknown', target, sessionId: 'x' });
    for (const detail of [
      undefined,
      null,
      7,
      'text',
      [],
      [{ requestId: 'array', target }],
      {},
      { target },
      { requestId: 5, target },
      { requestId: '', target },
    ])
      send('open-im', detail);
    send('open-im', { requestId: 'x'.repeat(101), target });
    send('open-im', { requestId: 'huge', target, more: 'x'.repeat(100_000) });
    send('open-im', {
      requestId: 'getter',
      get target() {
        throw new Error('no');
      },
    });
    send('open-im', { requestId: 'big', target: 10n });
    const circle: Record<string, unknown> = { requestId: 'circle', target };
    circle.circle = circle;
    send('open-im', circle);
    send('open-im', Object.create({ requestId: 'inherited', target }));
    send('open-im', { requestId: 'function', target: { toString: () => target } });
    send('open-im', new Proxy({}, { get: () => 'proxy' }));
    document.dispatchEvent(new Event('backchannel:open-im'));
    document.body.dispatchEvent(new CustomEvent('backchannel:open-im', { detail: { requestId: 'not bubbling', target } }));
    window.dispatchEvent(new CustomEvent('backchannel:open-im', { detail: { requestId: 'at the window', target } }));
    window.postMessage({ type: 'request', name: 'open-im', json: JSON.stringify({ requestId: 'message', target }) }, '*');
    const inner = document.createElement('iframe');
    document.body.append(inner);
    inner.contentDocument?.dispatchEvent(new CustomEvent('backchannel:open-im', { detail: { requestId: 'frame', target } }));
    // Answered, with a refusal: these say who asks.
    send('open-im', { requestId: 'no address', target: 'nobody' });
    send('open-im', { requestId: 'no text', target: { toString: target } });
    send('open-im', JSON.parse(`{"requestId": "prototype", "__proto__": {"target": "${target}"}}`));
  }, b.jid);
  await dispatch(page, 'open-im', { requestId: 'self', target: a.jid });
  await expect.poll(async () => (await heardBy(page)).map(({ detail }) => detail.requestId)).toContain('self');
  expect((await heardBy(page)).filter(({ name }) => name === 'result').map(({ detail }) => detail)).toEqual([
    { requestId: 'huge', refused: 'too-large' },
    ...['no address', 'no text', 'prototype'].map((requestId) => ({ requestId, refused: 'invalid-argument' })),
    { requestId: 'self', refused: 'target-is-self' },
  ]);
  expect(ben.isInvitedBy(a)).toBe(false);

  // Of invitations it gets ten at once, and then one in two seconds (test/process/dock-host).
  for (let number = 1; number <= 15; number += 1) await dispatch(page, 'open-im', { requestId: String(number), target: b.jid });
  const results = async () =>
    (await heardBy(page)).filter(({ name, detail }) => name === 'result' && /^\d+$/.test(String(detail.requestId)));
  await expect.poll(results).toHaveLength(15);
  const details = (await results()).map(({ detail }) => detail);
  const invited = details.filter(({ refused }) => refused === undefined);
  expect(details.filter(({ refused }) => refused === 'too-many-requests')).toHaveLength(details.length - invited.length);
  expect(invited.length).toBeGreaterThan(0);
  expect(invited.length).toBeLessThan(15);
  expect(new Set(invited.map(({ sessionId }) => sessionId)).size).toBe(1);

  // One that was taken over is no view.
  const outcome = await evaluateInContentScript(page, await extension.context.newCDPSession(page), async () => {
    const view = chrome.runtime.connect();
    const messages: unknown[] = [];
    view.onMessage.addListener((message) => messages.push(message));
    const isClosed = new Promise<boolean>((resolve) => view.onDisconnect.addListener(() => resolve(true)));
    view.postMessage({ t: 'q', m: 'subscribe', a: [1, { kind: 'overview' }] });
    const closed = await isClosed;
    const answers = await Promise.all(
      [{ type: 'show-interaction', sessionId: 'x' }, { type: 'dock-frame-start' }, { type: 'show-in-dock', tabId: 1, sessionId: 'x' }].map(
        (message) =>
          chrome.runtime.sendMessage(message).then(
            (answer) => answer ?? null,
            () => null,
          ),
      ),
    );
    const stored = await chrome.storage.local.get().then(Object.keys, () => 'refused');
    return { closed, messages, answers, stored };
  });
  expect(outcome).toEqual({ closed: true, messages: [], answers: [null, null, null], stored: 'refused' });
});

/** Between two presses of somebody who presses twice: what the frame isn’t told so soon. Longer gaps: test/components/dock/settled-input and shield. */
const GAP_MS = 60;
/** As long as the dock has been where the page wants it when the agent presses: longer than a movement keeps presses off. */
const REST_MS = 700;

test('presses and keys count in the dock, but none while the page covers it, or has just put the focus there, or has moved or shown it under the pointer', async ({
  extension,
  crm,
  site,
  signInColleague,
  team: { a, b, c },
}) => {
  const { firstTab } = extension;
  await signIn(firstTab, a, site.websocket);
  // No invitation steps back before the page has tried everything.
  await setNotificationTimeout(firstTab, 600);
  await firstTab.goto('about:blank');
  const [ben, cleo] = await Promise.all([signInColleague(b), signInColleague(c)]);
  const { page, dock } = await openDock(extension, crm.url('localhost'));
  await dock.press('Open Backchannel');
  const frame = await dock.frame();
  await frame.getByRole('button', { name: `Actions for ${b.name}` }).click();
  const item = frame.getByRole('menuitem', { name: `Send an Instant Message to ${b.name}` });
  await expect(item).toBeVisible();
  let uncover = await coverPage(page);
  const notice = frame.getByRole('status').filter({ hasText: 'covers Backchannel' });
  await expect(notice).toBeVisible();
  await item.click({ force: true });
  await uncover();
  await expect(notice).toBeHidden();
  await expect(item).toBeVisible();
  // In the half second after the page has uncovered it the frame takes no press either, which nothing shows: an agent presses again.
  await expect(async () => {
    if (await item.isVisible()) await item.click({ timeout: 2_000 });
    await expect(frame.getByRole('status', { name: `${b.logon}, Inviting` })).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await ben.accept(a);
  await expectStatus(frame, b, 'Connected');
  // Keys that don't count get no further than the dock's own listener, which was there first.
  await frame.evaluate(() => {
    let focusedAt = 0;
    window.takenAfterMs = [];
    addEventListener('focus', () => (focusedAt = performance.now()));
    addEventListener('keydown', ({ timeStamp }) => window.takenAfterMs.push(timeStamp - focusedAt), true);
  });
  // A machine that takes half a second between two steps tries again: by then the keys count. More gaps: test/components/dock/settled-input.
  await expect(async () => {
    await frame.getByRole('textbox', { name: 'Message' }).fill('Not yet');
    await page.evaluate(() => {
      const field = document.querySelector('input') ?? document.body.appendChild(document.createElement('input'));
      field.focus();
    });
    await page.mouse.click(60, 300);
    await dispatch(page, 'open-im', { requestId: crypto.randomUUID(), target: b.jid });
    await expect.poll(() => frame.evaluate(() => document.hasFocus())).toBe(true);
    await page.keyboard.press('Enter', { delay: 10 });
    await page.keyboard.press('Enter');
    await expect(frame.getByRole('textbox', { name: 'Message' })).toHaveValue('Not yet', { timeout: 1_000 });
    await expect(frame.getByRole('status').filter({ hasText: 'half a second later' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect((await frame.evaluate(() => window.takenAfterMs)).filter((ms) => ms < 450)).toEqual([]);

  cleo.invite(a);
  const accept = frame.getByRole('button', { name: 'Accept', exact: true });
  await waitUntilSettled(accept);
  await accept.focus();
  uncover = await coverPage(page);
  await expect(notice).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await uncover();
  await expect(notice).toBeHidden();
  expect(cleo.isAcceptedBy(a)).toBe(false);
  await waitUntilSettled(accept);
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect.poll(() => cleo.isAcceptedBy(a), { timeout: 1_000 }).toBe(true);
  }).toPass();

  cleo.end(a);
  await frame.getByRole('button', { name: 'Mark Done' }).click();

  // A person who opens the dock accepts at the first press.
  await dock.press('Collapse Backchannel');
  cleo.invite(a);
  await dock.press('Open Backchannel, 1 waiting');
  await waitUntilSettled(accept);
  const center = await centerOf(accept);
  if (!center) throw new Error('no button');
  await page.mouse.move(center.x, center.y, { steps: 5 });
  await page.mouse.click(center.x, center.y);
  await cleo.accepted(a);

  for (const [way, trick] of Object.entries({ ...MOVES, ...APPEARANCES })) {
    await test.step(way, async () => {
      for (;;) {
        if (cleo.isAcceptedBy(a)) {
          cleo.end(a);
          await (await dock.frame()).getByRole('button', { name: 'Mark Done' }).click();
          cleo.invite(a);
        }
        const { tookMs, isThereAgain } = await pressTwice(dock, trick);
        // The button is there again, in a frame that may have been loaded anew, and takes presses: nothing has pressed it.
        await expect.poll(async () => cleo.isAcceptedBy(a) || (await isThereAgain())).toBe(true);
        if (!cleo.isAcceptedBy(a)) break;
        // A machine that took half a second for two presses tries again: by then the second counts.
        expect(tookMs).toBeGreaterThan(500);
      }
      await waitUntilSettled(await buttonIn(dock, 'Accept'));
      expect(cleo.isAcceptedBy(a)).toBe(false);
    });
  }
});

/** Presses where the page wants it, and once more a moment later, when the page has brought *Accept* there. */
async function pressTwice(dock: Dock, trick: Trick): Promise<{ readonly tookMs: number; readonly isThereAgain: () => Promise<boolean> }> {
  const { page } = dock;
  const accept = await buttonIn(dock, 'Accept');
  await waitUntilSettled(accept);
  const button = await centerOf(accept);
  if (!button) throw new Error('no button');
  const aim = { button, pointer: trick.pointerFor?.(button, page.viewportSize()?.height ?? 0) ?? button };
  const { x, y } = aim.pointer;
  if (trick.prepare) {
    await page.evaluate(trick.prepare);
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }
  await page.mouse.move(x, y);
  const begunAt = performance.now();
  await page.mouse.down();
  await page.evaluate(trick.atPress, aim);
  // The page may be too busy to take the end of the press.
  const first = page.mouse.up();
  await new Promise((resolve) => setTimeout(resolve, GAP_MS));
  await Promise.all([first, page.mouse.click(x, y)]);
  const tookMs = performance.now() - begunAt;
  if (trick.takeBack) await page.evaluate(trick.takeBack);
  return { tookMs, isThereAgain: async () => JSON.stringify(await centerOf(await buttonIn(dock, 'Accept'))) === JSON.stringify(button) };
}

async function buttonIn(dock: Dock, name: string): Promise<Locator> {
  return (await dock.frame()).getByRole('button', { name, exact: true });
}

async function centerOf(control: Locator): Promise<{ readonly x: number; readonly y: number } | undefined> {
  const box = await control.boundingBox({ timeout: 1_000 }).catch(() => null);
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : undefined;
}
