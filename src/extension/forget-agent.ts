import { forgetOwnContactConfiguration } from './contacts/contact-configuration.ts';
import { forgetDockPlaces } from './dock/dock-places.ts';

/** Forgets what the browser holds of an agent who has left: notifications, what is in its memory, and what they have entered and moved. */
export async function forgetAgent(): Promise<void> {
  const notifications = Object.keys(await browser.notifications.getAll());
  await Promise.all([
    ...notifications.map((id) => browser.notifications.clear(id)),
    // This holds login keys, the contact service's tokens, what the desktop was told, and what the main window was to show.
    browser.storage.session.clear(),
    forgetOwnContactConfiguration(),
    forgetDockPlaces(() => true),
  ]);
}
