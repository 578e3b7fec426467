import { readHosts } from '../channel/allow-list.ts';
import { readCaseDataRules } from '../channel/case-data-rules-schema.ts';
import type { Policy } from '../model/policy.ts';
import type { PageDecisions } from '../storage/policy-store.ts';

/** What the page that embeds decided last. What was decided and can't be read any more restricts most, as with a policy. */
export function pageDecisionsOf({ caseData, guestHosts, isPlainAllowed }: PageDecisions): Partial<Pick<Policy, 'caseData' | 'guestHosts' | 'isPlainAllowed'>> {
  return {
    ...(caseData === undefined ? {} : { caseData: readCaseDataRules(caseData) }),
    ...(guestHosts === undefined ? {} : { guestHosts: readHosts(guestHosts) }),
    ...(isPlainAllowed === undefined ? {} : { isPlainAllowed: isPlainAllowed === true }),
  };
}
