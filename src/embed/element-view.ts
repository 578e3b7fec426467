import { placePanel } from '../client/panel.ts';
import type { ClientView } from '../client/workspace-client.ts';
import type { BackchannelWorkspaceElement } from './workspace-element.ts';

/** The page's element, as the client shows things in it. */
export function elementView(element: BackchannelWorkspaceElement): ClientView {
  return {
    showTeamCommunicator: () => element.showTeamCommunicator(),
    showInteraction: (tab) => element.showInteraction(tab),
    setView({ panel, titleCount, shortcuts, notifications, theme, locale }) {
      if (panel) placePanel(element, panel);
      if (titleCount !== undefined) element.titleCount = titleCount;
      if (shortcuts !== undefined) element.shortcuts = shortcuts;
      if (notifications !== undefined) element.hasDesktopNotifications = notifications;
      if (theme !== undefined) element.theme = theme;
      if (locale !== undefined) element.lang = locale;
    },
  };
}
