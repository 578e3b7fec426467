import type { BareJid } from '../../model/jid.ts';

/**
 * How long a peer may be logged off before they count as having left. A browser that was restarted, or a network that was lost for a moment, is back
 * by then.
 */
const PEER_LEFT_AFTER_MS = 120_000;

/** Since when peers have been away, and when that means that they have left. Times are as `performance.now` counts. */
export class PeerAbsence {
  readonly #awaySince = new Map<BareJid, number>();

  forget(): void {
    this.#awaySince.clear();
  }

  note(peer: BareJid, isAway: boolean, now: number): void {
    if (!isAway) this.#awaySince.delete(peer);
    else if (!this.#awaySince.has(peer)) this.#awaySince.set(peer, now);
  }

  /** When the peer will count as having left, if they stay away; undefined while they are there. */
  leavesAt(peer: BareJid): number | undefined {
    const since = this.#awaySince.get(peer);
    return since === undefined ? undefined : since + PEER_LEFT_AFTER_MS;
  }
}
