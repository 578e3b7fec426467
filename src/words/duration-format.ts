import { formattingLocale } from './localization.ts';

const AGO_UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

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
