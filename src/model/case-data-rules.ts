import type { CaseData, CaseField } from './case-data.ts';
import { toDisplayName } from './display-name.ts';

/** What an organisation, or the page that embeds, decides of the fields of one key. */
export interface CaseDataRule {
  /** As the CRM gives it; capitals don't count. */
  readonly key: string;
  /** Neither shown nor shared. */
  readonly isHidden?: boolean;
  /** The agent sees it, who is consulted doesn't. */
  readonly isMasked?: boolean;
  /** What is shown in place of the key, here and to who is consulted. */
  readonly label?: string;
  /** Fields with an order come before all others, the smallest first. */
  readonly order?: number;
}

/** What is decided of all fields; `hide-everything` where what was decided can't be read. */
export type CaseDataRules = readonly CaseDataRule[] | 'hide-everything';

/** Of any length, so that it says nothing of the value. */
const MASK = '••••••••';

/** Case data as the agent sees it: without what is hidden, under its labels, in its order. */
export function shownCaseData(caseData: CaseData, rules: CaseDataRules): CaseData {
  if (rules === 'hide-everything') return { ...caseData, fields: [] };
  if (rules.length === 0) return caseData;
  const ruleOf = rulesByKey(rules);
  const ruled = caseData.fields.flatMap((field) => {
    const { isHidden, label, order = Infinity } = ruleOf(field) ?? {};
    return isHidden ? [] : [{ field: label === undefined ? field : { ...field, label: toDisplayName(label) }, order }];
  });
  // Infinity minus itself is no number; the sort is stable.
  return { ...caseData, fields: ruled.sort((a, b) => (a.order === b.order ? 0 : a.order - b.order)).map(({ field }) => field) };
}

/** The same as who is consulted may see it. */
export function colleaguesCaseData(caseData: CaseData, rules: CaseDataRules): CaseData {
  const shown = shownCaseData(caseData, rules);
  if (rules === 'hide-everything') return shown;
  const ruleOf = rulesByKey(rules);
  return { ...shown, fields: shown.fields.map((field): CaseField => (ruleOf(field)?.isMasked ? { ...field, type: 'text', value: MASK, isMasked: true } : field)) };
}

/** Whether the agent may not even know of fields of this key. */
export function isHiddenKey(key: string, rules: CaseDataRules): boolean {
  return rules === 'hide-everything' || (rulesByKey(rules)({ key })?.isHidden ?? false);
}

/** Of several for one key all hold: what one hides no other shows. */
function rulesByKey(rules: readonly CaseDataRule[]): (field: Pick<CaseField, 'key'>) => CaseDataRule | undefined {
  const byKey = new Map<string, CaseDataRule>();
  for (const rule of rules) {
    const before = byKey.get(folded(rule.key));
    byKey.set(folded(rule.key), { ...before, ...rule, isHidden: rule.isHidden || before?.isHidden, isMasked: rule.isMasked || before?.isMasked });
  }
  return ({ key }) => byKey.get(folded(key));
}

function folded(key: string): string {
  return toDisplayName(key).toLowerCase();
}
