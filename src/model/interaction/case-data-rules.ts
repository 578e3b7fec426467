import type { CaseData, CaseField } from './case-data.ts';
import { toDisplayName } from '../text/display-name.ts';

/** What an organisation, or the page that embeds, decides of the fields of one key. */
export interface CaseDataRule {
  /** As the CRM gives it; capitals don't count. */
  readonly key: string;
  /** Whether the field is neither shown nor shared. */
  readonly isHidden?: boolean;
  /** Whether only the agent sees the value, and a colleague who is consulted doesn't. */
  readonly isMasked?: boolean;
  /** What is shown in place of the key, to the agent and to a colleague who is consulted. */
  readonly label?: string;
  /** Fields with an order come before all others, the smallest first. */
  readonly order?: number;
}

/** What is decided of all fields. It is `hide-everything` if the decision can't be read. */
export type CaseDataRules = readonly CaseDataRule[] | 'hide-everything';

/** Stands for every value, whatever its length, so that it doesn't tell how long the value is. */
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
  // Fields without an order have Infinity, and Infinity minus Infinity is NaN, so that equal orders are told apart first. The sort is stable: equal
  // fields stay in their order.
  return { ...caseData, fields: ruled.sort((a, b) => (a.order === b.order ? 0 : a.order - b.order)).map(({ field }) => field) };
}

/** Case data as the colleague who is consulted may see it: as the agent sees it, with masked values besides. */
export function colleaguesCaseData(caseData: CaseData, rules: CaseDataRules): CaseData {
  const shown = shownCaseData(caseData, rules);
  if (rules === 'hide-everything') return shown;
  const ruleOf = rulesByKey(rules);
  return {
    ...shown,
    fields: shown.fields.map((field): CaseField =>
      ruleOf(field)?.isMasked ? { ...field, type: 'text', value: MASK, isMasked: true } : field,
    ),
  };
}

/** Whether fields of this key are hidden from the agent too. */
export function isHiddenKey(key: string, rules: CaseDataRules): boolean {
  return rules === 'hide-everything' || (rulesByKey(rules)({ key })?.isHidden ?? false);
}

/** Joins the rules for one key. All of them hold together, so that no rule shows what another one hides. */
function rulesByKey(rules: readonly CaseDataRule[]): (field: Pick<CaseField, 'key'>) => CaseDataRule | undefined {
  const byKey = new Map<string, CaseDataRule>();
  for (const rule of rules) {
    const before = byKey.get(folded(rule.key));
    byKey.set(folded(rule.key), {
      ...before,
      ...rule,
      isHidden: rule.isHidden || before?.isHidden,
      isMasked: rule.isMasked || before?.isMasked,
    });
  }
  return ({ key }) => byKey.get(folded(key));
}

function folded(key: string): string {
  return toDisplayName(key).toLowerCase();
}
