import * as v from 'valibot';
import browser, { type Runtime } from 'webextension-polyfill';
import { RemoteWorkspace } from '../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../channel/runtime-port.ts';
import { MediaHost } from '../media-host/media-host.ts';
import { mediaDocumentMessage, STAY } from './media-document-messages.ts';
import { isFromOwnPage } from './own-page.ts';

/** Well within the half minute after which browsers stop an idle background. */
const LOOK_EVERY_MS = 10_000;
/** Between calls it is kept for a while: the next one needn't wait for it. */
const IDLE_MS = 60_000;

/*
 * Holds the calls' sound where the background can't: Chromium's offscreen document, a pinned tab in Firefox. It keeps the background
 * awake while there is a call, and goes when there hasn't been one for a while: its port would wake the background for ever.
 */
/** An offscreen document has no tabs. */
const tabs = 'tabs' in browser ? browser.tabs : undefined;
const host: { current?: MediaHost } = {};
let lastUse = Date.now();
const workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()), { media: (events) => (host.current = new MediaHost(events, { ...(tabs && { inFront: (ask) => askInFront(tabs, ask) }) })) });

if (tabs) {
  document.documentElement.lang = browser.i18n.getMessage('@@ui_locale').replace('_', '-');
  document.body.textContent = browser.i18n.getMessage('callSound');
}

browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  const parsed = v.safeParse(mediaDocumentMessage, message);
  if (!parsed.success || !isFromOwnPage(sender)) return undefined;
  lastUse = Date.now();
  if (parsed.output.type === STAY) return Promise.resolve(true);
  return tabs && host.current?.retryMicrophone().then(() => true);
});

setInterval(() => {
  if (host.current?.isBusy) {
    lastUse = Date.now();
    workspace.stayAwake();
  } else if (Date.now() - lastUse > IDLE_MS) {
    void leave();
  }
}, LOOK_EVERY_MS);

/** Firefox gives the microphone to a tab in front only, and asks there; after that the agent is back where they were. */
async function askInFront<T>(all: typeof browser.tabs, ask: () => Promise<T>): Promise<T> {
  if (!document.hidden) return ask();
  const own = await all.getCurrent();
  const [before] = await all.query({ active: true, windowId: own.windowId });
  await all.update(own.id, { active: true });
  try {
    return await ask();
  } finally {
    if (before?.id !== undefined) await all.update(before.id, { active: true }).catch(() => undefined);
  }
}

async function leave(): Promise<void> {
  workspace.close();
  const id = (await tabs?.getCurrent())?.id;
  if (id === undefined) close();
  else await tabs?.remove(id);
}
