import type { Runtime } from 'webextension-polyfill';

/**
 * Whether a message or a port comes from one of the extension's own pages. A content script has the extension's id too, but shares a process with the
 * page that it runs in, so that the address decides. It is the browser's own word: for the frame in a dock it is the page's real address, not the
 * random one by which it was loaded.
 */
export function isFromOwnPage(sender: Runtime.MessageSender | undefined): boolean {
  return sender?.id === browser.runtime.id && (sender.url ?? '').startsWith(browser.runtime.getURL(''));
}

/** Whether it comes from the background, which has no tab. */
export function isFromBackground(sender: Runtime.MessageSender): boolean {
  return sender.id === browser.runtime.id && sender.tab === undefined && (sender.url === undefined || isFromOwnPage(sender));
}

/** Whether the extension's page is a frame in another page, as the dock's is. */
export function isInFrame(sender: Runtime.MessageSender): boolean {
  return sender.tab !== undefined && sender.frameId !== undefined && sender.frameId > 0;
}
