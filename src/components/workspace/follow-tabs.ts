import type { Overview } from '../../model/workspace.ts';
import type { ActiveInteractionProvider } from './active-interaction-provider.ts';
import type { WindowParts } from './window-parts.ts';

/** Follows which tabs there are: shows the Interaction window with the first one, and keeps the focus in sight where it was in a tab that is gone. */
export function followTabs(active: ActiveInteractionProvider, parts: WindowParts, overview: Overview): void {
  const hadFocus = parts.isInteractionInFocus;
  const change = active.follow(overview, parts.isWriting);
  if (change === 'first' || change === 'opened') parts.show({ isInteractionShown: true, isHistoryShown: false });
  if (change === 'none-left') parts.show({ isInteractionShown: false });
  if (!hadFocus) return;
  if (change === 'replaced' || change === 'opened') void parts.focusMessage();
  if (change === 'none-left') void parts.focusSearch();
}
