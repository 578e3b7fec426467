import browser, { type Runtime } from 'webextension-polyfill';

/**
 * Whether a message or a port comes from one of the extension's own pages. A content script has the extension's id too, but
 * shares a process with the page that it runs in. The browser vouches for the address: the frame in a dock has its real one here, not
 * the random one that it was loaded by.
 */
export function isFromOwnPage(sender: Runtime.MessageSender | undefined): boolean {
  return sender?.id === browser.runtime.id && (sender.url ?? '').startsWith(browser.runtime.getURL(''));
}

/** Whether it comes from the background, which has no tab. */
export function isFromBackground(sender: Runtime.MessageSender): boolean {
  return sender.id === browser.runtime.id && sender.tab === undefined && (sender.url === undefined || isFromOwnPage(sender));
}

/** The extension's page is a frame of another one: the dock's. */
export function isInFrame(sender: Runtime.MessageSender): boolean {
  return sender.tab !== undefined && sender.frameId !== undefined && sender.frameId > 0;
}
