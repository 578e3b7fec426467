/** What a desktop notification says and does. */
export interface DesktopNotification {
  /** Pages that show the same tag show one notification. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
}

/** Shows a desktop notification where this page may and the agent isn't at it; gives a function that takes it back. */
export function showDesktopNotification({ tag, title, body, onClick }: DesktopNotification): (() => void) | undefined {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted' || isAgentHere()) {
    return undefined;
  }
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

/** A frame never knows whether the focus is beside it, in the page that embeds it: there, being visible is enough. */
function isAgentHere(): boolean {
  return document.visibilityState === 'visible' && (document.hasFocus() || window !== window.top);
}
