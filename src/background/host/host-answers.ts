import type { AccountSlice, Query, Slices } from '../../channel/contract.ts';
import { emptyAnswer } from '../../channel/known-queries.ts';
import { type Policy, settingsInForce } from '../../model/policy.ts';
import { UNSET_SETTINGS } from '../../model/settings.ts';
import type { ConnectionState, Overview, StorageProblem } from '../../model/workspace.ts';
import type { Log } from '../events/log.ts';
import type { Account } from './account/account.ts';
import { answerOf } from './first-answers.ts';
import type { IdleLock } from './sign-in/idle-lock.ts';
import { lockViewOf, unlockedBy, settingsWhileLocked } from './locked-desk.ts';
import type { RememberedAgent } from './sign-in/remembered-agent.ts';

export interface HostAnswersOptions {
  readonly account: () => Account | undefined;
  /** Why nobody is signed in. */
  readonly signedOutState: () => ConnectionState;
  /** Resolves when the sign-ins and sign-outs that were asked for have ended. */
  readonly whenSettled: () => Promise<unknown>;
  readonly lock: Pick<IdleLock, 'isLocked' | 'nextTryAt'>;
  readonly remembered: Pick<RememberedAgent, 'get' | 'isKept'>;
  readonly policy: () => Policy;
  /** Why the browser keeps nothing at all; undefined where it does. */
  readonly storageProblem: () => StorageProblem | undefined;
  readonly log: Log;
}

type Answer = Slices[Query['kind']];

/** Answers the views' queries: from the account that is signed in, as far as its desk isn't locked, and without an account too. */
export class HostAnswers {
  constructor(private readonly options: HostAnswersOptions) {}

  /** The answer as things stand now. @param signal aborts when nobody waits for it any more */
  answer(query: Query, signal: AbortSignal): Answer | Promise<Answer> {
    const { account, signedOutState, whenSettled } = this.options;
    // A host that has just started doesn't know yet whether anybody is signed in, and an empty answer would clear what views show.
    const isStarting = !account() && signedOutState().status === 'starting';
    if (isStarting && query.kind !== 'overview') return whenSettled().then(() => this.#answerNow(query, signal));
    return this.#answerNow(query, signal);
  }

  #answerNow(query: Query, signal: AbortSignal): Answer | Promise<Answer> {
    const { log, lock } = this.options;
    const account = this.options.account();
    if (query.kind === 'diagnostics') return { counts: log.counts(), entries: log.entries() };
    if (!account) return query.kind === 'account' ? this.#describeLeft() : this.#answerSignedOut(query);
    if (lock.isLocked) return this.#answerLocked(account, query);
    const answer = query.kind === 'account' ? this.#describe(account) : this.#answerOf(account, query, signal);
    // The desk may have been locked while the answer was being made.
    return answer instanceof Promise
      ? answer.then((slice) => (this.options.account() === account && lock.isLocked ? this.#answerLocked(account, query) : slice))
      : answer;
  }

  #answerOf(account: Account, query: Exclude<Query, { kind: 'account' | 'diagnostics' }>, signal: AbortSignal): Answer | Promise<Answer> {
    return query.kind === 'overview' ? { ...account.overview(), ...this.#storage } : answerOf(account, query, signal);
  }

  /** Why nothing is kept now, if nothing is. Views say so whoever is signed in, and over a locked desk too. */
  get #storage(): Pick<Overview, 'storageProblem'> {
    const problem = this.options.account()?.journal.isFull ? 'storage-full' : this.options.storageProblem();
    return problem ? { storageProblem: problem } : {};
  }

  /** In place of an answer that failed. */
  standIn(query: Query): Answer {
    const account = this.options.account();
    // Without an account: it is being left.
    if (account) this.options.log.note(`slice-failed-${query.kind}`);
    if (account && this.options.lock.isLocked) return this.#answerLocked(account, query);
    return this.#answerSignedOut(query, account?.connectionState);
  }

  /** The answer while the desk is locked: nothing but counts, and the connection. */
  #answerLocked(account: Account, query: Query): Answer {
    if (query.kind !== 'overview') return emptyAnswer(query.kind);
    const { connectionState, credentials, settings, status } = account;
    const { log, lock } = this.options;
    const overview = log.contain('lock-view-failed', () => account.overview());
    return {
      ...this.#answerSignedOut({ kind: 'overview' }, connectionState),
      settings: settingsWhileLocked(settings),
      areNotificationsHeld: status.availability === 'do-not-disturb',
      lock: lockViewOf(overview, unlockedBy(credentials.login, this.options.policy()), lock.nextTryAt),
    };
  }

  #answerSignedOut(query: { readonly kind: 'overview' }, connection?: ConnectionState): Overview;
  #answerSignedOut(query: Query, connection?: ConnectionState): Answer;
  #answerSignedOut(query: Query, connection = this.options.signedOutState()): Answer {
    if (query.kind !== 'overview') return emptyAnswer(query.kind);
    const policy = this.options.policy();
    return { ...emptyAnswer('overview'), connection, settings: settingsInForce(UNSET_SETTINGS, policy), policy, ...this.#storage };
  }

  async #describe({ service, database, journal }: Account): Promise<AccountSlice> {
    await journal.flushIfRoom();
    const [isSignInKept, counts, estimate] = await Promise.all([
      this.options.remembered.isKept(),
      import('../../storage/history-store.ts').then(({ countStored }) => countStored(database)),
      navigator.storage?.estimate?.(),
    ]);
    return { service, isSignInKept, ...counts, bytes: estimate?.usage };
  }

  async #describeLeft(): Promise<AccountSlice> {
    const { account, remembered, whenSettled } = this.options;
    await whenSettled();
    const isLeft = !account() && (await remembered.get()) !== undefined;
    return isLeft ? { ...emptyAnswer('account'), isLeft } : emptyAnswer('account');
  }
}
