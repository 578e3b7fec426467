import { msg } from '@lit/localize';
import { isPending, unreadCount } from '../../model/desk/session-lists.ts';
import { shownLocale } from '../../words/localization.ts';
import { withWaiting } from '../../words/waiting-text.ts';
import type { Overview } from '../../model/workspace.ts';
import type { DockLook } from './dock-messages.ts';

/** What the controls of every dock show of the overview. */
export function dockLook(overview: Overview): DockLook {
  const count = (overview.lock?.pending ?? overview.sessions.filter(isPending).length) + unreadCount(overview, undefined);
  return {
    count,
    theme: overview.settings.theme,
    language: shownLocale(),
    words: {
      open: withWaiting(msg('Open Backchannel'), count),
      collapse: msg('Collapse Backchannel'),
      moveLeft: msg('Move to the Left Side'),
      moveRight: msg('Move to the Right Side'),
      resize: msg('Width of Backchannel'),
      moved: msg('The page has moved Backchannel, or something over it. Presses count here when it has been still for half a second.'),
    },
  };
}
