import type { Workspace } from '../channel/workspace.ts';

/** The element `<backchannel-workspace>` as a page has it. */
export interface BackchannelWorkspaceElement extends HTMLElement {
  /** What `openWorkspace` has returned. */
  workspace: Workspace | undefined;
  /** The server's WebSocket address that the sign-in form begins with. */
  service: string;
  /** Whether the count of what waits stands in front of the page's title. */
  titleCount: boolean;
  /** Whether the page itself shows desktop notifications. */
  hasDesktopNotifications: boolean;
}
