import type { BareJid } from '../../../model/jid.ts';
import { logonOf } from '../../../model/logon.ts';
import type { OwnStatus } from '../../../model/agent.ts';
import type { Policy } from '../../../model/policy.ts';
import type { Settings } from '../../../model/settings.ts';
import type { ConnectionState, Overview } from '../../../model/workspace.ts';
import type { Peers } from '../../directory/peers.ts';
import type { Blocklist } from '../../gate/blocklist.ts';

/** What the overview needs of the agent's account, and no more. */
export interface OverviewAccount {
  readonly jid: BareJid;
  readonly connectionState: ConnectionState;
  readonly status: OwnStatus;
  readonly settings: Settings;
  readonly policy: Policy;
  /** `current` is undefined while the desk isn't open, and nothing on it. */
  readonly desk: { readonly current: { overview(): Pick<Overview, 'sessions' | 'interactions' | 'calls'> } | undefined };
  readonly blocklist: Pick<Blocklist, 'list' | 'isOnServer'>;
  readonly peers: Pick<Peers, 'viewOf'>;
}

/** Who is signed in, and what is on the agent's desk now. */
export function overviewOf(account: OverviewAccount, ownName: string): Overview {
  const { jid, connectionState, status, settings, policy, desk, blocklist, peers } = account;
  return {
    connection: connectionState,
    me: { jid, logon: logonOf(jid), name: ownName, status },
    ...(desk.current?.overview() ?? { sessions: [], interactions: [], calls: [] }),
    settings,
    policy,
    areNotificationsHeld: status.availability === 'do-not-disturb',
    blocklist: {
      peers: blocklist.list().map((address) => ({ address, ...peers.viewOf(address) })),
      isOnServer: blocklist.isOnServer ?? true,
    },
  };
}
