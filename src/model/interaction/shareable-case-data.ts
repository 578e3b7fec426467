import { maskCardNumbers } from '../text/card-numbers.ts';
import { wireBytesOf } from '../text/message-text.ts';
import type { CaseData, CaseField } from './case-data.ts';

/**
 * What all keys and values together may take in a stanza, in bytes as escaped UTF-8. Beside the longest message (MAX_BODY_LENGTH) at
 * three bytes a character that stays below 128 kB: Prosody 0.12 was seen to take no more of one WebSocket message from Chromium.
 */
const MAX_SHARED_BYTES = 30_000;
/** How many bytes a field's element takes beside its key and value. */
const FIELD_BYTES = 60;

/** Case data as it may leave the host: card numbers masked, and no more of it than fits a stanza. */
export function shareableCaseData({ fields, omitted }: CaseData): CaseData {
  let bytes = 0;
  const shared: CaseField[] = [];
  for (const field of fields) {
    const masked = maskField(field);
    bytes += FIELD_BYTES + wireBytesOf(masked.label ?? masked.key) + wireBytesOf(masked.value);
    if (bytes > MAX_SHARED_BYTES) break;
    shared.push(masked);
  }
  return { fields: shared, omitted: omitted + fields.length - shared.length };
}

function maskField({ isEditable: _isEditable, choices: _choices, ...field }: CaseField): CaseField {
  const masked = { ...field, key: maskCardNumbers(field.key), value: maskCardNumbers(field.value) };
  return masked.key === field.key && masked.value === field.value ? field : { ...masked, isMasked: true };
}
