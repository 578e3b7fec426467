import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Ejabberd } from '../../demo/ejabberd.ts';
import { Issuer } from '../../demo/issuer.ts';
import { Prosody } from '../../demo/prosody.ts';
import { ssoHostConfig } from '../../demo/prosody-config.ts';
import { startTestContactService } from '../fixtures/contact-service.ts';
import { contactSection } from '../fixtures/contact-sign-in.ts';
import { waitUntilConnected } from '../fixtures/desk.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { type InstalledExtension, stopBackground } from '../fixtures/extension.ts';
import { managePolicy, reloadPolicies } from '../fixtures/managed-policy.ts';
import { SERVER } from '../fixtures/test-site.ts';
import { WireProxy } from '../fixtures/wire-proxy.ts';

interface HeldGrant {
  readonly accessToken: string;
  readonly expiresAt?: number;
}

/** What the tests ask of the extension's background; it runs there. */
declare const chrome: {
  readonly storage: { readonly session: { get(name: string): Promise<Record<string, HeldGrant | undefined>>; clear(): Promise<void> } };
};

const HOST = 'sso.localhost';
const NAME = 'anna';
const PASSWORD = 'a password of Anna';
/** A token is replaced when it has less than twenty seconds left. */
const TOKEN_SECONDS = 24;

const signInButton = (page: Page) => page.getByRole('button', { name: 'Sign In', exact: true });
const heldGrant = ({ worker }: InstalledExtension) =>
  worker.evaluate(async () => (await chrome.storage.session.get('messaging-grant'))['messaging-grant']);
const heldToken = async (extension: InstalledExtension) => (await heldGrant(extension))?.accessToken;

/** The messaging server with a host whose agents sign in by the issuer's tokens. */
async function startServer(folder: string, issuer: Issuer): Promise<Ejabberd | Prosody> {
  const empty = { folder, accounts: [], groups: [] };
  if (SERVER === 'prosody') return Prosody.start({ ...empty, extraConfig: ssoHostConfig(HOST, issuer) });
  return Ejabberd.start({ ...empty, sso: { host: HOST, key: await issuer.publicKey(), accounts: [{ username: NAME }] } });
}

/** Presses the button, and signs in on the issuer's page. */
async function signIn({ context }: InstalledExtension, page: Page): Promise<void> {
  const [issuerPage] = await Promise.all([context.waitForEvent('page'), signInButton(page).click()]);
  await issuerPage.getByLabel('Name').fill(NAME);
  await issuerPage.getByLabel('Password').fill(PASSWORD);
  await issuerPage.getByRole('button', { name: 'Sign In' }).click();
}

test('an agent signs in at the organization once, for messaging and contacts: then tokens are replaced, a connection comes back that was lost while one ended and nothing could be reached, a restarted browser asks nothing, and the issuer ends the session of who leaves', async ({
  site,
  extensionBrowser,
}) => {
  const policy = managePolicy({});
  const issuer = await Issuer.start({
    domain: HOST,
    tokenSeconds: TOKEN_SECONDS,
    redirectUris: [`https://${policy.id}.chromiumapp.org/`],
    users: [{ name: NAME, password: PASSWORD }],
    hasSignedTokens: SERVER === 'ejabberd',
  });
  const server = await startServer(join(site.folder, 'servers', 'sso'), issuer);
  const contacts = await startTestContactService({
    agents: [{ agent: { jid: `${NAME}@${HOST}`, name: 'Anna Adams', password: PASSWORD }, team: 'Billing' }],
    interactions: 50,
    postgres: site.postgres,
    chromiumId: policy.id,
    issuer: issuer.forServices,
  });
  const wire = await WireProxy.start(server.websocket);
  const contactSignIn = { issuer: issuer.address, clientId: issuer.clientId, scope: issuer.scope };
  policy.set({
    service: wire.websocket,
    policy: JSON.stringify({
      signIn: { ...contactSignIn, domain: HOST },
      contactService: contacts.address,
      contactSignIn,
      ...(SERVER === 'ejabberd' ? { isPlainAllowed: true } : {}),
    }),
  });
  const extension = await extensionBrowser.install({ key: policy.key });
  await reloadPolicies(extension.context);
  const issuerPages = () => extension.context.pages().filter((open) => open.url().startsWith(issuer.address));
  try {
    const page = extension.firstTab;
    // Nobody is known yet, so that there is a button, no password form, and no window that nobody has asked for.
    await expect(page.getByRole('heading', { name: 'Sign in to Backchannel' })).toBeVisible({ timeout: 45_000 });
    await expect(page.getByLabel('Password')).toHaveCount(0, { timeout: 45_000 });
    expect(issuerPages()).toEqual([]);
    await signIn(extension, page);
    await waitUntilConnected(page);
    const first = await heldGrant(extension);
    expect(first?.accessToken).toBeTruthy();

    // The contact service has the same issuer, and needs no sign-in of its own.
    const options = await extension.context.newPage();
    await options.goto(extension.url('options.html'));
    await expect(contactSection(options).getByText('Signed in to the contact service as Anna Adams')).toBeVisible();
    await options.close();
    expect(issuerPages()).toEqual([]);

    // A token is replaced before it ends.
    await expect.poll(() => heldToken(extension), { timeout: 30_000 }).not.toBe(first?.accessToken);

    // The token ends while neither the server nor the issuer can be reached.
    wire.refuse();
    wire.cut();
    await issuer.close();
    await expect(page.getByText(/Reconnecting/).first()).toBeVisible();
    const { expiresAt = Infinity } = (await heldGrant(extension)) ?? {};
    await expect.poll(() => Date.now() > expiresAt, { timeout: TOKEN_SECONDS * 2_000 }).toBe(true);
    await expect(page.getByText(/Reconnecting/).first()).toBeVisible();
    await issuer.open();
    wire.allow();
    await expect(page.getByText(/Reconnecting/)).toHaveCount(0, { timeout: 45_000 });
    await waitUntilConnected(page);

    // A browser that was restarted has nothing in its memory.
    await extension.worker.evaluate(() => chrome.storage.session.clear());
    await stopBackground(extension);
    await page.reload();
    await waitUntilConnected(page);
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
    await contacts.stop();
    await server.stop();
    await issuer.close();
  }
});
