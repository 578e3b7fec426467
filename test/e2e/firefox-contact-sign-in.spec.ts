import { startTestContactService } from '../fixtures/contact-service.ts';
import { expect, test } from '../fixtures/e2e.ts';
import type { FirefoxPage } from '../fixtures/firefox.ts';

test('in Firefox an agent signs in to the contact service on its issuer’s page, and can leave it', async ({
  site,
  installInFirefox,
  team: { a },
}) => {
  const service = await startTestContactService({ agents: [{ agent: a, team: 'Billing' }], interactions: 50, postgres: site.postgres });
  try {
    const firefox = await installInFirefox();
    await firefox.signIn(a, site.websocket);
    const page = await firefox.openedBy(() => firefox.page.page.evaluate(() => browser.runtime.openOptionsPage()));
    await page.type('textbox', 'Contact service', service.address);
    await page.type('textbox', 'Issuer', service.address);
    await page.type('textbox', 'Client ID', service.clientId);
    await page.key('Enter');

    const openIssuerPage = async () => {
      const opened = await firefox.openedBy(() => page.click('button', 'Sign In to the Contact Service'));
      await opened.see('textbox', 'Name');
      return opened;
    };
    const closed = await openIssuerPage();
    await closed.page.close();
    await page.see('button', 'Sign In to the Contact Service');
    await page.control("You weren't signed in: its page was closed.", 'alert');

    const issuerPage = await openIssuerPage();
    await expect.poll(() => issuerPage.frame.evaluate(() => document.activeElement?.id)).toBe('password');
    await issuerPage.page.keyboard.type(a.password);
    await issuerPage.key('Enter');
    await page.see('button', 'Sign Out of the Contact Service');
    await page.control(`Signed in to the contact service as ${a.name}`, 'status');
    // By keyboard, because the page moves its sections while the background starts again, away from under a pointer.
    await tabTo(page, 'Sign Out of the Contact Service');
    await firefox.chrome.stopBackground();
    await page.key('Enter');
    await page.see('button', 'Sign In to the Contact Service');
  } finally {
    await service.stop();
  }
});

/** Presses Tab until a control with the text has the focus. */
async function tabTo(page: FirefoxPage, text: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await page.focusedText()) === text) return;
    await page.key('Tab');
  }
  throw new Error(`"${text}" can't be reached by Tab`);
}
