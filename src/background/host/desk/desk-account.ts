import type { OwnStatus } from '../../../model/agent.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { Policy } from '../../../model/policy.ts';
import type { Settings } from '../../../model/settings.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { ContactPlace } from '../../contacts/source/contact-sources.ts';
import type { DeviceProbe } from '../../directory/device-probe.ts';
import type { Peers } from '../../directory/peers.ts';
import type { Presence } from '../../directory/presence.ts';
import type { Reach } from '../../directory/reach.ts';
import type { RememberedTargets } from '../../directory/remembered-targets.ts';
import type { Roster } from '../../directory/roster.ts';
import type { Changes } from '../../events/changes.ts';
import type { Happenings } from '../../events/happenings.ts';
import type { Log } from '../../events/log.ts';
import type { Blocklist } from '../../gate/blocklist.ts';
import type { Floods } from '../../gate/floods.ts';
import type { Gate } from '../../gate/gate.ts';
import type { Connection } from '../../stream/connection.ts';
import type { MediaPages } from '../../voice/media-pages.ts';
import type { Telephony } from '../../voice/telephony.ts';
import type { TargetDirectory } from '../../directory/target-directory.ts';
import type { OwnChoices } from './own-choices.ts';

/** What the desk needs of the session host. */
export interface DeskOptions {
  readonly changes: Changes;
  readonly now: () => number;
  readonly log: Log;
  /** Where the organisation's contacts are; undefined where that isn't configured. */
  readonly contactPlace: () => ContactPlace | undefined;
  readonly mediaPages: MediaPages;
  readonly telephony: Telephony;
}

/** What the desk needs of the agent's account. */
export interface DeskAccount {
  readonly options: DeskOptions;
  readonly jid: BareJid;
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly choices: OwnChoices;
  readonly status: OwnStatus;
  readonly settings: Settings;
  readonly policy: Policy;
  readonly happenings: Happenings;
  readonly directory: TargetDirectory;
  readonly presence: Presence;
  readonly roster: Roster;
  readonly peers: Peers;
  readonly reach: Reach;
  readonly remembered: RememberedTargets;
  readonly blocklist: Blocklist;
  readonly connection: Connection;
  /** What the account's link to the server lets in, and asks of devices. */
  readonly link: { readonly gate: Gate; readonly floods: Floods; readonly probe: DeviceProbe };
}
