import { msg, str } from '@lit/localize';
import linkExternal from '@vscode/codicons/src/icons/link-external.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import { html, nothing, type TemplateResult } from 'lit';
import type { CaseField } from '../model/case-data.ts';
import { icon } from './icon.ts';
import { formattingLocale } from './localization.ts';
import { safeAddress } from './message-links.ts';
import { timeText } from './time-format.ts';

/** A value of the case data in the agent's language; as it came, where it isn't of its type. */
export function renderCaseValue({ type, value }: Pick<CaseField, 'type' | 'value'>): string | TemplateResult {
  switch (type) {
    case 'text':
    case 'choice':
      return value;
    case 'number':
      return /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value).toLocaleString(formattingLocale(), { maximumFractionDigits: 20 }) : value;
    case 'money':
      return moneyText(value);
    case 'date':
      return dateText(value);
    case 'link':
      return renderLink(value);
  }
}

/** What there is to say of a value beside it. */
export function renderCaseMarks({ isCut, isMasked, changedAt }: CaseField): (TemplateResult | typeof nothing)[] {
  return [
    isCut ? html`<span class="muted"> … ${msg('(cut)')}</span>` : nothing,
    isMasked ? html`<span title=${msg('Masked')}>${icon(lock)}<span class="visually-hidden"> ${msg('Masked')}</span></span>` : nothing,
    changedAt === undefined ? nothing : html`<span class="muted"> · ${msg(str`changed ${timeText(changedAt)}`)}</span>`,
  ];
}

function moneyText(value: string): string {
  const [, amount, currency] = /^(-?\d{1,15}(?:\.\d+)?) ([A-Z]{3})$/.exec(value) ?? [];
  return amount && currency ? Number(amount).toLocaleString(formattingLocale(), { style: 'currency', currency }) : value;
}

/** A date alone is that day wherever the agent is. */
function dateText(value: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})?$/.test(value)) {
    return value;
  }
  const date = new Date(isDay ? `${value}T00:00` : value);
  return Number.isNaN(date.getTime()) ? value : date.toLocaleString(formattingLocale(), isDay ? { dateStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** The text of a link is where it leads; one that leads nowhere safe is text. */
function renderLink(value: string): string | TemplateResult {
  const href = safeAddress(value);
  return href === undefined ? value : html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer nofollow">${href}${icon(linkExternal)}</a>`;
}
