import type { Workspace } from '../../channel/workspace.ts';
import { NewHappenings } from '../../model/desk/happening.ts';
import { lazily } from '../../model/lazily.ts';
import type { Overview } from '../../model/workspace.ts';
import type { MainWindow } from '../main-window.ts';
import type { DesktopNotifications } from './desktop-notifications.ts';
import { isAnythingTold } from './told-notifications.ts';

/**
 * Shows desktop notifications from the background, whether or not a view is open. What makes them is loaded when there is something to tell or to take
 * back, and what follows a press with the first one, because most backgrounds that start have none of it. To be called in the background's first turn.
 */
export function startDesktopNotifications(workspace: Workspace, mainWindow: MainWindow): void {
  let newest: Overview | undefined;
  let unlocked: Overview | undefined;
  let loading: Promise<DesktopNotifications> | undefined;
  const load = () => {
    loading ??= import('./desktop-notifications.ts').then(async (module) => {
      const notifications = new module.DesktopNotifications(workspace);
      await notifications.load();
      if (newest) notifications.follow(newest);
      return notifications;
    });
    return loading;
  };
  const loadPresses = lazily(async () => {
    const { NotificationPresses } = await import('./notification-presses.ts');
    return new NotificationPresses({ workspace, mainWindow, desk: () => unlocked, isLocked: () => newest?.lock !== undefined });
  });
  // The listeners are added at once, because an event that starts the worker is given only to those of its first turn.
  browser.notifications.onClicked.addListener((id) => void loadPresses().then((presses) => presses.open(id)));
  browser.notifications.onButtonClicked.addListener((id, button) => void loadPresses().then((presses) => presses.answer(id, button === 0)));
  browser.notifications.onClosed.addListener((id, isByAgent) => isByAgent && void loadPresses().then((presses) => presses.dismiss(id)));
  workspace.subscribe({ kind: 'overview' }, (overview) => {
    newest = overview;
    if (!overview.lock) unlocked = overview;
    if (loading || overview.lock || overview.sessions.length > 0 || overview.calls.length > 0)
      void load().then((notifications) => notifications.follow(overview));
  });
  const fresh = new NewHappenings();
  workspace.subscribe({ kind: 'happenings' }, (recent) => {
    const news = fresh.in(recent);
    if (news.length > 0) void load().then((notifications) => news.forEach((happening) => notifications.tellOutcome(happening)));
  });
  void isAnythingTold().then((isTold) => void (isTold && load()));
}
