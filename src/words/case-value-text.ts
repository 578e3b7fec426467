import type { CaseField } from '../model/interaction/case-data.ts';
import { formattingLocale } from './localization.ts';

/** A value of the case data as text in the agent's language. A value that isn't of its type stays as it came. */
export function caseValueText({ type, value }: Pick<CaseField, 'type' | 'value'>): string {
  switch (type) {
    case 'text':
    case 'choice':
    case 'link':
      return value;
    case 'number':
      return isNumeral(value) ? numeralText(value) : value;
    case 'money':
      return moneyText(value);
    case 'date':
      return dateText(value);
  }
}

/** Whether it can be shown as a number without losing anything. What begins with zeros is somebody's or something's number, not how many. */
function isNumeral(value: string): value is `${number}` {
  return /^-?(?:0|[1-9]\d{0,29})(?:\.\d{1,20})?$/.test(value);
}

/** The number with exactly its digits: the text is formatted, because a JavaScript number has only 15 to 17 of them. */
function numeralText(value: `${number}`, options?: Intl.NumberFormatOptions): string {
  const decimals = value.split('.')[1]?.length ?? 0;
  const whole = new Intl.NumberFormat(formattingLocale(), options).resolvedOptions().minimumFractionDigits ?? 0;
  const fraction = Math.max(whole, decimals);
  return new Intl.NumberFormat(formattingLocale(), { ...options, minimumFractionDigits: fraction, maximumFractionDigits: fraction }).format(
    value,
  );
}

function moneyText(value: string): string {
  const [, amount = '', currency] = /^(\S+) ([A-Z]{3})$/.exec(value) ?? [];
  return currency && isNumeral(amount) ? numeralText(amount, { style: 'currency', currency }) : value;
}

/** A date. One without a time is the same day in every time zone. */
function dateText(value: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})?$/.test(value)) return value;

  const date = new Date(isDay ? `${value}T00:00` : value);
  return Number.isNaN(date.getTime())
    ? value
    : date.toLocaleString(formattingLocale(), isDay ? { dateStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' });
}
