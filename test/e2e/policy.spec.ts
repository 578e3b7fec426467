import { expect, test as base } from '../fixtures/e2e.ts';
import { type InstalledExtension, installExtension } from '../fixtures/extension.ts';
import { connectDesks, expectStatus, invite, notification, say, signIn, targetRow, transcript } from '../fixtures/im.ts';
import { type ManagedPolicy, managePolicy } from '../fixtures/managed-policy.ts';

/** Chromium reads changed policies a few seconds after the change. */
const FOLLOWED_WITHIN_MS = 45_000;

interface Managed {
  readonly extension: InstalledExtension;
  readonly policy: ManagedPolicy;
}

const test = base.extend<{ readonly installManaged: (values: Readonly<Record<string, unknown>>) => Promise<Managed> }>({
  installManaged: async ({}, use) => {
    const installed: Managed[] = [];
    await use(async (values) => {
      const policy = managePolicy(values);
      const extension = await installExtension({ key: policy.key });
      installed.push({ extension, policy });
      return { extension, policy };
    });
    for (const { extension, policy } of installed) {
      policy.remove();
      await extension.uninstall();
    }
  },
});

test.slow();

test('what an organization sets is in force, and shown locked', async ({ installManaged, site, team: { a } }) => {
  const { extension } = await installManaged({
    service: site.websocket,
    notificationTimeoutMs: 20_000,
    isTextOnDesktop: true,
    theme: 'dark',
    contactService: 'https://contacts.example',
    contactSignIn: { issuer: 'https://id.example', clientId: 'backchannel' },
    // With slips in it, as they are: what is set one by one Chromium would drop.
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

  await page.goto(extension.url('options.html'));
  await expect(page.getByText('Until the browser is closed')).toBeVisible();
  await expect(page.getByRole('spinbutton', { name: 'Notification time-out (seconds)' })).toBeDisabled();
  await expect(page.getByRole('spinbutton', { name: 'Notification time-out (seconds)' })).toHaveValue('20');
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

test('an agent who may neither start nor end sessions can answer, and is told why', async ({
  installManaged,
  openDesk,
  site,
  team: { a, b },
}) => {
  const { extension } = await installManaged({ canMake: false, canRelease: false, canCall: false });
  const page = extension.firstTab;
  await signIn(page, a, site.websocket);
  const ben = await openDesk(b);
  await expect(targetRow(page, b)).toContainText('Ready');
  await expect(page.getByRole('button', { name: `Instant message to ${b.name}` })).toHaveCount(0, { timeout: FOLLOWED_WITHIN_MS });
  await page.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Add to Favorites', 'Copy Address', `Block ${b.name}`]);
  await page.keyboard.press('Escape');
  await targetRow(page, b).dblclick();
  await expect(page.getByText("Your organization doesn't let you start instant messages.")).toBeVisible();

  await connectDesks([ben, b], [page, a]);
  await expect(page.getByRole('button', { name: 'End Session' })).toHaveCount(0);
  await say(page, 'answered all the same');
  await expect(transcript(ben)).toContainText('answered all the same');

  // Whoever asks: the session host refuses it too.
  const refused = await page.evaluate(async (target) => {
    const { workspace } = document.querySelector('backchannel-workspace') ?? {};
    const sessionId =
      document
        .querySelector('backchannel-workspace')
        ?.shadowRoot?.querySelector('backchannel-interaction-window')
        ?.shadowRoot?.querySelector('backchannel-im-window')?.session.id ?? '';
    return [
      await workspace?.commands.endSession({ sessionId }),
      await workspace?.commands.invite({ sessionId: crypto.randomUUID(), target }),
    ];
  }, 'somebody-else@localhost');
  expect(refused).toEqual([
    { refused: 'not-allowed', privilege: 'release' },
    { refused: 'not-allowed', privilege: 'make' },
  ]);
  await expectStatus(ben, a, 'Connected');
  await ben.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(page, b, 'Ended');
});

test('an organization hides and masks case data for good, whoever asks', async ({ installManaged, openDesk, site, team: { a, b } }) => {
  const { extension, policy } = await installManaged({
    caseData: [
      { key: 'Score', isHidden: true },
      { key: 'Plan', isMasked: true, label: 'Tariff' },
    ],
  });
  const page = extension.firstTab;
  await signIn(page, a, site.websocket);
  const ben = await openDesk(b);
  await page.evaluate(() =>
    document.querySelector('backchannel-workspace')?.workspace?.commands.openInteraction({
      id: 'mail-1',
      media: 'email',
      contact: { name: 'Maria Lindqvist' },
      caseData: [
        { key: 'Score', value: '17' },
        { key: 'Plan', value: 'Business 20' },
        { key: 'Topic', value: 'Invoice' },
      ],
    }),
  );
  await page.getByRole('tab', { name: 'E-mail, Maria Lindqvist' }).click();
  const keysOf = (view: typeof page) => view.getByRole('tabpanel', { name: 'Case Data' }).locator('dt');
  await expect(keysOf(page)).toHaveText(['Tariff', 'Topic'], { timeout: FOLLOWED_WITHIN_MS });
  await page.getByRole('button', { name: 'Start Consultation', exact: true }).click();
  await page.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await page.getByRole('menuitem', { name: /^Start Instant Message Consultation/ }).click();
  await say(page, 'A moment?');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expect(keysOf(ben)).toHaveText(['Tariff', 'Topic']);
  await expect(ben.getByRole('tabpanel', { name: 'Case Data' })).toContainText('••••••••');
  policy.set({
    caseData: [
      { key: 'Score', isHidden: true },
      { key: 'Topic', isHidden: true },
    ],
  });
  await expect(keysOf(ben)).toHaveText(['Plan'], { timeout: FOLLOWED_WITHIN_MS });
});

test('an agent who may not use internal IM any more is signed out and leaves nothing, and may sign in again once it is allowed', async ({
  installManaged,
  openDesk,
  site,
  team: { a, b },
}) => {
  const { extension, policy } = await installManaged({});
  const page = extension.firstTab;
  await signIn(page, a, site.websocket);
  const ben = await openDesk(b);
  await expect(targetRow(ben, a)).toContainText('Ready');

  policy.set({ canUse: false });
  await expect(page.getByText("You aren't configured to use internal instant messaging.")).toBeVisible({ timeout: FOLLOWED_WITHIN_MS });
  await expect(targetRow(ben, a)).toContainText('Logged off');
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual(['backchannel']);
  await signInRefused(page, a.jid, a.password, site.websocket);

  policy.set({});
  // The form goes on saying what became of the last try.
  await expect(() => signIn(page, a, site.websocket)).toPass({ timeout: FOLLOWED_WITHIN_MS });
  await invite(ben, a);
  await expect(notification(page, b)).toBeVisible();
});

async function signInRefused(page: InstalledExtension['firstTab'], jid: string, password: string, service: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Address' }).fill(jid);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('textbox', { name: /^Server/ }).fill(service);
  await page.getByRole('button', { name: 'Sign In' }).click();
  await expect(page.getByRole('alert').getByText("You aren't configured to use internal instant messaging.")).toBeVisible();
  await expect(page.getByRole('button', { name: /^Your status/ })).toHaveCount(0);
}
