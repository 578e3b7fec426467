import { expect, test as base } from '../fixtures/e2e.ts';
import { type InstalledExtension, installExtension } from '../fixtures/extension.ts';
import { connectDesks, say, signIn, transcript } from '../fixtures/im.ts';
import { managePolicy } from '../fixtures/managed-policy.ts';
import { foundInFiles } from '../fixtures/profile-bytes.ts';

const SAID = 'the card is on its way to Maria Lindqvist';
const DRAFT = 'a half-written thought about her';

/** A browser whose policy says that several agents use this computer, or that they don't. */
const test = base.extend<{ readonly isShared: boolean; readonly browserOfDesk: InstalledExtension }>({
  isShared: [true, { option: true }],
  browserOfDesk: async ({ isShared }, use) => {
    const policy = managePolicy({ isSharedComputer: isShared });
    const extension = await installExtension({ key: policy.key });
    await use(extension);
    policy.remove();
    await extension.uninstall();
  },
});

test.slow();

for (const isShared of [true, false]) {
  test.describe(isShared ? 'on a shared computer' : "on an agent's own computer", () => {
    test.use({ isShared });
    test(`who reads the disk after the browser was closed finds ${isShared ? 'nothing' : 'what was stored'} of what was said, of names and of addresses`, async ({
      browserOfDesk: { context, firstTab, profile, url },
      openDesk,
      site,
      team: { a, c },
    }) => {
      // The browser gives its policy out late.
      if (isShared) await expect(firstTab.getByRole('checkbox', { name: 'Keep me signed in' })).toHaveCount(0, { timeout: 45_000 });
      await signIn(firstTab, a, site.websocket, { isKept: false });
      const cleo = await openDesk(c);
      await connectDesks([firstTab, a], [cleo, c]);
      await say(firstTab, SAID);
      await expect(transcript(cleo)).toContainText(SAID);
      await say(cleo, 'with her own signature');
      await expect(transcript(firstTab)).toContainText('with her own signature');
      await firstTab.getByRole('textbox', { name: 'Message' }).fill(DRAFT);
      // What is counted is stored.
      const options = await context.newPage();
      await options.goto(url('options.html'));
      await expect(options.getByText('Messages', { exact: true }).locator('xpath=following-sibling::dd[1]')).toHaveText('2');
      await context.close();

      const secrets = [SAID, 'with her own signature', DRAFT, a.jid, c.jid, c.name];
      const found = await foundInFiles(profile, secrets);
      if (isShared) expect(found).toEqual([]);
      else for (const secret of [SAID, 'with her own signature', a.jid, c.jid, c.name]) expect(found.join('\n')).toContain(secret);
    });
  });
}
