import type { Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import type { Workspace } from '../../channel/workspace.ts';
import { onAllowedOriginsChange, readAllowedOrigins } from '../policy/allowed-origins.ts';
import type { MainWindow } from '../main-window.ts';
import { isFromOwnPage } from '../own-page.ts';
import { DockFrames } from './dock-frames.ts';
import type { DockHost } from './dock-host.ts';
import { DockInjection } from './dock-injection.ts';
import { forgetDockPlaces, keepDockPlacesPrivate } from './dock-places.ts';
import { DockPort } from './dock-port.ts';
import { frameRequest } from './frame-messages.ts';
import type { OpenTelephonyView } from './page-telephonies.ts';

export interface Docks {
  readonly frames: DockFrames;
  /** Whether what a view in a frame shows can be seen, as far as its dock has told. */
  isInSight(frame: Runtime.MessageSender): boolean;
  /** A script that isn't a page of the extension's connects. It gets a dock if it may. */
  connect(port: Runtime.Port): Promise<void>;
}

/** Keeps docks in the pages of the allowed origins, and nowhere else. To be called in the background's first turn. */
export function startDocks(workspace: Workspace, openTelephonyView: OpenTelephonyView, mainWindow: MainWindow): Docks {
  let allowed = readAllowedOrigins();
  const origins = () => allowed;
  const frames = new DockFrames(origins);
  const injection = new DockInjection(origins);
  let loading: Promise<DockHost> | undefined;
  let host: DockHost | undefined;
  /** What serves docks is loaded only where there may be one, because most agents have none. */
  const load = () => {
    loading ??= import('./dock-host.ts').then(
      (module) => (host = new module.DockHost(workspace, origins, openTelephonyView, () => mainWindow.open())),
    );
    return loading;
  };
  // It notes what happens, so that a page which connects later can be told.
  const loadWhenAllowed = () => allowed.then(({ patterns }) => (patterns.length > 0 ? load() : loading));

  onAllowedOriginsChange(() => {
    allowed = readAllowedOrigins();
    frames.check();
    void loadWhenAllowed().then((host) => host?.checkOrigins());
    void injection.update({ isOpenToo: true });
    void allowed.then(({ isAllowed }) => forgetDockPlaces((origin) => !isAllowed(origin)));
  });
  // An update of the extension leaves open pages without a script that works.
  browser.runtime.onInstalled.addListener(() => void injection.update({ isOpenToo: true }));
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const request = v.safeParse(frameRequest, message);
    if (!request.success || !isFromOwnPage(sender)) return undefined;
    return frames
      .tabOf(sender)
      .then(async (tabId) => (tabId === undefined ? undefined : (await load()).answerFrame(request.output, tabId)));
  });
  void keepDockPlacesPrivate();
  void injection.update({ isOpenToo: false });
  void loadWhenAllowed();
  return {
    frames,
    isInSight: ({ tab }) => tab?.id === undefined || !host?.isCollapsed(tab.id),
    async connect(port) {
      const dock = DockPort.of(port);
      if (!dock) return port.disconnect();
      await (await load()).connect(dock);
    },
  };
}
