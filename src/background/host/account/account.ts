import type { OwnStatus } from '../../../model/agent.ts';
import { type BareJid } from '../../../model/jid.ts';
import { lazily } from '../../../model/lazily.ts';
import { type Policy } from '../../../model/policy.ts';
import type { Settings } from '../../../model/settings.ts';
import type { ConnectionState, Overview, UnsentWork } from '../../../model/workspace.ts';
import { openAccountDatabase } from '../../../storage/database.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import { Blocklist } from '../../gate/blocklist.ts';
import { type Connection } from '../../stream/connection.ts';
import { Happenings } from '../../events/happenings.ts';
import { Peers } from '../../directory/peers.ts';
import type { Presence } from '../../directory/presence.ts';
import { Reach } from '../../directory/reach.ts';
import type { RememberedTargets } from '../../directory/remembered-targets.ts';
import type { Roster } from '../../directory/roster.ts';
import { Credentials } from '../sign-in/credentials.ts';
import { DeskPart } from '../desk/desk-part.ts';
import { OwnChoices } from '../desk/own-choices.ts';
import { RetentionPart } from './retention-part.ts';
import { ServerLink } from '../server/server-link.ts';
import { overviewOf } from './account-overview.ts';
import type { AccountOptions } from './account-options.ts';
import { openDirectory, type OpenDirectory } from './open-directory.ts';
import { journalOf, readStoredAccount, type StoredAccount } from './stored-account.ts';

/** An account that is signed in: its stored state in memory, its connection, and the agent's desk once it is in use. */
export class Account {
  readonly jid: BareJid;
  /** The server's WebSocket address. */
  readonly service: string;
  readonly hubs: AccountOptions['hubs'];
  readonly choices: OwnChoices;
  readonly credentials: Credentials;
  /** What has happened in this host, for who follows it. */
  readonly happenings: Happenings;
  readonly directory: OpenDirectory;
  readonly roster: Roster;
  readonly presence: Presence;
  readonly peers: Peers;
  readonly remembered: RememberedTargets;
  readonly reach: Reach;
  readonly connection: Connection;
  readonly blocklist: Blocklist;
  readonly link: ServerLink;
  readonly desk: DeskPart;
  readonly #retention: RetentionPart;

  static async open(options: AccountOptions): Promise<Account> {
    const database = await openAccountDatabase(options.jid, options.onStorageLost, options.seal);
    const journal = journalOf(database, options);
    const account = new Account(options, database, journal, await readStoredAccount(database, journal, options));
    await account.desk.openIfInUse();
    return account;
  }

  private constructor(
    readonly options: AccountOptions,
    readonly database: AccountDatabase,
    readonly journal: Journal,
    stored: StoredAccount,
  ) {
    const { jid, changes, now } = options;
    const { roster, presence } = stored;
    this.jid = jid;
    this.service = options.service;
    this.hubs = options.hubs;
    this.roster = roster;
    this.presence = presence;
    this.happenings = new Happenings(changes);
    this.remembered = stored.remembered;
    this.desk = new DeskPart({ account: () => this, loadCode: options.loadDeskCode, onOpen: (desk) => this.link.followDesk(desk.link) });
    this.directory = openDirectory({ ...options, ...stored, database, peers: () => this.desk.current?.im.list() ?? [] });
    this.credentials = new Credentials({ ...options, isPlainAllowed: () => this.policy.isPlainAllowed });
    this.choices = new OwnChoices(stored.status, stored.settings, {
      journal,
      changes,
      policy: options.policy,
      now,
      onStatus: (status, before) => this.link.followStatus(status, before),
      onDevices: () => this.desk.current?.voice.followDevices(),
    });
    this.reach = new Reach({
      ...stored,
      me: jid,
      capabilities: lazily(async () => {
        const { Capabilities } = await import('../../directory/capabilities.ts');
        return new Capabilities(presence, (peer) => this.link.probe.ask(peer));
      }),
      isBlocked: (target) => this.blocklist.has(target),
      whenTold: () => this.link.hearing.whenTold(),
      privileges: () => this.policy.privileges,
      stream: () => this.connection.current,
      hubs: () => this.policy.availabilityHubs ?? [],
    });
    this.peers = new Peers(jid, roster, options.policy);
    this.blocklist = new Blocklist(stored.blocklist, {
      journal,
      leave: async (peer) => this.desk.current?.leavePeer(peer),
      // The server has to tell who is blocked that the agent has gone, and who is unblocked that they are there (XEP-0191 3.2, 3.3). ejabberd doesn't.
      hide: (peer) => this.#colleagueStream(peer)?.setStatus({ availability: 'logged-off' }, peer),
      welcome: (peer) => {
        const stream = this.#colleagueStream(peer);
        if (!stream) return;
        stream.setStatus(this.status, peer);
        presence.expect(peer);
        stream.askPresence(peer);
        this.link.hearing.begin();
      },
      onChange: () => {
        presence.forgetWhere((peer) => this.blocklist.has(peer));
        changes.announce('overview');
      },
    });
    const { credentials, peers, blocklist, desk } = this;
    this.link = new ServerLink({
      ...options,
      storedResource: stored.resource,
      credentials,
      status: () => this.status,
      onOwnPresence: ({ status, chosenAt = -Infinity }) => this.choices.followStatus(status, chosenAt),
      streamState: stored.streamState,
      archiveCursor: stored.archiveCursor,
      journal,
      blocklist,
      peers,
      presence,
      roster,
      remembered: stored.remembered,
      desk,
      followPeers: () => this.followPeers(),
    });
    this.connection = this.link.connection;
    this.#retention = new RetentionPart(this, desk.load, options.log);
    // The policy may have changed since a host ran last.
    this.followPeers();
  }

  /** The stream, if it is somebody who may know that this agent is there. */
  #colleagueStream(peer: BareJid) {
    return this.peers.isKnown(peer) ? this.connection.current : undefined;
  }

  get status(): OwnStatus {
    return this.choices.status;
  }

  get settings(): Settings {
    return this.choices.settings;
  }

  get policy(): Policy {
    return this.options.policy();
  }

  get connectionState(): ConnectionState {
    return this.link.state;
  }

  /** Whether the agent talks on the phone. */
  get isOnCall(): boolean {
    return this.desk.current?.voice.isOnCall ?? false;
  }

  overview(): Overview {
    return overviewOf(this, this.roster.nameOf(this.jid));
  }

  /** To be called when contacts come from elsewhere. The directory service stands beside the contact service. */
  sourceChanged(): void {
    this.desk.current?.contacts.sourceChanged();
    this.options.changes.announce('targets');
  }

  /** To be called when the agent leaves. Tells everybody within a few seconds what waits to be told, and that sessions are over. */
  async settle(): Promise<void> {
    await this.desk.current?.settle();
  }

  /** What signing out now would lose; undefined for nothing. First sends what can be sent, and for that may end the open sessions. */
  async wouldLose(): Promise<UnsentWork | undefined> {
    return this.desk.current?.wouldLose();
  }

  /** Ends everything of the account in this host. What is stored stays. */
  async stop(): Promise<void> {
    this.#retention.stop();
    try {
      await this.desk.stop();
    } finally {
      // Whatever fails, the stream ends and gives way to the next one.
      this.directory.stop();
      await this.link.stop();
    }
    await this.journal.close();
    this.database.close();
  }

  /** To be called when the directory or the policy may have changed who the agent's peers are. */
  followPeers(): void {
    this.presence.forgetWhere((peer) => !this.peers.isKnown(peer));
    this.desk.current?.followPeers();
    this.#retention.follow();
  }
}
