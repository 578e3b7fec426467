import type { Windows } from 'webextension-polyfill';
import type { Workspace } from '../channel/workspace.ts';
import { DEFAULT_SETTINGS, type Settings } from '../model/settings.ts';
import type { TabRef } from '../model/desk/tab-ref.ts';
import type { InvitationRef } from '../model/invitation.ts';

/** The main window's page. */
export const PAGE = 'workspace.html';
/** Where a new main window finds what it is asked to show, in `storage.session`. */
export const WANTED = 'wanted';
const OWN_WINDOW = { width: 1000, height: 700 } as const;

/** What the main window is asked to show: a tab of the Interaction window, the interactive notification of an invitation, or just itself. */
export type ShowRequest =
  | { readonly type: 'show-interaction'; readonly tab: TabRef }
  | { readonly type: 'show-invitation'; readonly invitation: InvitationRef }
  | { readonly type: 'show-window' };

/**
 * The way to the main window from wherever there is none: the background, the popup. It is shown where the agent prefers:
 * in the side panel or sidebar, in a window of its own, or in a tab.
 */
export class MainWindow {
  #preference: Settings['mainWindow'] = DEFAULT_SETTINGS.mainWindow;
  #windowId: number | undefined;

  constructor(workspace: Workspace) {
    workspace.subscribe({ kind: 'overview' }, ({ settings }) => (this.#preference = settings.mainWindow));
    this.#noteWindow(browser.windows.getLastFocused());
    browser.windows.onFocusChanged.addListener((windowId) => {
      if (windowId !== browser.windows.WINDOW_ID_NONE) this.#noteWindow(browser.windows.get(windowId));
    });
  }

  /** Shows an interaction in the main window that is open, wherever it is, or else in a new one. */
  async showInteraction(tab: TabRef): Promise<void> {
    await this.#show({ type: 'show-interaction', tab });
  }

  /** Shows the interactive notification of an invitation in the main window; the invitation stays pending. */
  async showInvitation(invitation: InvitationRef): Promise<void> {
    await this.#show({ type: 'show-invitation', invitation });
  }

  /** Shows the main window as it is, for the agent to sign in there. */
  async open(): Promise<void> {
    await this.#show({ type: 'show-window' });
  }

  async #show(request: ShowRequest): Promise<void> {
    // A new main window finds the request here. Nothing is awaited before the panel is opened, because browsers open one only for a fresh
    // click.
    const noted = browser.storage.session.set({ [WANTED]: request });
    const isPanelOpen = this.#preference === 'panel' && this.#openPanel();
    await noted;
    // Without a main window nobody receives the message, and one is opened.
    const isShown = await browser.runtime.sendMessage(request).catch(() => false);
    if (isShown === true || (await isPanelOpen)) return;
    if (this.#preference === 'window') await browser.windows.create({ type: 'popup', url: browser.runtime.getURL(PAGE), ...OWN_WINDOW });
    else await browser.tabs.create({ url: browser.runtime.getURL(PAGE) });
  }

  /**
   * Opens the panel.
   * @returns whether the browser has opened it, which it refuses where no click has led here, as from a notification in Firefox
   */
  async #openPanel(): Promise<boolean> {
    try {
      const { sidePanel } = browser;
      if (!sidePanel) await browser.sidebarAction.open();
      else if (this.#windowId === undefined) return false;
      else await sidePanel.open({ windowId: this.#windowId });
      return true;
    } catch {
      // The browser opens a panel only within a press; a window or a tab is opened instead.
      return false;
    }
  }

  /** Notes the window that had the focus last, if it is a browser window. Only those have a place for a panel. */
  #noteWindow(focused: Promise<Windows.Window>): void {
    void focused
      .then(({ id, type }) => type === 'normal' && (this.#windowId = id))
      // The window is closed again. If the panel can't be opened in another one, a window or a tab is.
      .catch(() => undefined);
  }
}
