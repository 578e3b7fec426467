import type { BrowserContext, Page } from '@playwright/test';
import type { Team } from '../fixtures/agents.ts';
import { wholeChromium } from '../fixtures/chromium.ts';
import { deskUrl, waitUntilConnected } from '../fixtures/desk.ts';
import { expect, test as base } from '../fixtures/e2e.ts';
import { expectStatus, invite, notification, targetRow } from '../fixtures/im.ts';

/** What the page did with the browser's real Notification and AudioContext, in order. */
type Note =
  | { readonly what: 'notification'; readonly title: string; readonly options: NotificationOptions | undefined }
  | { readonly what: 'show' | 'click' | 'close' | 'error' | 'focus' | 'note played' | 'audio closed' }
  | { readonly what: 'audio'; readonly hasBeenActive: boolean; readonly state: AudioContextState };

declare global {
  interface Window {
    lastNotification?: Notification;
  }
}

/** Tells of each call, and lets the browser do it. */
function recordCalls(): void {
  const note = (told: Note) => console.info(`note ${JSON.stringify(told)}`);
  const RealNotification = Notification;
  window.Notification = class extends RealNotification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      window.lastNotification = this;
      note({ what: 'notification', title, options });
      for (const what of ['show', 'click', 'close', 'error'] as const) this.addEventListener(what, () => note({ what }));
    }
  };
  const { focus } = window;
  window.focus = () => {
    note({ what: 'focus' });
    focus.call(window);
  };
  const RealAudioContext = AudioContext;
  window.AudioContext = class extends RealAudioContext {
    constructor() {
      super();
      note({ what: 'audio', hasBeenActive: navigator.userActivation.hasBeenActive, state: this.state });
    }
    override async close(): Promise<void> {
      await super.close();
      note({ what: 'audio closed' });
    }
  };
  const { start } = AudioScheduledSourceNode.prototype;
  AudioScheduledSourceNode.prototype.start = function (when) {
    // Its end comes only when the context really rendered it.
    this.addEventListener('ended', () => note({ what: 'note played' }));
    start.call(this, when);
  };
}

interface Fixtures {
  readonly notes: Note[];
  /** A context whose pages may notify, and whose calls are in `notes`. */
  readonly recorded: BrowserContext;
  /** Ben's desk, connected, behind another tab: nobody looks at it. */
  readonly ben: Page;
  readonly anna: Page;
}

const test = base.extend<Fixtures>({
  notes: async ({}, use) => use([]),
  recorded: async ({ browser, site, notes }, use) => {
    const context = await browser.newContext({ locale: 'en-GB' });
    await context.grantPermissions(['notifications'], { origin: site.origin });
    context.on('console', (message) => void (message.text().startsWith('note ') && notes.push(JSON.parse(message.text().slice('note '.length)) as Note)));
    await context.addInitScript(recordCalls);
    await use(context);
    await context.close();
  },
  ben: async ({ recorded, openDesk, team: { b } }, use) => {
    const page = await openDesk(b, { in: recorded });
    const session = await recorded.newCDPSession(page);
    // Playwright has every page believe that it has the focus.
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    await (await recorded.newPage()).bringToFront();
    await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(false);
    await use(page);
  },
  anna: async ({ openDesk, team: { a } }, use) => use(await openDesk(a)),
});

// Looking into a page from outside counts as a gesture there, and recording a trace does it all the time.
// Chromium without windows shows no notifications.
test.use({ trace: 'off', launchOptions: wholeChromium });

/** How often each thing happened. */
const count = (notes: readonly Note[], what: Note['what']) => notes.filter((note) => note.what === what).length;

const shownFor = ({ a }: Team, body = a.logon) => ({ what: 'notification', title: `Instant message from ${a.name}`, options: { tag: expect.any(String), body } });

test('an invitation notifies on the desktop, with what was written where that is turned on; a click brings the session to the front', async ({ ben, notes, signInPlain, team }) => {
  await ben.evaluate(() => workspace.commands.changeSettings({ isTextOnDesktop: true }));
  const plain = await signInPlain(team.a);
  plain.send(team.b.jid, 'about the customer Maria Lindqvist');
  await expect.poll(() => notes.map(({ what }) => what)).toContain('show');
  expect(notes.filter(({ what }) => what === 'notification')).toEqual([shownFor(team, 'about the customer Maria Lindqvist')]);
  await expect(notification(ben, team.a)).toContainText('Maria Lindqvist');

  await ben.evaluate(() => window.lastNotification?.dispatchEvent(new Event('click')));
  await expect(ben.getByRole('tab', { name: team.a.logon, selected: true })).toBeVisible();
  await expect.poll(() => notes.map(({ what }) => what)).toEqual(expect.arrayContaining(['click', 'focus', 'close']));
  expect(count(notes, 'error')).toBe(0);
});

test('a desktop notification tells who invites and no more, unless the agent turns the text on', async ({ ben, notes, signInPlain, team }) => {
  const plain = await signInPlain(team.a);
  plain.send(team.b.jid, 'about the customer Maria Lindqvist');
  await expect.poll(() => notes.map(({ what }) => what)).toContain('show');
  expect(notes.filter(({ what }) => what === 'notification')).toEqual([shownFor(team)]);
  await expect(notification(ben, team.a)).toContainText('Maria Lindqvist');
});

test('the desktop notification goes when the invitation ends', async ({ anna, ben, notes, team }) => {
  await invite(anna, team.b);
  await expect.poll(() => notes.map(({ what }) => what)).toContain('show');
  await anna.getByRole('button', { name: 'Cancel Invitation' }).click();
  await expect.poll(() => count(notes, 'close')).toBe(1);
  await expect(notification(ben, team.a)).toHaveCount(0);
});

test('no desktop notification and no sound: in Do Not Disturb, turned off, or of no need', async ({ anna, ben, notes, team: { a, b } }) => {
  const inviteAndCancel = async (arrives: () => Promise<void>) => {
    await invite(anna, b);
    await arrives();
    await anna.getByRole('button', { name: 'Cancel Invitation' }).click();
    await expectStatus(anna, b, 'Ended');
    await anna.getByRole('button', { name: 'Mark Done' }).click();
  };
  const choose = async (status: string) => {
    await ben.getByRole('button', { name: /Your status/ }).click();
    await ben.getByRole('menuitemradio', { name: status, exact: true }).click();
    await expect(targetRow(anna, b)).toContainText(status);
  };
  await choose('Do Not Disturb');
  await inviteAndCancel(() => expect(ben).toHaveTitle(/^\(1\) /));
  await choose('Ready');

  await ben.getByRole('button', { name: 'Settings' }).click();
  await ben.getByRole('checkbox', { name: 'Sound' }).press('Space');
  await ben.getByRole('checkbox', { name: 'Desktop notifications', exact: true }).press('Space');
  await ben.keyboard.press('Escape');
  await inviteAndCancel(() => expect(notification(ben, a)).toBeVisible());
  expect(notes).toEqual([]);

  await ben.evaluate(() => workspace.commands.changeSettings({ areDesktopNotificationsOn: true }));
  await ben.bringToFront();
  await expect.poll(() => ben.evaluate(() => document.hasFocus())).toBe(true);
  await inviteAndCancel(() => expect(notification(ben, a)).toBeVisible());
  expect(notes).toEqual([]);
});

test('an invitation chimes', async ({ anna, ben, notes, team: { a, b } }) => {
  await invite(anna, b);
  await expect(notification(ben, a)).toBeVisible();
  await expect.poll(() => count(notes, 'note played')).toBe(2);
  await expect.poll(() => count(notes, 'audio closed')).toBe(1);
  expect(notes).toContainEqual({ what: 'audio', hasBeenActive: true, state: expect.any(String) });
});

test('a page that may not play yet stays silent, and shows the invitation all the same', async ({ anna, recorded, notes, site, team: { a, b } }) => {
  const page = await recorded.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // Until it has chimed, nothing is asked of it: that would be a gesture.
  await page.goto(deskUrl(site, b));
  await expect(targetRow(anna, b)).toContainText('Ready');
  await invite(anna, b);
  await expect.poll(() => notes).toContainEqual({ what: 'audio', hasBeenActive: false, state: 'suspended' });
  await expect.poll(() => count(notes, 'audio closed')).toBe(1);
  expect(count(notes, 'note played')).toBe(0);
  await waitUntilConnected(page);
  await expect(notification(page, a)).toBeVisible();
  expect(errors).toEqual([]);
});
