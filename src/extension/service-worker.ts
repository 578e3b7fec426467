import { SessionHost } from '../background/host/session-host.ts';
import { channelOfMessagePort } from '../channel/message-port.ts';
import { type PageOffers, RemoteWorkspace } from '../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../channel/runtime-port.ts';
import { localeFor, showLocale } from '../words/localization.ts';
import { showBadge } from './notifications/badge.ts';
import { backgroundTones } from './call-sound/tones-when-needed.ts';
import { MediaDocumentOpener } from './call-sound/media-document-opener.ts';
import { startContactSignIn } from './contacts/start-contact-sign-in.ts';
import { startAgentTokens } from './sign-in/start-agent-tokens.ts';
import { startDesktopNotifications } from './notifications/start-desktop-notifications.ts';
import { startDocks } from './dock/start-docks.ts';
import { answerPages } from './deaf-background.ts';
import { openOnFirstRun } from './first-run.ts';
import { forgetAgent } from './forget-agent.ts';
import { followKeyboardCommands } from './keyboard-commands.ts';
import { MainWindow } from './main-window.ts';
import { idleDetector } from './idle-detector.ts';
import { followLastWindow } from './last-window.ts';
import { managedPolicy } from './policy/managed-policy.ts';
import { isFromOwnPage, isInFrame } from './own-page.ts';
import { reopenMainWindows } from './restart.ts';
import { sessionMemory } from './session-memory.ts';
import { followUpdates } from './updates.ts';

/** Chromium stops a worker in which nothing happens. This alarm starts it again, so that its stream comes back. */
const WAKE_EVERY_MIN = 0.5;

const mediaDocument = new MediaDocumentOpener();
const agentTokens = startAgentTokens();
const host: SessionHost = new SessionHost({
  profile: 'extension',
  policy: managedPolicy,
  memory: sessionMemory,
  idleDetector,
  forgetAgent,
  tokens: agentTokens,
  contacts: startContactSignIn(
    () => workspace,
    () => host.agent,
    agentTokens,
  ),
  openMediaHost: () => mediaDocument.open(),
  // Only a background that is a page can play tones; a worker can't.
  ...('document' in globalThis && { toneHost: backgroundTones() }),
});

browser.runtime.onConnect.addListener((port) => {
  const { sender } = port;
  const channel = channelOfRuntimePort(port);
  if (!sender || !isFromOwnPage(sender)) void docks.connect(port);
  else if (isInFrame(sender)) host.connectView(docks.frames.channel(channel, sender), () => docks.isInSight(sender));
  else host.connectView(channel);
});

// Each of these events starts a worker that isn't running. The listeners do nothing, because a host that starts signs in as remembered.
browser.runtime.onStartup.addListener(() => undefined);
openOnFirstRun();
answerPages();
void reopenMainWindows();
browser.alarms.onAlarm.addListener(() => undefined);
void browser.alarms.create('wake', { periodInMinutes: WAKE_EVERY_MIN });

/** The background is a view too: one that shows a badge and notifications. */
// @lit/localize dispatches an event at `window`, which a worker doesn't have under this name.
if (!('window' in globalThis)) Object.assign(globalThis, { window: globalThis });
const workspace = openView();
workspace.subscribe({ kind: 'overview' }, (overview) => {
  const { language } = overview.settings;
  void showLocale(localeFor(language === 'auto' ? navigator.language : language)).then(() => showBadge(overview));
});
const mainWindow = new MainWindow(workspace);
startDesktopNotifications(workspace, mainWindow);
followKeyboardCommands(workspace, mainWindow);
followUpdates(workspace);
followLastWindow(host);
const docks = startDocks(workspace, (telephony) => openView({ telephony }), mainWindow);

function openView(offers?: PageOffers): RemoteWorkspace {
  return new RemoteWorkspace(() => {
    const { port1, port2 } = new MessageChannel();
    host.connectView(channelOfMessagePort(port1));
    return channelOfMessagePort(port2);
  }, offers);
}
