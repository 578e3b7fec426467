import type { Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import type { TabRef } from '../model/desk/tab-ref.ts';
import type { InvitationRef } from '../model/invitation.ts';
import { type ShowRequest, WANTED } from './main-window.ts';
import { isFromOwnPage } from './own-page.ts';

const tabRef: v.GenericSchema<unknown, TabRef> = v.object({ of: v.picklist(['session', 'interaction']), id: v.string() });
const invitationRef: v.GenericSchema<unknown, InvitationRef> = v.object({ of: v.picklist(['session', 'call']), id: v.string() });

const showRequest: v.GenericSchema<unknown, ShowRequest> = v.variant('type', [
  v.object({ type: v.literal('show-interaction'), tab: tabRef }),
  v.object({ type: v.literal('show-invitation'), invitation: invitationRef }),
  v.object({ type: v.literal('show-window') }),
]);

/** The main window's side: shows what it is asked for, and comes to the front. */
export function onShowRequest(show: (request: ShowRequest) => void): void {
  void takeWanted().then((request) => request && show(request));
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = v.safeParse(showRequest, message);
    if (!parsed.success || !isFromOwnPage(sender)) return undefined;
    show(parsed.output);
    return Promise.all([takeWanted(), comeToFront()]).then(() => true);
  });
}

async function takeWanted(): Promise<ShowRequest | undefined> {
  const { [WANTED]: wanted } = await browser.storage.session.get(WANTED);
  await browser.storage.session.remove(WANTED);
  const parsed = v.safeParse(showRequest, wanted);
  return parsed.success ? parsed.output : undefined;
}

/** Brings this page's tab and window to the front. A side panel has no tab and is in front already. */
async function comeToFront(): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id === undefined) return;
  await browser.tabs.update(tab.id, { active: true });
  if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
}
