import { msg, str } from '@lit/localize';
import linkExternal from '@vscode/codicons/src/icons/link-external.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import { html, nothing, type TemplateResult } from 'lit';
import type { CaseField } from '../../model/interaction/case-data.ts';
import { safeAddress } from '../../model/text/link-address.ts';
import { caseValueText } from '../../words/case-value-text.ts';
import { icon } from '../kit/icon.ts';
import { renderLink } from '../kit/message-links.ts';
import { timeText } from '../../words/time-format.ts';

/** A value of the case data in the agent's language. A link's text is its address; an address that isn't safe is shown as text. */
export function renderCaseValue(field: Pick<CaseField, 'type' | 'value'>): string | TemplateResult {
  const href = field.type === 'link' ? safeAddress(field.value) : undefined;
  return href === undefined ? caseValueText(field) : renderLink(href, html`${href}${icon(linkExternal)}`);
}

/** The marks beside a value: that it was cut, masked or changed. */
export function renderCaseMarks({ isCut, isMasked, changedAt }: CaseField): (TemplateResult | typeof nothing)[] {
  return [
    isCut ? html`<span class="muted"> … ${msg('(cut)')}</span>` : nothing,
    isMasked ? html`<span title=${msg('Masked')}>${icon(lock)}<span class="visually-hidden"> ${msg('Masked')}</span></span>` : nothing,
    changedAt === undefined ? nothing : html`<span class="muted"> · ${msg(str`changed ${timeText(changedAt)}`)}</span>`,
  ];
}
