import type { Workspace } from '../channel/workspace.ts';
import type { TabRef } from '../model/desk/tab-ref.ts';
import type { Settings } from '../model/settings.ts';

/** The element `<backchannel-workspace>` as a page has it. */
export interface BackchannelWorkspaceElement extends HTMLElement {
  /** What `openWorkspace` has returned. */
  workspace: Workspace | undefined;
  /** The server's WebSocket address that the sign-in form begins with. */
  service: string;
  /** Whether the count of what waits stands in front of the page's title. */
  titleCount: boolean;
  /** Whether its keys work in the whole page, as long as nothing there has the focus. Inside it they always do. */
  shortcuts: boolean;
  /** The theme, as long as the agent hasn't chosen one. */
  theme: Settings['theme'];
  /** Whether the page itself shows desktop notifications. */
  hasDesktopNotifications: boolean;
  /** Shows the Team Communicator, and moves the focus there. */
  showTeamCommunicator(): Promise<void>;
  /** Shows a tab in the Interaction window, and moves the focus there. */
  showInteraction(tab: TabRef): void;
}
