import { msg, str } from '@lit/localize';
import { type CaseField, type CaseFieldType, isValueFor } from '../../model/interaction/case-data.ts';
import { typedMoney, typedNumber } from '../../model/text/typed-number.ts';
import { caseKeyText } from '../../words/case-key-text.ts';
import { caseValueText } from '../../words/case-value-text.ts';
import { formattingLocale } from '../../words/localization.ts';

/* What an agent types into a field of the case data. A number or an amount is typed as it is shown. */

/** A change of a field that the agent has begun and neither saved nor cancelled. */
export interface FieldEdit {
  /** The field when the agent began. If the page changes the value meanwhile, what is typed stays. */
  readonly field: CaseField;
  readonly typed: string;
}

/** Whether something would be lost with the edit. */
export function isUnsaved(edit: FieldEdit | undefined): edit is FieldEdit {
  return edit !== undefined && edit.typed !== shownValue(edit.field);
}

/** Why an interaction isn't closed while an edit is unsaved. */
export function unsavedText({ field }: FieldEdit): string {
  return msg(str`What you entered for ${caseKeyText(field)} isn't saved yet. Save or cancel it first.`);
}

/** The value as it stands in the field where it is edited. */
export function shownValue(field: CaseField): string {
  return field.type === 'number' || field.type === 'money' ? caseValueText(field) : field.value;
}

/** The value that was typed, as the CRM takes it; undefined if it isn't one. What the agent hasn't changed is a value as it is. */
export function typedValue(field: CaseField, typed: string): string | undefined {
  if (typed === shownValue(field)) return field.value;

  const value = typed.trim() ? readValue(field, typed) : '';
  return value !== undefined && isValueFor(field, value) ? value : undefined;
}

function readValue({ type, value }: CaseField, typed: string): string | undefined {
  switch (type) {
    case 'number':
      return typedNumber(typed, formattingLocale());
    case 'money':
      return typedMoney(typed, formattingLocale(), / ([A-Z]{3})$/.exec(value)?.[1]);
    case 'date':
      return typed.trim();
    default:
      return typed;
  }
}

/** What can be typed in place of what isn't a value of this type. */
export function exampleText(type: CaseFieldType): string {
  switch (type) {
    case 'number':
      return msg(str`Enter a number, such as ${caseValueText({ type, value: '1234.5' })}.`);
    case 'money':
      return msg(str`Enter an amount with its currency, such as ${moneyExample()}.`);
    case 'date':
      return msg(str`Enter a date, such as ${'2026-11-29'}, or one with a time, such as ${'2026-11-29T14:30Z'}.`);
    default:
      return msg('Choose one of the values.');
  }
}

export function moneyExample(): string {
  return caseValueText({ type: 'money', value: '52.50 EUR' });
}
