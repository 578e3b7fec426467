import type { BareJid } from '../../model/jid.ts';
import { logonOf } from '../../model/logon.ts';
import type { OwnStatus } from '../../model/agent.ts';
import type { Policy } from '../../model/policy.ts';
import type { Settings } from '../../model/settings.ts';
import type { ConnectionState, Overview } from '../../model/workspace.ts';
import type { Peers } from '../directory/peers.ts';
import type { Log } from '../events/log.ts';
import type { Blocklist } from '../gate/blocklist.ts';
import type { Im } from '../im/im.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { VoiceParts } from '../voice/voice-parts.ts';

/** What the overview needs of the agent's account, and no more. */
export interface OverviewDesk {
  readonly jid: BareJid;
  readonly connectionState: ConnectionState;
  readonly status: OwnStatus;
  readonly settings: Settings;
  readonly policy: Policy;
  readonly im: Pick<Im, 'list'>;
  readonly interactions: Pick<Interactions, 'list'>;
  readonly voice: Pick<VoiceParts, 'list' | 'canHold'>;
  readonly blocklist: Pick<Blocklist, 'list' | 'isOnServer'>;
  readonly peers: Pick<Peers, 'viewOf'>;
}

/** What is on the agent's desk now. A part that our own code fails at is left out. */
export function overviewOf(desk: OverviewDesk, ownName: string, log: Log): Overview {
  const { jid, connectionState, status, settings, policy, im, interactions, voice, blocklist, peers } = desk;
  return {
    connection: connectionState,
    me: { jid, logon: logonOf(jid), name: ownName, status },
    sessions: im.list(),
    interactions: log.containEach('interaction-view-failed', interactions.list(), (interaction) => ({
      ...interaction,
      canHold: voice.canHold(interaction),
    })),
    calls: log.contain('calls-view-failed', () => voice.list()) ?? [],
    settings,
    policy,
    areNotificationsHeld: status.availability === 'do-not-disturb',
    blocklist: {
      peers: blocklist.list().map((address) => ({ address, ...peers.viewOf(address) })),
      isOnServer: blocklist.isOnServer ?? true,
    },
  };
}
