import { formattingLocale } from './localization.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The format of this name in the agent's language, which is made once. */
export function formatOf(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = formattingLocale();
  const key = `${locale} ${name}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

/** "14:02" */
export function timeText(at: number): string {
  return formatOf('time', { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** "00:42": minutes and seconds of a running time. */
export function elapsedText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}
