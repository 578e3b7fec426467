import { formatOf, timeText } from './time-format.ts';

/** "Monday, 23 November 2026 at 14:02:07" */
export function fullTimeText(at: number): string {
  return formatOf('full', { dateStyle: 'full', timeStyle: 'medium' }).format(at);
}

/** "23 Nov 2026, 14:02" */
export function dateTimeText(at: number): string {
  return formatOf('date and time', { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** "Monday, 23 November", with the year when it isn't this one. */
export function dayText(at: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return formatOf(isThisYear ? 'day' : 'day of year', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** "14:02" for a time of today, else "23 Nov", with the year when it isn't this one. */
export function shortTimeText(at: number): string {
  const day = new Date(at);
  const now = new Date();
  if (day.toDateString() === now.toDateString()) return timeText(at);

  const isThisYear = day.getFullYear() === now.getFullYear();
  return formatOf(isThisYear ? 'short' : 'short of year', {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}
