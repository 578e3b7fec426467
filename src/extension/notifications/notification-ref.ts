import * as v from 'valibot';
import type { CallId, SessionId } from '../../model/ids.ts';

type Ref<About, Id> = About extends string ? { readonly about: About; readonly id: Id } : never;

/** What a desktop notification is about. `outcome`: what has become of an own invitation; `locked`: something has come to a locked desk. */
export type NotificationRef =
  | Ref<'invitation' | 'message' | 'outcome', SessionId>
  | Ref<'call' | 'call-outcome', CallId>
  | Ref<'locked', 'desk'>;

export const LOCKED: NotificationRef = { about: 'locked', id: 'desk' };

const shape: v.GenericSchema<unknown, NotificationRef> = v.variant('about', [
  v.object({ about: v.picklist(['invitation', 'message', 'outcome']), id: v.string() }),
  v.object({ about: v.picklist(['call', 'call-outcome']), id: v.string() }),
  v.object({ about: v.literal('locked'), id: v.literal('desk') }),
]);

/**
 * The id under which the browser knows a notification. It says what the notification is about, so that a background that was stopped finds
 * its own again.
 */
export function notificationIdOf({ about, id }: NotificationRef): string {
  return `${about} ${id}`;
}

/** What the notification with this id is about; undefined if it isn't one of ours. */
export function notificationRefOf(notificationId: string): NotificationRef | undefined {
  const end = notificationId.indexOf(' ');
  const parsed = v.safeParse(shape, { about: notificationId.slice(0, end), id: notificationId.slice(end + 1) });
  return parsed.success ? parsed.output : undefined;
}
