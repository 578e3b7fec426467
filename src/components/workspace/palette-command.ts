import type { Workspace } from '../../channel/workspace.ts';
import type { Overview } from '../../model/workspace.ts';
import type { Shortcut } from '../../words/shortcut-keys.ts';
import type { ActiveInteraction } from '../kit/active-interaction.ts';
import type { WindowActions } from './shortcuts.ts';

/** One thing that the command palette does. */
export interface PaletteCommand {
  readonly key: string;
  readonly label: string;
  readonly shape: string;
  readonly shortcut?: Shortcut | undefined;
  /** Why it isn't possible now. */
  readonly problem?: string;
  /** @returns the sentence that says why it wasn't done; undefined or empty if it was */
  readonly run: () => unknown;
}

/** What the commands are made from. */
export interface PaletteDesk {
  readonly overview: Overview;
  readonly active: ActiveInteraction | undefined;
  readonly workspace: Workspace;
  readonly actions: WindowActions;
}
