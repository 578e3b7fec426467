import type { BareJid } from '../../model/jid.ts';
import { BUDGET_HOLDERS, BUDGETS, type Cost } from '../../model/flood-limits.ts';
import { RateLimit, RateLimits } from '../../model/rate-limit.ts';
import type { Standing } from '../../model/standing.ts';

interface Purse {
  readonly each: RateLimits;
  readonly all: RateLimit;
}

/** The budgets of an account's peers: one for each peer, and one for all peers of its kind together. */
export class Floods {
  readonly #purses = new Map<string, Purse>();

  constructor(
    private readonly standingOf: (peer: BareJid) => Standing,
    private readonly onDropped: (reason: `flood-${Cost}`) => void,
  ) {
    for (const holder of BUDGET_HOLDERS) {
      for (const [cost, { each, all }] of Object.entries(BUDGETS[holder]))
        this.#purses.set(`${holder} ${cost}`, { each: new RateLimits(each), all: new RateLimit(all) });
    }
  }

  /** Whether the peer has budget left for this; if it hasn't, that is counted as dropped. @param at When it was sent, milliseconds since the epoch */
  admits(cost: Cost, peer: BareJid, at: number): boolean {
    const holder = this.standingOf(peer);
    if (holder === 'own') return true;
    const purse = this.#purses.get(`${holder} ${cost}`);
    // The peer's own budget is asked first, so that what one peer sends beyond it uses up nothing of the common one.
    if (purse?.each.take(peer, at) && purse.all.take(at)) return true;
    this.onDropped(`flood-${cost}`);
    return false;
  }
}
