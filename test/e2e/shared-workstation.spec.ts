import type { Page } from '@playwright/test';
import { openStorage } from '../fixtures/account-data.ts';
import type { TestAgent } from '../fixtures/agents.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { badgeOf, notificationsOf, stopBackground } from '../fixtures/extension.ts';
import { connectColleague, say, signIn, targetRow } from '../fixtures/im.ts';
import { storedText } from '../fixtures/stored-text.ts';

declare const chrome: {
  readonly storage: Record<'session' | 'local', { get(): Promise<object>; set(values: object): Promise<void>; clear(): Promise<void> }>;
};

const SAID = 'the card is on its way to Maria Lindqvist';

/** The names of the databases with an account's data. */
const accountDatabases = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name).filter((name) => name.startsWith('backchannel:')));

async function expectNothingOf(agent: TestAgent, storage: Page): Promise<void> {
  await expect.poll(() => storedText(storage)).not.toContain(agent.logon);
  expect(await storedText(storage)).not.toContain(SAID);
}

test('nothing of an agent who closed the tab is there once the next has signed in, nor anything of both when that one is out', async ({
  openDesk,
  signInColleague,
  site,
  team: { a, b, c },
}) => {
  const anna = await openDesk(a, { profile: 'counter' });
  const context = anna.context();
  const cleo = await signInColleague(c);
  await connectColleague([anna, a], [cleo, c]);
  await say(anna, SAID);
  await cleo.heard(a, SAID);
  const storage = await openStorage(context, site);
  await expect.poll(() => storedText(storage)).toContain(SAID);
  await anna.close();

  const ben = await openDesk(b, { in: context, profile: 'counter' });
  await expect(targetRow(ben, a)).toBeVisible();
  await expect(ben.getByText(SAID)).toHaveCount(0);
  expect(await accountDatabases(storage)).toEqual([`backchannel:${b.jid}`]);
  expect(await storedText(storage)).not.toContain(SAID);

  await ben.getByRole('button', { name: /Your status/ }).click();
  await ben.getByRole('menuitem', { name: 'Sign Out' }).click();
  await ben.getByRole('alertdialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign Out' }).click();
  await expect(ben.getByRole('button', { name: 'Sign In' })).toBeVisible();
  expect(await accountDatabases(storage)).toEqual([]);
  await expectNothingOf(a, storage);
  await expectNothingOf(b, storage);
});

test('in the extension, too: no database, no notification, no token, no address of the agent before', async ({
  extension,
  signInColleague,
  site,
  team: { a, b, c },
}) => {
  const page = await extension.context.newPage();
  await page.goto(extension.url('options.html'));
  await signIn(page, a, site.websocket, { isKept: false });
  const cleo = await signInColleague(c);
  cleo.invite(a);
  await expect.poll(() => notificationsOf(extension)).toEqual([expect.stringMatching(/^invitation /)]);
  // As an agent leaves them: an address of their contact service, a token, a dock that was moved.
  await page.evaluate(async (agent) => {
    await chrome.storage.local.set({
      'contact-service': { contactService: 'https://contacts.example' },
      'dock https://crm.example': { side: 'left', width: 400, isCollapsed: true },
    });
    await chrome.storage.session.set({
      'contact-tokens': {
        agent,
        name: 'A',
        contactService: 'https://contacts.example',
        issuer: 'https://issuer.example',
        clientId: 'x',
        accessToken: 'secret',
      },
    });
  }, a.jid);

  // The browser's end empties its memory; who isn't kept signed in has to sign in again.
  await page.evaluate(() => chrome.storage.session.clear());
  await stopBackground(extension);
  await page.reload();
  await expect(page.getByText('What is stored of the agent who was signed in last is still in this browser.')).toBeVisible();
  await signIn(page, b, site.websocket, { isKept: false });
  await expect(page.getByText(b.jid)).toBeVisible();
  expect(await accountDatabases(page)).toEqual([`backchannel:${b.jid}`]);
  // As a colleague they are in the next agent's directory.
  expect(await storedText(page)).not.toContain(`backchannel:${a.jid}`);
  expect(await page.evaluate(() => chrome.storage.local.get())).toEqual({});
  expect(Object.keys(await page.evaluate(() => chrome.storage.session.get()))).not.toContain('contact-tokens');
  expect(
    await extension.context
      .serviceWorkers()
      .at(-1)
      ?.evaluate(() => (chrome as unknown as { notifications: { getAll(): Promise<object> } }).notifications.getAll()),
  ).toEqual({});

  await page.getByRole('button', { name: 'Sign Out' }).click();
  await page.getByRole('alertdialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign Out' }).click();
  await expect(page.getByText('Nothing of an agent is stored in this browser')).toBeVisible();
  expect(await accountDatabases(page)).toEqual([]);
  expect(await storedText(page)).not.toContain(b.jid);
  expect(Object.keys(await page.evaluate(() => chrome.storage.session.get()))).not.toContain('agent');
  expect((await badgeOf({ ...extension, worker: extension.context.serviceWorkers().at(-1) ?? extension.worker })).title).toContain(
    'Signed out',
  );
});
