import browser from 'webextension-polyfill';
import { SessionHost } from '../background/session-host.ts';
import { channelOfRuntimePort } from '../channel/runtime-port.ts';

const host = new SessionHost({ profile: 'extension' });

browser.runtime.onConnect.addListener((port) => {
  // Only the extension's own pages: a content script shares a process with the page that it runs in.
  const isOwnPage = port.sender?.id === browser.runtime.id && (port.sender.url ?? '').startsWith(browser.runtime.getURL(''));
  if (isOwnPage) host.connectView(channelOfRuntimePort(port));
  else port.disconnect();
});

browser.action.onClicked.addListener(() => void browser.tabs.create({ url: browser.runtime.getURL('workspace.html') }));
