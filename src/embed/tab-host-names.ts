/*
 * Where a browser has no SharedWorker, one tab of a profile has the session host in a worker of its own, and the other tabs follow it over a
 * BroadcastChannel. Web Locks say which tab that is, and who has died.
 */

/** The channel of all tabs of a profile, and of their worker. */
export const channelName = (profile: string): string => `backchannel tabs ${profile}`;

/** The tab that has the worker holds this lock. */
export const tabLock = (profile: string): string => `backchannel tab with the worker ${profile}`;

/** The worker holds this lock as long as it lives. */
export const workerLock = (profile: string): string => `backchannel worker of a tab ${profile}`;

/** A view holds this lock until it leaves. */
export const viewLock = (view: string): string => `backchannel view ${view}`;

/** What is said on the channel. `here`: the worker has begun. `hello`: a view asks for a host. Everything else is for the host, or for a view. */
export type TabMessage =
  | { readonly kind: 'here' }
  | { readonly kind: 'hello'; readonly view: string }
  | { readonly kind: 'to-host' | 'to-view'; readonly view: string; readonly message: unknown };
