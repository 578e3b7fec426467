import browser, { type Runtime } from 'webextension-polyfill';
import { RemoteWorkspace } from '../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../channel/runtime-port.ts';
import { MediaHost } from '../media-host/media-host.ts';
import { isStayRequest } from './media-document-opener.ts';
import { isFromBackground } from './own-page.ts';

/** Well within the half minute after which browsers stop an idle background. */
const LOOK_EVERY_MS = 10_000;
/** Between calls it is kept for a while: the next one needn't wait for it. */
const IDLE_MS = 60_000;

/*
 * Holds the calls' sound where the background has none: Chromium's offscreen document, and a frame in Firefox's event page. It keeps
 * the background awake while there is a call, and goes when there hasn't been one for a while: its port wakes the background otherwise.
 */
let host: MediaHost | undefined;
let lastUse = Date.now();
const workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()), { media: (events) => (host = new MediaHost(events)) });

browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  if (!isStayRequest(message) || !isFromBackground(sender)) return undefined;
  lastUse = Date.now();
  return Promise.resolve(true);
});

setInterval(() => {
  if (host?.isBusy) {
    lastUse = Date.now();
    workspace.stayAwake();
  } else if (Date.now() - lastUse > IDLE_MS) {
    workspace.close();
    if (frameElement) frameElement.remove();
    else close();
  }
}, LOOK_EVERY_MS);
