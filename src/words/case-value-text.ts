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
      return /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value).toLocaleString(formattingLocale(), { maximumFractionDigits: 20 }) : value;
    case 'money':
      return moneyText(value);
    case 'date':
      return dateText(value);
  }
}

function moneyText(value: string): string {
  const [, amount, currency] = /^(-?\d{1,15}(?:\.\d+)?) ([A-Z]{3})$/.exec(value) ?? [];
  return amount && currency ? Number(amount).toLocaleString(formattingLocale(), { style: 'currency', currency }) : value;
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
