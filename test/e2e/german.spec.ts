import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/e2e.ts';
import { badgeOf, installExtension } from '../fixtures/extension.ts';

/** The page's language, as a page that is made for one would have it. */
async function speakGerman(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.lang = 'de';
  });
}

test('an agent works in German: finds a colleague, is invited, accepts, writes, ends', async ({
  openDesk,
  signInColleague,
  team: { a, b, c },
}) => {
  const [anna, ben, form] = await Promise.all([openDesk(a), signInColleague(b), openDesk(c, { isSignedOut: true })]);
  // German is loaded by who needs it.
  const isLoaded = () => anna.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/chunk-de-')));
  expect(await isLoaded()).toBe(false);
  await Promise.all([speakGerman(anna), speakGerman(form)]);
  await expect(anna.getByRole('button', { name: 'Einstellungen' })).toBeVisible();
  expect(await isLoaded()).toBe(true);

  await expect(form.getByRole('heading', { name: 'Bei Backchannel anmelden' })).toBeVisible();
  await form.getByRole('button', { name: 'Anmelden' }).click();
  await expect(form.getByRole('alert')).toHaveText(
    'Das ist keine vollständige Adresse. Geben Sie sie wie eine E-Mail-Adresse ein: name@domain.',
  );

  await expect(anna.getByRole('combobox', { name: 'Interne Ziele suchen' })).toBeVisible();
  await anna.getByRole('button', { name: 'Favoriten' }).click();
  await expect(anna.getByText('Noch keine Favoriten.')).toBeVisible();
  await anna.getByRole('button', { name: 'Alle', exact: true }).click();
  await anna.getByRole('button', { name: `Aktionen für ${b.name}` }).click();
  await anna.getByRole('menuitem', { name: `Sofortnachricht an ${b.name} senden` }).click();
  await expect(anna.getByRole('status', { name: `${b.logon}, Wird eingeladen` })).toBeVisible();

  await ben.accept(a);
  await expect(anna.getByRole('status', { name: `${b.logon}, Verbunden` })).toBeVisible();
  await anna.getByRole('textbox', { name: 'Nachricht' }).fill('Grüß Gott!');
  await anna.getByRole('button', { name: 'Senden' }).click();
  await ben.heard(a, 'Grüß Gott!');

  await anna.getByRole('button', { name: 'Emoji einfügen' }).click();
  await anna.getByRole('combobox', { name: 'Suchen', exact: true }).fill('Daumen hoch');
  await anna
    .getByRole('option', { name: /Daumen hoch/ })
    .first()
    .click();
  await expect(anna.getByRole('textbox', { name: 'Nachricht' })).toHaveValue(/👍/u);

  ben.end(a);
  await expect(anna.getByRole('log', { name: 'Gesprächsverlauf' })).toContainText(`${b.logon} hat die Sitzung beendet`);
  await anna.getByRole('button', { name: 'Als erledigt markieren' }).click();

  ben.invite(a);
  await anna
    .getByRole('alertdialog', { name: `Sofortnachricht von ${b.name}` })
    .getByRole('button', { name: 'Annehmen' })
    .click();
  await ben.accepted(a);
  await anna.getByRole('button', { name: 'Sitzung beenden' }).click();
  await ben.ended(a);
  await anna.getByRole('button', { name: 'Als erledigt markieren' }).click();
  await expect(anna.getByText('Keine Interaktion ist geöffnet.')).toBeVisible();
});

test("the extension speaks the browser's language", async () => {
  const extension = await installExtension({ locale: 'de-DE' });
  try {
    const page = await extension.context.newPage();
    await page.goto(extension.url('workspace.html'));
    await expect(page.getByRole('heading', { name: 'Bei Backchannel anmelden' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await expect.poll(() => badgeOf(extension)).toMatchObject({ title: 'Backchannel: Abgemeldet' });
  } finally {
    await extension.uninstall();
  }
});
