import { createContext } from '@lit/context';
import type { Workspace } from '../../channel/workspace.ts';

/** How every element reaches the session host; provided by `backchannel-workspace`. */
export const workspaceContext = createContext<Workspace | undefined>(Symbol('backchannel-workspace'));
