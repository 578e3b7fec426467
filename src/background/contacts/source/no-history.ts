import type { ContactHistorySlice, QueryOf } from '../../../channel/contract.ts';
import type { ContactProblem } from '../../../model/contact/contact.ts';

/** The answer where there is no history, and why. */
export function noHistory({ first }: QueryOf<'contact-history'>, problem: ContactProblem): ContactHistorySlice {
  return { total: 0, first, rows: [], isComplete: true, isCut: false, agents: [], isReading: false, problem };
}
