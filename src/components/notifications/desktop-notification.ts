/** What a desktop notification says and does. */
export interface DesktopNotification {
  /** Names the notification. The browser shows only one with the same tag, however many pages show it. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
}

/** Shows a desktop notification where this page may and the agent isn't at it; gives a function that takes it back. */
export function showDesktopNotification({ tag, title, body, onClick }: DesktopNotification): (() => void) | undefined {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted' || isAgentHere()) return undefined;

  try {
    const notification = new Notification(title, { tag, body });
    notification.onclick = () => {
      window.focus();
      notification.close();
      onClick();
    };
    return () => notification.close();
  } catch {
    // Chromium on Android has the class but wants a service worker's registration instead.
    return undefined;
  }
}

/** Whether the agent is at this page. A frame can't know whether the page around it has the focus, so that being visible is enough there. */
function isAgentHere(): boolean {
  return document.visibilityState === 'visible' && (document.hasFocus() || window !== window.top);
}
