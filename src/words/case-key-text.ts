import { msg } from '@lit/localize';
import { CALL_KEYS, type CallKey } from '../model/interaction/call-keys.ts';
import type { CaseField } from '../model/interaction/case-data.ts';

/** What a field is called: the organisation's label, or else the key. The keys of a contact's call are said in the agent's language. */
export function caseKeyText({ key, label, isOfCall }: Pick<CaseField, 'key' | 'label' | 'isOfCall'>): string {
  const callKey = isOfCall ? CALL_KEYS.find((known) => known === key) : undefined;
  return label ?? (callKey ? callKeyText(callKey) : key);
}

function callKeyText(key: CallKey): string {
  switch (key) {
    case 'Topic':
      return msg('Topic');
    case 'Name':
      return msg('Name');
    case 'Number':
      return msg('Number');
    case 'Page':
      return msg('Page');
    case 'Group':
      return msg('Group');
  }
}
