import * as v from 'valibot';
import { PAGE } from './main-window.ts';

/** Where `storage.local` has whether each main window that is to open again was in front. */
const CLOSED = 'closed main windows';

/** Starts the extension anew, for an update too. Browsers close its pages for that; a main window in a tab opens again. */
export async function restart(): Promise<void> {
  const tabs = await browser.tabs.query({ url: browser.runtime.getURL(PAGE) });
  // Those of a restart whose background didn't come up to open them are kept.
  if (tabs.length > 0) await browser.storage.local.set({ [CLOSED]: tabs.map(({ active }) => active) });
  browser.runtime.reload();
}

/** Opens the main windows again that `restart` has closed. */
export async function reopenMainWindows(): Promise<void> {
  const { [CLOSED]: closed } = await browser.storage.local.get(CLOSED);
  await browser.storage.local.remove(CLOSED);
  const parsed = v.safeParse(v.array(v.boolean()), closed);
  for (const active of parsed.success ? parsed.output : []) await browser.tabs.create({ url: browser.runtime.getURL(PAGE), active });
}
