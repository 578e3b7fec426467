import type { BrowserContext, Page } from '@playwright/test';
import { deskUrl, waitUntilConnected } from '../fixtures/desk.ts';
import { expect, test as base } from '../fixtures/e2e.ts';
import { invite, notification, targetRow } from '../fixtures/im.ts';

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

/** Runs in the page: logs each use of the browser's Notification and AudioContext, which do what they always do. */
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
    // The browser tells of the note's end only if it has rendered the note.
    this.addEventListener('ended', () => note({ what: 'note played' }));
    start.call(this, when);
  };
}

interface Fixtures {
  readonly notes: Note[];
  /** A context whose pages may notify, and whose calls are in `notes`. */
  readonly recorded: BrowserContext;
  /** Ben's desk, connected, in a tab behind another one. */
  readonly ben: Page;
  readonly anna: Page;
}

const test = base.extend<Fixtures>({
  notes: async ({}, use) => use([]),
  // The headless shell, which other tests of pages have, shows no notifications.
  recorded: async ({ wholeBrowser, site, notes }, use) => {
    const context = await wholeBrowser.newContext({ locale: 'en-GB' });
    await context.grantPermissions(['notifications'], { origin: site.origin });
    context.on(
      'console',
      (message) => void (message.text().startsWith('note ') && notes.push(JSON.parse(message.text().slice('note '.length)) as Note)),
    );
    await context.addInitScript(recordCalls);
    await use(context);
    await context.close();
  },
  ben: async ({ recorded, openDesk, team: { b } }, use) => {
    const page = await openDesk(b, { in: recorded });
    const session = await recorded.newCDPSession(page);
    // By default Playwright has every page believe that it has the focus.
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    await (await recorded.newPage()).bringToFront();
    await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(false);
    await use(page);
  },
  anna: async ({ openDesk, team: { a } }, use) => use(await openDesk(a)),
});

// In one worker, because no other test has this browser. A trace is never recorded, because that evaluates scripts in the page, which count as a gesture
// of the person. Only where traces are wanted is that set: a file that sets it has a worker of its own, which starts when all other tests are done.
test.describe.configure({ mode: 'default' });
if (process.env.BACKCHANNEL_TRACE) test.use({ trace: 'off' });

/** How often each thing happened. */
const count = (notes: readonly Note[], what: Note['what']) => notes.filter((note) => note.what === what).length;

test('an invitation notifies on the desktop and chimes; a click brings the session to the front', async ({
  ben,
  notes,
  signInPlain,
  team: { a, b },
}) => {
  const plain = await signInPlain(a);
  plain.send(b.jid, 'about the customer Maria Lindqvist');
  await expect.poll(() => notes.map(({ what }) => what)).toContain('show');
  expect(notes.filter(({ what }) => what === 'notification')).toEqual([
    { what: 'notification', title: `Instant message from ${a.name}`, options: { tag: expect.any(String), body: a.logon } },
  ]);
  await expect(notification(ben, a)).toContainText('Maria Lindqvist');
  await expect.poll(() => count(notes, 'note played')).toBe(2);
  await expect.poll(() => count(notes, 'audio closed')).toBe(1);
  expect(notes).toContainEqual({ what: 'audio', hasBeenActive: true, state: expect.any(String) });

  await ben.evaluate(() => window.lastNotification?.dispatchEvent(new Event('click')));
  await expect(ben.getByRole('tab', { name: a.logon, selected: true })).toBeVisible();
  await expect.poll(() => notes.map(({ what }) => what)).toEqual(expect.arrayContaining(['click', 'focus', 'close']));
  expect(count(notes, 'error')).toBe(0);
});

test('a page that may not play yet stays silent, and shows the invitation all the same', async ({
  anna,
  recorded,
  notes,
  site,
  team: { a, b },
}) => {
  const page = await recorded.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // Until the page has chimed, the test evaluates nothing in it: that would count as a gesture.
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
