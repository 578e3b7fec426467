import { expect, test } from '../fixtures/e2e.ts';
import { installExtension } from '../fixtures/extension.ts';
import { connectColleague, say, signIn, transcript } from '../fixtures/im.ts';
import { managePolicy } from '../fixtures/managed-policy.ts';
import { foundInFiles } from '../fixtures/profile-bytes.ts';

const SAID = 'the card is on its way to Maria Lindqvist';
const ANSWER = 'with her own signature';
const DRAFT = 'a half-written thought about her';
/** The test itself stores this text, not encrypted. It has to be found, which shows that the other texts would be found too. */
const CONTROL = 'a control that nothing encrypts';

test('who reads the disk of a shared computer after the browser was closed finds nothing of what was said, of names and of addresses', async ({
  signInColleague,
  site,
  team: { a, c },
}) => {
  const policy = managePolicy({ isSharedComputer: true });
  const extension = await installExtension({ key: policy.key });
  try {
    const { context, firstTab, profile, url } = extension;
    // Chromium gives the extension its policy some seconds after the start.
    await expect(firstTab.getByRole('checkbox', { name: 'Keep me signed in' })).toHaveCount(0, { timeout: 45_000 });
    await signIn(firstTab, a, site.websocket, { isKept: false });
    const cleo = await signInColleague(c);
    await connectColleague([firstTab, a], [cleo, c]);
    await say(firstTab, SAID);
    await cleo.heard(a, SAID);
    cleo.say(a, ANSWER);
    await expect(transcript(firstTab)).toContainText(ANSWER);
    await firstTab.getByRole('textbox', { name: 'Message' }).fill(DRAFT);
    // A message that the options page counts is stored.
    const options = await context.newPage();
    await options.goto(url('options.html'));
    await expect(options.getByText('Messages', { exact: true }).locator('xpath=following-sibling::dd[1]')).toHaveText('2');
    await options.evaluate(async (text) => {
      const opening = indexedDB.open('control');
      opening.onupgradeneeded = () => opening.result.createObjectStore('texts');
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const writing = opening.result.transaction('texts', 'readwrite');
      writing.objectStore('texts').put({ text }, 1);
      await new Promise((resolve) => (writing.oncomplete = resolve));
      opening.result.close();
    }, CONTROL);
    await context.close();

    expect(await foundInFiles(profile, [SAID, ANSWER, DRAFT, a.jid, c.jid, c.name])).toEqual([]);
    expect(await foundInFiles(profile, [CONTROL])).not.toEqual([]);
  } finally {
    policy.remove();
    await extension.uninstall();
  }
});
