import type { Page } from '@playwright/test';
import type { TestAgent } from '../fixtures/agents.ts';
import { expectAccessible, overflowing } from '../fixtures/accessibility.ts';
import { startTestContactService, type TestContactService } from '../fixtures/contact-service.ts';
import {
  contactSection as section,
  contactSignInButton as signInButton,
  giveForm,
  openContactOptions as openOptions,
  openIssuerPage,
} from '../fixtures/contact-sign-in.ts';
import { expect, test as base } from '../fixtures/e2e.ts';
import { type InstalledExtension, stopBackground } from '../fixtures/extension.ts';

/** What the tests ask of the extension's background and its pages; it runs there. */
declare const chrome: {
  readonly storage: {
    readonly session: {
      get(name: string): Promise<Record<string, { readonly accessToken: string; readonly refreshToken: string } | undefined>>;
    };
  };
  readonly runtime: { sendMessage(message: object): Promise<unknown> };
};

interface Fixtures {
  /** Starts the contact service for the extension, and agents of one team. */
  readonly startService: (options: { readonly agents: readonly TestAgent[]; readonly tokenSeconds: number }) => Promise<TestContactService>;
}

const test = base.extend<Fixtures>({
  startService: async ({ extension, site }, use) => {
    const started: TestContactService[] = [];
    await use(async ({ agents, tokenSeconds }) => {
      const service = await startTestContactService({
        agents: agents.map((agent) => ({ agent, team: 'Billing' })),
        tokenSeconds,
        interactions: 50,
        postgres: site.postgres,
        chromiumId: new URL(extension.url('')).host,
      });
      started.push(service);
      return service;
    });
    for (const service of started) await service.stop();
  },
});

const signOutButton = (page: Page) => section(page).getByRole('button', { name: 'Sign Out of the Contact Service' });

const heldTokens = ({ worker }: InstalledExtension) =>
  worker.evaluate(async () => (await chrome.storage.session.get('contact-tokens'))['contact-tokens']);

/** What the contact service answers the extension's background with this token. */
const statusWith = ({ worker }: InstalledExtension, { address }: TestContactService, token: string | undefined) =>
  worker.evaluate(
    async ([url, bearer]) => (await fetch(`${url}/contacts?name=a`, { headers: { authorization: `Bearer ${bearer}` } })).status,
    [address, token] as const,
  );

test('an agent enters the addresses and signs in on the issuer’s page: what comes to nothing is told, then the extension has a token, replaced in silence when it has expired, until the issuer ends that or the agent signs out', async ({
  extension,
  site,
  startService,
  team: { a, b },
}) => {
  // Long enough to sign in with, on a machine that has much else to do.
  const service = await startService({ agents: [a, b], tokenSeconds: 5 });
  const page = await openOptions(extension, a, site.websocket, service);

  // Addresses that are not safe are refused, and the section is accessible from 320 px on.
  const address = section(page).getByRole('textbox', { name: 'Contact service' });
  const save = section(page).getByRole('button', { name: 'Save' });
  for (const wrong of ['http://contacts.example.com', 'contacts.example.com', 'javascript:alert(1)']) {
    await address.fill(wrong);
    await save.click();
    await expect(section(page).getByText('Enter an address that starts with https://')).toBeVisible();
    await expect(address).toBeFocused();
  }
  await expectAccessible(page, 'a wrong address');
  await address.fill(service.address);
  const client = section(page).getByRole('textbox', { name: 'Client ID' });
  await client.fill('');
  await save.click();
  await expect(section(page).getByText('Enter the client ID that the issuer knows Backchannel by.')).toBeVisible();
  await client.fill(service.clientId);
  await save.click();
  await expect(section(page).getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(address).toHaveValue(service.address);
  await expect(signInButton(page)).toBeVisible();
  await expectAccessible(page, 'saved');
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await overflowing(page)).toEqual([]);
  if (size) await page.setViewportSize(size);

  // A window that is closed, Cancel, and another account come to nothing.
  const alert = section(page).getByRole('alert');
  const isClosed = alert.getByText("You weren't signed in: its page was closed.");
  await (await openIssuerPage(extension, page)).close();
  await expect(isClosed).toBeVisible();
  const another = await openIssuerPage(extension, page);
  await expect(isClosed).toBeHidden();
  await another.getByRole('button', { name: 'Cancel' }).click();
  await expect(isClosed).toBeVisible();
  await giveForm(await openIssuerPage(extension, page), b, b.jid);
  await expect(alert.getByText(`You signed in to the contact service as ${b.jid}`)).toBeVisible();
  expect(await heldTokens(extension)).toBe(undefined);

  const issuerPage = await openIssuerPage(extension, page);
  await expect(issuerPage).toHaveTitle('Sign in to the contact service');
  await expect(issuerPage.getByRole('textbox', { name: 'Name' })).toHaveValue(a.jid);
  await expect(issuerPage.getByLabel('Password')).toBeFocused();
  await expectAccessible(issuerPage, 'the issuer’s page');
  await issuerPage.getByLabel('Password').fill('wrong');
  await issuerPage.keyboard.press('Enter');
  await expect(issuerPage.getByRole('alert')).toHaveText('The name or the password is wrong.');
  await giveForm(issuerPage, a);
  await expect(section(page).getByText(`Signed in to the contact service as ${a.name}`)).toBeVisible();

  // In the browser's memory, and nowhere on a disk.
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe('{}');
  await stopBackground(extension);
  await page.reload();
  await expect(section(page).getByText(`Signed in to the contact service as ${a.name}`)).toBeVisible();

  // Nothing is shown when it has expired.
  const first = await heldTokens(extension);
  await expect.poll(() => statusWith(extension, service, first?.accessToken)).toBe(401);

  // Three at once are one refresh: the issuer takes each refresh token once.
  const ask = () =>
    page.evaluate(async () => Promise.all([1, 2, 3].map(() => chrome.runtime.sendMessage({ type: 'sign-in-to-contacts' }))));
  const pages = extension.context.pages().length;
  const owner = { agent: a.jid, name: a.name };
  expect(await ask()).toEqual([{ owner }, { owner }, { owner }]);
  const second = await heldTokens(extension);
  expect(second?.refreshToken).not.toBe(first?.refreshToken);
  expect(second?.accessToken).not.toBe(first?.accessToken);
  await expect(async () => {
    await ask();
    expect(await statusWith(extension, service, (await heldTokens(extension))?.accessToken)).toBe(200);
  }).toPass();
  await stopBackground(extension);
  expect(await ask()).toEqual([{ owner }, { owner }, { owner }]);
  expect(extension.context.pages().length).toBe(pages);

  // Someone else has used it.
  const third = await heldTokens(extension);
  const steal = async () =>
    fetch(`${service.address}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', client_id: service.clientId, refresh_token: third?.refreshToken ?? '' }),
    });
  expect((await steal()).status).toBe(200);
  const [opened] = await Promise.all([
    extension.context.waitForEvent('page'),
    page.evaluate(() => void chrome.runtime.sendMessage({ type: 'sign-in-to-contacts' })),
  ]);
  await expect(opened).toHaveTitle('Sign in to the contact service');
  await expect(signInButton(page)).toBeVisible();
  await giveForm(opened, a);
  await expect(section(page).getByText(`Signed in to the contact service as ${a.name}`)).toBeVisible();

  await signOutButton(page).click();
  await expect(signInButton(page)).toBeVisible();
  expect(await heldTokens(extension)).toBe(undefined);

  await service.stop();
  await signInButton(page).click();
  await expect(alert.getByText("The contact service or its issuer can't be reached.")).toBeVisible();
});
