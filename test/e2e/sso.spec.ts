import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Issuer } from '../../demo/issuer.ts';
import { Prosody } from '../../demo/prosody.ts';
import { ssoHostConfig } from '../../demo/prosody-config.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { type InstalledExtension, installExtension, stopBackground } from '../fixtures/extension.ts';
import { managePolicy } from '../fixtures/managed-policy.ts';
import { WireProxy } from '../fixtures/wire-proxy.ts';

/** What the tests ask of the extension's background; it runs there. */
declare const chrome: {
  readonly storage: {
    readonly session: { get(name: string): Promise<Record<string, { readonly accessToken: string } | undefined>>; clear(): Promise<void> };
  };
};

const HOST = 'sso.localhost';
const NAME = 'anna';
const PASSWORD = 'a password of Anna';
/** A token is replaced when it has less than twenty seconds left. */
const TOKEN_SECONDS = 24;

// Chromium gives out policies some seconds after its start.
test.slow();

const isConnected = (page: Page) => expect(page.getByRole('button', { name: /^Your status/ })).toBeVisible();
const signInButton = (page: Page) => page.getByRole('button', { name: 'Sign In', exact: true });
const heldToken = ({ worker }: InstalledExtension) =>
  worker.evaluate(async () => (await chrome.storage.session.get('messaging-grant'))['messaging-grant']?.accessToken);

/** Presses the button, and signs in on the issuer's page. */
async function signIn({ context }: InstalledExtension, page: Page): Promise<void> {
  const [issuerPage] = await Promise.all([context.waitForEvent('page'), signInButton(page).click()]);
  await issuerPage.getByLabel('Name').fill(NAME);
  await issuerPage.getByLabel('Password').fill(PASSWORD);
  await issuerPage.getByRole('button', { name: 'Sign In' }).click();
}

test('an agent signs in at the organization once: then tokens are replaced, a connection that was lost while one ended comes back, a restarted browser asks nothing, and the issuer ends the session of who leaves', async ({
  site,
}) => {
  const policy = managePolicy({});
  const issuer = await Issuer.start({
    domain: HOST,
    tokenSeconds: TOKEN_SECONDS,
    redirectUris: [`https://${policy.id}.chromiumapp.org/`],
    users: [{ name: NAME, password: PASSWORD }],
  });
  const prosody = await Prosody.start({
    folder: join(site.folder, 'servers', 'sso'),
    accounts: [],
    groups: [],
    extraConfig: ssoHostConfig(HOST, issuer),
  });
  const wire = await WireProxy.start(prosody.websocket);
  policy.set({
    service: wire.websocket,
    policy: JSON.stringify({ signIn: { issuer: issuer.address, clientId: issuer.clientId, scope: issuer.scope, domain: HOST } }),
  });
  const extension = await installExtension({ key: policy.key });
  const issuerPages = () => extension.context.pages().filter((open) => open.url().startsWith(issuer.address));
  try {
    const page = extension.firstTab;
    // Nobody is known yet, so that there is a button, no password form, and no window that nobody has asked for.
    await expect(page.getByRole('heading', { name: 'Sign in to Backchannel' })).toBeVisible({ timeout: 45_000 });
    await expect(page.getByLabel('Password')).toHaveCount(0, { timeout: 45_000 });
    expect(issuerPages()).toEqual([]);
    await signIn(extension, page);
    await isConnected(page);
    const first = await heldToken(extension);
    expect(first).toBeTruthy();

    // The token ends while there is no connection. The issuer has replaced it by then.
    wire.refuse();
    wire.cut();
    await expect(page.getByText(/Reconnecting/).first()).toBeVisible();
    await expect.poll(() => heldToken(extension), { timeout: 20_000 }).not.toBe(first);
    await expect.poll(() => issuer.isGood(first ?? ''), { timeout: 40_000 }).toBe(false);
    wire.allow();
    await expect(page.getByText(/Reconnecting/)).toHaveCount(0, { timeout: 45_000 });
    await isConnected(page);

    // A browser that was restarted has nothing in its memory.
    await extension.worker.evaluate(() => chrome.storage.session.clear());
    await stopBackground(extension);
    await page.reload();
    await isConnected(page);
    expect(issuerPages()).toEqual([]);

    // Somebody who has left the organization is signed out when their token would be replaced.
    issuer.disable(NAME);
    await expect(signInButton(page)).toBeVisible({ timeout: 45_000 });
    await expect(page.getByRole('alert')).toContainText("aren't signed in at your organization");
    await expect(page.getByLabel('Password')).toHaveCount(0);
  } finally {
    policy.remove();
    await extension.uninstall();
    await wire.stop();
    await prosody.stop();
    await issuer.close();
  }
});
