import { RemoteWorkspace } from '../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../channel/runtime-port.ts';
import { localeFor } from '../words/localization.ts';
import '../components/workspace/workspace-root.ts';
import type { WorkspaceRoot } from '../components/workspace/workspace-root.ts';
import { showDockSwitch } from './dock/show-dock-switch.ts';
import { MainWindow } from './main-window.ts';
import { askForMicrophone } from './microphone/ask-for-microphone.ts';

/** Browsers stop a background that has been idle for half a minute; this is well within that time. */
const STAY_AWAKE_EVERY_MS = 20_000;
/** When it is looked whether the background hears this page. What looks isn't loaded before the first list is shown. */
const DEAF_CHECK_AFTER_MS = 2_000;

/** The extension's pages: the main window (a tab, the side panel or sidebar), the popup with the Gadget view, the frame in a dock. */
document.documentElement.lang = localeFor(navigator.language);
const element = document.querySelector('backchannel-workspace');
if (element) void open(element);

async function open(root: WorkspaceRoot): Promise<void> {
  const { classList } = document.documentElement;
  root.hasDesktopNotifications = false;
  root.shortcuts = true;
  root.isGadget = classList.contains('popup');
  root.openAllSettings = () => void browser.runtime.openOptionsPage();
  root.askForMicrophone = askForMicrophone;
  const workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()));
  root.titleCount = !root.isGadget;
  if (root.isGadget) {
    const mainWindow = new MainWindow(workspace);
    root.addEventListener('interaction-pick', ({ detail }) => void mainWindow.showInteraction(detail).then(() => window.close()));
    void showDockSwitch(workspace, root);
  } else {
    // The Interaction window is a fifth of the code, and the popup never shows it, so that it is loaded apart.
    const loading = import('../components/interaction-tab/interaction-window.ts');
    if (classList.contains('dock')) (await import('./dock/dock-frame.ts')).runInDock(root, loading);
    else {
      (await import('./show-requests.ts')).onShowRequest((request) => {
        if (request.type === 'show-invitation') root.showInvitation(request.invitation);
        if (request.type === 'show-interaction') void loading.then(() => root.showInteraction(request.tab));
      });
    }
    await loading;
  }
  root.workspace = workspace;
  setTimeout(() => void import('./deaf-background.ts').then(({ restartIfDeaf }) => restartIfDeaf(workspace)), DEAF_CHECK_AFTER_MS);
  setInterval(() => document.visibilityState === 'visible' && workspace.stayAwake(), STAY_AWAKE_EVERY_MS);
}
