import type { Query, QueryKind, Slices } from '../../channel/contract.ts';
import type { signInQueries } from '../../channel/contract/sign-in.ts';
import type { Feature } from '../../channel/feature.ts';
import type { FirstQuery } from '../../channel/known-queries.ts';
import { directoryFeature } from '../directory/directory-feature.ts';
import type { Account } from './account/account.ts';
import type { DeskQuery } from './desk/open-desk.ts';

/** The queries that need an account. How the agent is signed in, and the log, are answered by the session host, without one too. */
type AccountQuery = Exclude<QueryKind, keyof typeof signInQueries>;
/** Those by which a view begins. They are answered also while the desk isn't open. */
type FirstAnswer = Extract<AccountQuery, FirstQuery>;

const ANSWERS: Feature<Account, never, FirstAnswer>['queries'] = {
  overview: (account) => account.overview(),
  happenings: ({ happenings }) => happenings.recent(),
  'unsent-records': ({ desk }) => desk.current?.contacts.unsent() ?? [],
  targets: (account, query, signal) => {
    // The agent may be about to choose one of them.
    if (account.roster.isLoaded) account.desk.loadSoon();
    return directoryFeature.queries.targets(account, query, signal);
  },
};

/** The answer to a query as things stand now. @param signal aborts when nobody waits for it any more */
export function answerOf(
  account: Account,
  query: Extract<Query, { kind: AccountQuery }>,
  signal: AbortSignal,
): Slices[AccountQuery] | Promise<Slices[AccountQuery]> {
  // Each answer takes the query of its own kind, which TypeScript can't follow through the table.
  if (isFirst(query)) return ANSWERS[query.kind](account, query as never, signal);
  return account.desk.answer(query, signal);
}

function isFirst(query: { readonly kind: FirstAnswer | DeskQuery }): query is { readonly kind: FirstAnswer } {
  return Object.hasOwn(ANSWERS, query.kind);
}
