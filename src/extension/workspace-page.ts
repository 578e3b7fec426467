import browser from 'webextension-polyfill';
import { RemoteWorkspace } from '../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../channel/runtime-port.ts';
import { localeFor } from '../components/localization.ts';
import '../components/workspace-root.ts';
import { onShowInteraction, showInteraction } from './main-window.ts';

/** Both of the extension's pages: the main window (a tab, the side panel or sidebar), and the popup with the Gadget view. */
document.documentElement.lang = localeFor(navigator.language);
const element = document.querySelector('backchannel-workspace');
if (element) {
  element.hasDesktopNotifications = false;
  element.isGadget = document.documentElement.classList.contains('popup');
  element.workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()));
  if (element.isGadget) {
    element.titleCount = false;
    element.addEventListener('interaction-pick', ({ detail }) => void showInteraction(detail.sessionId).then(() => window.close()));
  } else {
    onShowInteraction((sessionId) => element.showInteraction(sessionId));
  }
}
