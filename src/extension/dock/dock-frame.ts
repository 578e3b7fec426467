import browser, { type Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import type { WorkspaceRoot } from '../../components/workspace-root.ts';
import { isFromBackground } from '../own-page.ts';
import { type FrameRequest, frameStart, showInDock } from './frame-messages.ts';
import { keepClicksOffWhileCovered } from './covered-clicks.ts';

/** The platform's own order of what Escape closes; Firefox has none yet. */
declare const CloseWatcher: (new () => EventTarget) | undefined;

const ask = (request: FrameRequest): Promise<unknown> => browser.runtime.sendMessage(request);

/**
 * The extension's page as the frame in a dock. It hears of nothing but the extension: the page around it has no way in.
 * @param loading Until then no interaction can be shown.
 */
export function runInDock(element: WorkspaceRoot, loading: Promise<unknown>): void {
  const show = (sessionId: string) => void loading.then(() => element.showInteraction(sessionId));
  element.titleCount = false;
  let ownTab: number | undefined;
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = v.safeParse(showInDock, message);
    if (!parsed.success || parsed.output.tabId !== ownTab || !isFromBackground(sender)) return undefined;
    show(parsed.output.sessionId);
    return Promise.resolve(true);
  });
  void ask({ type: 'dock-frame-start' }).then((answer) => {
    const start = v.safeParse(frameStart, answer);
    if (!start.success) return;
    ownTab = start.output.tabId;
    if (start.output.sessionId !== undefined) show(start.output.sessionId);
  });
  collapseOnEscape();
  keepClicksOffWhileCovered(element);
}

/** Escape that nothing else wants: no menu, dialog or notification is open. */
function collapseOnEscape(): void {
  if (typeof CloseWatcher !== 'function') return;
  new CloseWatcher().addEventListener('close', () => {
    void ask({ type: 'collapse-dock' });
    collapseOnEscape();
  });
}
