import { DONE, type Feature } from '../../channel/feature.ts';
import { type BareJid, isBareJid } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import type { Peers } from '../directory/peers.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';
import type { Blocklist } from './blocklist.ts';

interface GateDesk {
  readonly jid: BareJid;
  readonly policy: Pick<Policy, 'privileges'>;
  readonly peers: Pick<Peers, 'standingOf'>;
  readonly blocklist: Pick<Blocklist, 'set'>;
  /** `current` is undefined while there is no stream. */
  readonly connection: { readonly current: MessagingStream | undefined };
  readonly im: { openWith(peer: BareJid, status: 'connected'): readonly unknown[] };
  rejectAll(peer: BareJid | undefined): Promise<void>;
}

/** Carries out what the agent does to keep somebody away. */
export const gateFeature: Feature<GateDesk, 'rejectAll' | 'block' | 'unblock', never> = {
  commands: {
    rejectAll: async (desk, { target }) => {
      await desk.rejectAll(target);
      return DONE;
    },
    block: async ({ jid, policy, peers, blocklist, connection, im }, { target }) => {
      // Each call of a contact comes from a new address, so that blocking one would keep nobody away.
      if (target === jid || !isBareJid(target) || peers.standingOf(target) === 'guest') return { refused: 'not-possible-now' };
      if (!policy.privileges.canRelease && im.openWith(target, 'connected').length > 0)
        return { refused: 'not-allowed', privilege: 'release' };
      await blocklist.set(target, true, connection.current);
      return DONE;
    },
    unblock: async ({ blocklist, connection }, { target }) => {
      await blocklist.set(target, false, connection.current);
      return DONE;
    },
  },
  queries: {},
};
