import { formattingLocale } from './localization.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = formattingLocale();
  const key = `${locale} ${name}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

const AGO_UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "14:02" */
export function timeText(at: number): string {
  return formatOf('time', { hour: 'numeric', minute: '2-digit' }).format(at);
}

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

/** "42 secs", "12 mins", "1 hr 5 mins": how long something took. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const minutes = Math.round(seconds / 60);
  if (seconds < 60) return unitText(seconds, 'second');

  return minutes < 60 ? unitText(minutes, 'minute') : `${unitText(Math.floor(minutes / 60), 'hour')} ${unitText(minutes % 60, 'minute')}`;
}

/** "now", "5 minutes ago", "yesterday": a time that has passed, roughly. */
export function agoText(milliseconds: number): string {
  const [unit, length] = AGO_UNITS.find(([, atLeast]) => milliseconds >= atLeast) ?? (['second', Infinity] as const);
  return new Intl.RelativeTimeFormat(formattingLocale(), { numeric: 'auto' }).format(-Math.floor(milliseconds / length), unit);
}

function unitText(value: number, unit: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(formattingLocale(), { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** "00:42": minutes and seconds of a running time. */
export function elapsedText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}
