import type { Workspace } from '../../channel/workspace.ts';
import type { SessionId } from '../../model/ids.ts';
import type { Settings } from '../../model/settings.ts';
import type { ActionMenu } from '../kit/action-menu.ts';

/** A sender of invitations or calls, with what their menu needs. */
export interface Sender {
  /** Their address; without it, all contacts who call. */
  readonly peer?: string;
  readonly name: string;
  readonly isContact: boolean;
  /** The invitation that can be rejected with a word. */
  readonly invitation?: SessionId;
}

/** What the menus need of the element that shows the senders. Each function is called when a menu opens. */
export interface SenderMenuHost {
  readonly menu: () => ActionMenu;
  readonly workspace: () => Workspace | undefined;
  /** Whether the server can block (XEP-0191). */
  readonly canBlock: () => boolean;
  /** The agent's settings, which say what an invitation can be rejected with. Calls need none. */
  readonly settings?: () => Settings | undefined;
  /** Tells the agent how it went. */
  readonly say: (words: string) => void;
}
