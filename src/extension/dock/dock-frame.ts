import type { Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import type { WorkspaceRoot } from '../../components/workspace/workspace-root.ts';
import { isFromBackground } from '../own-page.ts';
import { type FrameRequest, frameStart, showInDock, type ShownInDock } from './frame-messages.ts';
import { SettledInput } from './settled-input.ts';

/** The browser's own rule about what Escape closes first. Older versions of Firefox don't have it. */
declare const CloseWatcher: (new () => EventTarget) | undefined;

const ask = (request: FrameRequest): Promise<unknown> => browser.runtime.sendMessage(request);

/**
 * Runs the extension's page as the frame in a dock. The frame listens only to the extension, so that the page around it can't speak to it.
 * @param loading Until then no interaction can be shown.
 */
export function runInDock(element: WorkspaceRoot, loading: Promise<unknown>): void {
  const input = new SettledInput(element);
  const show = (shown: ShownInDock) =>
    void loading.then(() => {
      // The page may have asked for this to be shown, so that presses don't count until the agent has had time to see it.
      input.unsettle();
      if (shown.of === 'team-communicator') void element.showTeamCommunicator();
      else element.showInteraction(shown);
    });
  element.titleCount = false;
  // The background opens the main window, because Firefox doesn't let a frame in a page use windows and tabs.
  element.openSignIn = () => void ask({ type: 'open-main-window' });
  let ownTab: number | undefined;
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = v.safeParse(showInDock, message);
    if (!parsed.success || parsed.output.tabId !== ownTab || !isFromBackground(sender)) return undefined;
    show(parsed.output.shown);
    return Promise.resolve(true);
  });
  void ask({ type: 'dock-frame-start' }).then((answer) => {
    const start = v.safeParse(frameStart, answer);
    if (!start.success) return;
    ownTab = start.output.tabId;
    if (start.output.shown) show(start.output.shown);
  });
  collapseOnEscape();
}

/** Collapses the dock when the agent presses Escape and nothing else wants the key: no menu, dialog or notification is open. */
function collapseOnEscape(): void {
  const collapse = () => void ask({ type: 'collapse-dock' });
  if (typeof CloseWatcher !== 'function') return onUnwantedEscape(collapse);
  new CloseWatcher().addEventListener('close', () => {
    collapse();
    collapseOnEscape();
  });
}

/**
 * Calls back for an Escape that nothing else wants. A view that wants the key prevents its default or stops it. The browser wants it if a
 * popover or a dialog is open when the key goes down.
 */
function onUnwantedEscape(collapse: () => void): void {
  let isWanted = false;
  const look = (event: KeyboardEvent) => {
    isWanted = event.isComposing || event.composedPath().some((node) => node instanceof Element && node.matches(':popover-open, :modal'));
  };
  document.addEventListener('keydown', look, { capture: true });
  document.addEventListener('keydown', ({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && !isWanted && collapse());
}
