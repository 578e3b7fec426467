import type { MOST_PENDING } from '../../model/flood-limits.ts';
import { type BareJid, domainOf } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import { shownAddress } from '../../model/shown-address.ts';
import type { Signal } from '../../model/signal.ts';
import { comparableHost, type Standing, standingOf } from '../../model/standing.ts';
import type { PeerView } from '../../model/workspace.ts';
import type { Roster } from './roster.ts';

/** Signals by which somebody would learn that the agent is there, though the agent has neither written to them nor accepted anything. */
const TELLING: ReadonlySet<Signal['type']> = new Set(['ringing', 'reject', 'received', 'displayed', 'typing', 'gone']);

/** Knows who an agent's peers are: what each of them may do, what each is told, and as whom each is shown. */
export class Peers {
  constructor(
    private readonly me: BareJid,
    private readonly directory: Pick<Roster, 'has' | 'nameOf' | 'logonTextOf'>,
    private readonly policy: () => Pick<Policy, 'guestHosts' | 'trustedDomains' | 'availabilityHubs' | 'strangers'>,
  ) {}

  standingOf(address: string): Standing {
    return standingOf(address, { me: this.me, isInDirectory: (peer) => this.directory.has(peer), policy: this.policy() });
  }

  /** Whether somebody is a colleague, or this agent. Only their presence is kept, and only they learn that this agent is there. */
  isKnown(address: string): boolean {
    const standing = this.standingOf(address);
    return standing === 'own' || standing === 'colleague';
  }

  /** Whether they may write to this agent, and call as colleagues do, before the agent has begun anything with them. */
  mayApproach(address: string): boolean {
    const standing = this.standingOf(address);
    return standing === 'own' || standing === 'colleague' || (standing === 'stranger' && this.policy().strangers === 'marked');
  }

  /** Whether one more of a peer's fits in beside those that wait: among the peer's own, and among those of all peers of its kind. */
  hasRoomFor(peer: BareJid, waiting: readonly { readonly peer: BareJid }[], most: typeof MOST_PENDING): boolean {
    const standing = this.standingOf(peer);
    if (standing === 'own') return true;
    const { each, all } = most[standing];
    return (
      waiting.filter((other) => other.peer === peer).length < each &&
      waiting.filter((other) => this.standingOf(other.peer) === standing).length < all
    );
  }

  /** Whether a peer is sent this: a stranger isn't told that the agent is there, unless the agent has begun the session, or the call, with them. */
  areTold(type: Signal['type'], peer: BareJid, isBegunByAgent: boolean): boolean {
    return isBegunByAgent || !TELLING.has(type) || this.standingOf(peer) !== 'stranger';
  }

  /**
   * As whom a peer is shown. A peer of another host is never shown by the local part alone, which somebody here may have too. A stranger's name and
   * logon both are the marked address, so that no view can leave the mark out.
   */
  viewOf(peer: BareJid): PeerView {
    const standing = this.standingOf(peer);
    if (standing === 'stranger') {
      const marked = shownAddress(peer, { isMarked: true });
      return { peerLogon: marked, peerName: marked, isStranger: true };
    }
    const isFromHere = comparableHost(domainOf(peer)) === comparableHost(domainOf(this.me));
    if (standing === 'guest' || isFromHere || this.directory.has(peer))
      return { peerLogon: this.directory.logonTextOf(peer), peerName: this.directory.nameOf(peer) };
    const address = shownAddress(peer, { isMarked: false });
    return { peerLogon: address, peerName: address };
  }
}
