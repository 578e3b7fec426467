import browser, { type Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import type { WorkspaceRoot } from '../../components/workspace/workspace-root.ts';
import { isFromBackground } from '../own-page.ts';
import { type FrameRequest, frameStart, showInDock } from './frame-messages.ts';
import { SettledInput } from './settled-input.ts';

/** The platform's own order of what Escape closes; an older Firefox has none. */
declare const CloseWatcher: (new () => EventTarget) | undefined;

const ask = (request: FrameRequest): Promise<unknown> => browser.runtime.sendMessage(request);

/**
 * The extension's page as the frame in a dock. It hears of nothing but the extension: the page around it has no way in.
 * @param loading Until then no interaction can be shown.
 */
export function runInDock(element: WorkspaceRoot, loading: Promise<unknown>): void {
  const input = new SettledInput(element);
  const show = (sessionId: string) =>
    void loading.then(() => {
      // The page may have asked for it.
      input.unsettle();
      element.showInteraction(sessionId);
    });
  element.titleCount = false;
  // In Firefox a frame in a page has no way to windows and tabs itself.
  element.openSignIn = () => void ask({ type: 'open-main-window' });
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
}

/** Escape that nothing else wants: no menu, dialog or notification is open. */
function collapseOnEscape(): void {
  const collapse = () => void ask({ type: 'collapse-dock' });
  if (typeof CloseWatcher !== 'function') return onUnwantedEscape(collapse);
  new CloseWatcher().addEventListener('close', () => {
    collapse();
    collapseOnEscape();
  });
}

/** What the views themselves want, they prevent or stop; what the browser wants is open when the key goes down. */
function onUnwantedEscape(collapse: () => void): void {
  let isWanted = false;
  const look = (event: KeyboardEvent) => {
    isWanted = event.isComposing || event.composedPath().some((node) => node instanceof Element && node.matches(':popover-open, :modal'));
  };
  document.addEventListener('keydown', look, { capture: true });
  document.addEventListener('keydown', ({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && !isWanted && collapse());
}
