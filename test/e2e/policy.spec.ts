import { strangerOf } from '../fixtures/agents.ts';
import { expect, test as base } from '../fixtures/e2e.ts';
import type { InstalledExtension } from '../fixtures/extension.ts';
import { notification, signIn, targetRow } from '../fixtures/im.ts';
import { type ManagedPolicy, managePolicy, reloadPolicies } from '../fixtures/managed-policy.ts';
import { approach, framesFrom, signInStranger, strangerInvitation } from '../fixtures/stranger.ts';

/** Chromium reads changed policies a few seconds after the change. */
const FOLLOWED_WITHIN_MS = 45_000;

interface Managed {
  readonly extension: InstalledExtension;
  readonly policy: ManagedPolicy;
}

const test = base.extend<{ readonly installManaged: (values: Readonly<Record<string, unknown>>) => Promise<Managed> }>({
  installManaged: async ({ extensionBrowser }, use) => {
    const installed: Managed[] = [];
    await use(async (values) => {
      const policy = managePolicy(values);
      const extension = await extensionBrowser.install({ key: policy.key });
      await reloadPolicies(extension.context);
      installed.push({ extension, policy });
      return { extension, policy };
    });
    for (const { extension, policy } of installed) {
      policy.remove();
      await extension.uninstall();
    }
  },
});

test('what an organization sets is in force, and shown locked', async ({ installManaged, signInColleague, site, team: { a, b } }) => {
  await signInColleague(b);
  const { extension } = await installManaged({
    service: site.websocket,
    canMake: false,
    canRelease: false,
    canCall: false,
    strangers: 'marked',
    caseData: [{ key: 'Score', isHidden: true }],
    notificationTimeoutMs: 20_000,
    isTextOnDesktop: true,
    theme: 'dark',
    contactService: 'https://contacts.example',
    contactSignIn: { issuer: 'https://id.example', clientId: 'backchannel' },
    // These values have an administrator's typical mistakes. As single values Chromium would drop them; in this text they come to the extension.
    policy: JSON.stringify({ isKeepingAllowed: 'no', allowedOrigins: ['https://crm.example/', 'https://*.example'], canCal: false }),
  });
  const page = extension.firstTab;
  const server = page.getByRole('textbox', { name: /^Server/ });
  await expect(server).toHaveValue(site.websocket, { timeout: FOLLOWED_WITHIN_MS });
  await expect(server).not.toBeEditable();
  await expect(page.getByRole('checkbox', { name: 'Keep me signed in' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Address' }).fill(a.jid);
  await page.getByLabel('Password').fill(a.password);
  await page.getByRole('button', { name: 'Sign In' }).click();
  await expect(page.getByRole('button', { name: /^Your status/ })).toBeVisible();

  await expect(targetRow(page, b)).toContainText('Ready');
  await expect(page.getByRole('button', { name: `Instant message to ${b.name}` })).toHaveCount(0);
  await page.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Add to Favorites', 'Copy Address', `Block ${b.name}`]);
  await page.keyboard.press('Escape');
  // test/host/policy and strangers show what the session host does by these values.
  const decided = await page.evaluate(
    () =>
      new Promise((resolve) =>
        document
          .querySelector('backchannel-workspace')
          ?.workspace?.subscribe({ kind: 'overview' }, ({ policy: { privileges, strangers, caseData } }) =>
            resolve({ privileges, strangers, caseData }),
          ),
      ),
  );
  expect(decided).toMatchObject({
    privileges: { canMake: false, canRelease: false, canCall: false },
    strangers: 'marked',
    caseData: [{ key: 'Score', isHidden: true }],
  });

  await page.goto(extension.url('options.html'));
  await expect(page.getByText('Until the browser is closed')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Notification time-out (seconds)' })).toBeDisabled();
  await expect(page.getByRole('textbox', { name: 'Notification time-out (seconds)' })).toHaveValue('20');
  await expect(page.getByRole('checkbox', { name: 'Message text in desktop notifications' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Message text in desktop notifications' })).toBeDisabled();
  await expect(page.getByRole('combobox', { name: 'Theme' })).toBeDisabled();
  await expect(page.getByRole('checkbox', { name: 'Sound' })).toBeEnabled();
  for (const [name, value] of [
    ['Contact service', 'https://contacts.example'],
    ['Issuer', 'https://id.example'],
    ['Client ID', 'backchannel'],
  ] as const) {
    await expect(page.getByRole('textbox', { name })).toHaveValue(value);
    await expect(page.getByRole('textbox', { name })).not.toBeEditable();
  }
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await expect(page.getByText('Set by your organization')).toHaveCount(6);
  await expect(page.getByRole('button', { name: 'Allow https://crm.example' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'CRM site' })).toHaveCount(0);
  const problems = page.getByRole('region', { name: 'Policy' });
  await expect(problems.locator('dt')).toHaveText(['canCal', 'isKeepingAllowed', 'allowedOrigins']);
  await expect(problems.locator('dd').nth(1)).toHaveText(
    'It must be true or false, without quotation marks. Until then it counts as false.',
  );
  await expect(problems.locator('dd').nth(2)).toContainText('Entry 2: It must be one origin');
});

test('changed policies are followed: who may not use internal IM any more is signed out and leaves nothing, and strangers are let in, with a mark', async ({
  installManaged,
  signInColleague,
  site,
  team: { a, b },
}) => {
  const { extension, policy } = await installManaged({});
  const page = extension.firstTab;
  await signIn(page, a, site.websocket);
  const ben = await signInColleague(b);
  await ben.sees(a);

  policy.set({ canUse: false });
  await reloadPolicies(extension.context);
  await expect(page.getByText("You aren't configured to use internal instant messaging.")).toBeVisible({ timeout: FOLLOWED_WITHIN_MS });
  await ben.seesGone(a);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual(['backchannel']);
  await signInRefused(page, a.jid, a.password, site.websocket);

  policy.set({ strangers: 'dropped' });
  await reloadPolicies(extension.context);
  // The new policy is in force when signing in succeeds. Until then the form says that the agent may not.
  await expect(() => signIn(page, a, site.websocket)).toPass({ timeout: FOLLOWED_WITHIN_MS });

  // An invitation from another host is dropped and counted. As soon as the policy allows it, the next one is shown with a mark.
  const stranger = strangerOf(3);
  const bob = await signInStranger(site.websocket, stranger);
  approach(bob, a);
  await bob.rest();
  ben.invite(a);
  await expect(notification(page, b)).toBeVisible();
  await expect(page.getByRole('alertdialog')).toHaveCount(1);
  const options = await extension.context.newPage();
  await options.goto(extension.url('options.html'));
  await expect(options.getByRole('region', { name: 'Diagnostics' })).toContainText('stranger');

  policy.set({ strangers: 'marked' });
  await reloadPolicies(extension.context);
  const asked = page.getByRole('alertdialog', { name: `\u26A0\uFE0E ${stranger.jid}` }).first();
  // What came before the change stays dropped, so that the stranger invites again.
  await expect(async () => {
    bob.send(strangerInvitation(a, crypto.randomUUID()));
    await expect(asked).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: FOLLOWED_WITHIN_MS });
  await expect(asked).toContainText('Not from your organization');
  expect(framesFrom(await bob.rest(), a)).toEqual([]);
});

async function signInRefused(page: InstalledExtension['firstTab'], jid: string, password: string, service: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Address' }).fill(jid);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('textbox', { name: /^Server/ }).fill(service);
  await page.getByRole('button', { name: 'Sign In' }).click();
  await expect(page.getByRole('alert').getByText("You aren't configured to use internal instant messaging.")).toBeVisible();
  await expect(page.getByRole('button', { name: /^Your status/ })).toHaveCount(0);
}
