import browser from 'webextension-polyfill';
import { RemoteWorkspace } from '../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../channel/runtime-port.ts';
import { localeFor } from '../components/localization.ts';
import '../components/workspace-root.ts';
import { MainWindow, onShowRequest } from './main-window.ts';

/** Both of the extension's pages: the main window (a tab, the side panel or sidebar), and the popup with the Gadget view. */
document.documentElement.lang = localeFor(navigator.language);
const element = document.querySelector('backchannel-workspace');
if (element) {
  element.hasDesktopNotifications = false;
  element.isGadget = document.documentElement.classList.contains('popup');
  element.openAllSettings = () => void browser.runtime.openOptionsPage();
  const workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()));
  element.workspace = workspace;
  if (element.isGadget) {
    element.titleCount = false;
    const mainWindow = new MainWindow(workspace);
    element.addEventListener('interaction-pick', ({ detail }) => void mainWindow.showInteraction(detail.sessionId).then(() => window.close()));
  } else {
    onShowRequest(({ type, sessionId }) => (type === 'show-invitation' ? element.showInvitation(sessionId) : element.showInteraction(sessionId)));
  }
}
