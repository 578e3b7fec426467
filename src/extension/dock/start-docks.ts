import type { Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import type { Workspace } from '../../channel/workspace.ts';
import { onAllowedOriginsChange, readAllowedOrigins } from '../policy/allowed-origins.ts';
import type { MainWindow } from '../main-window.ts';
import { isFromOwnPage } from '../own-page.ts';
import { DockHost } from './dock-host.ts';
import { DockInjection } from './dock-injection.ts';
import { forgetDockPlaces, keepDockPlacesPrivate } from './dock-places.ts';
import { frameRequest } from './frame-messages.ts';
import type { OpenTelephonyView } from './page-telephonies.ts';

/** Keeps docks in the pages of the allowed origins, and nowhere else. To be called in the background's first turn. */
export function startDocks(workspace: Workspace, openTelephonyView: OpenTelephonyView, mainWindow: MainWindow): DockHost {
  let allowed = readAllowedOrigins();
  const origins = () => allowed;
  const host = new DockHost(workspace, origins, openTelephonyView, () => mainWindow.open());
  const injection = new DockInjection(origins);

  onAllowedOriginsChange(() => {
    allowed = readAllowedOrigins();
    void host.checkOrigins();
    void injection.update({ isOpenToo: true });
    void allowed.then(({ isAllowed }) => forgetDockPlaces((origin) => !isAllowed(origin)));
  });
  // An update of the extension leaves open pages without a script that works.
  browser.runtime.onInstalled.addListener(() => void injection.update({ isOpenToo: true }));
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const request = v.safeParse(frameRequest, message);
    return request.success && isFromOwnPage(sender) ? host.answerFrame(request.output, sender) : undefined;
  });
  void keepDockPlacesPrivate();
  void injection.update({ isOpenToo: false });
  return host;
}
