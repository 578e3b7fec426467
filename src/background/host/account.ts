import type { OwnStatus } from '../../model/agent.ts';
import { type BareJid } from '../../model/jid.ts';
import { lazily } from '../../model/lazily.ts';
import { type Policy } from '../../model/policy.ts';
import type { Settings } from '../../model/settings.ts';
import type { ConnectionState, Overview, UnsentWork } from '../../model/workspace.ts';
import { openAccountDatabase } from '../../storage/database.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import { Blocklist } from '../gate/blocklist.ts';
import { type Connection } from '../stream/connection.ts';
import { Happenings } from '../events/happenings.ts';
import { Consultations } from '../interactions/consultations.ts';
import { ContactParts } from '../contacts/contact-parts.ts';
import { MentionedContacts } from '../contacts/reading/mentioned-contacts.ts';
import { History } from '../im/history.ts';
import { Im } from '../im/im.ts';
import type { InteractionEvents } from '../interactions/interaction-events.ts';
import type { Interactions } from '../interactions/interactions.ts';
import { Peers } from '../directory/peers.ts';
import { Reach } from '../directory/reach.ts';
import type { RememberedTargets } from '../directory/remembered-targets.ts';
import { Credentials } from './credentials.ts';
import { OwnChoices } from './own-choices.ts';
import { RetentionPart } from './retention-part.ts';
import { ServerLink } from './server-link.ts';
import { SETTLE_MS, unsentWork } from './unsent-work.ts';
import { overviewOf } from './account-overview.ts';
import type { AccountOptions } from './account-options.ts';
import { openDirectory, type OpenDirectory } from './open-directory.ts';
import { journalOf, readStoredAccount, type StoredAccount } from './stored-account.ts';
import type { Transcripts } from '../im/transcripts.ts';
import { VoiceParts } from '../voice/voice-parts.ts';

/** An account that is signed in: its stored state in memory, and its connection. */
export class Account {
  readonly jid: BareJid;
  /** The server's WebSocket address. */
  readonly service: string;
  readonly choices: OwnChoices;
  readonly credentials: Credentials;
  readonly im: Im;
  /** What has happened in this host, for who follows it. */
  readonly happenings: Happenings;
  readonly directory: OpenDirectory;
  readonly #roster: StoredAccount['roster'];
  readonly #presence: StoredAccount['presence'];
  readonly peers: Peers;
  readonly remembered: RememberedTargets;
  readonly interactions: Interactions;
  /** What the pages that opened the interactions have still to be told. */
  readonly interactionEvents: InteractionEvents;
  readonly consultations: Consultations;
  readonly contacts: ContactParts;
  readonly voice: VoiceParts;
  readonly history: History;
  readonly transcripts: Transcripts;
  readonly reach: Reach;
  readonly connection: Connection;
  readonly blocklist: Blocklist;
  readonly #outbox: StoredAccount['outbox'];
  readonly link: ServerLink;
  readonly #retention = new RetentionPart(this, () => this.options);

  static async open(options: AccountOptions): Promise<Account> {
    const database = await openAccountDatabase(options.jid, options.onStorageLost, options.seal);
    const journal = journalOf(database, options);
    return new Account(options, database, journal, await readStoredAccount(database, journal, options));
  }

  private constructor(
    private readonly options: AccountOptions,
    readonly database: AccountDatabase,
    readonly journal: Journal,
    stored: StoredAccount,
  ) {
    const { jid, changes, now } = options;
    const { roster, presence, transcripts } = stored;
    this.jid = jid;
    this.service = options.service;
    this.#roster = roster;
    this.#presence = presence;
    this.transcripts = transcripts;
    this.happenings = new Happenings(changes);
    this.remembered = stored.remembered;
    this.directory = openDirectory({ ...options, ...stored, database, peers: () => this.im.list() });
    this.interactions = stored.interactions;
    this.interactionEvents = stored.interactionEvents;
    this.credentials = new Credentials({ ...options, isPlainAllowed: () => this.policy.isPlainAllowed });
    this.#outbox = stored.outbox;
    this.choices = new OwnChoices(stored.status, stored.settings, {
      journal,
      changes,
      policy: options.policy,
      now,
      onStatus: (status, before) => this.link.followStatus(status, before),
      onDevices: () => this.voice.followDevices(),
    });
    this.reach = new Reach({
      me: jid,
      presence,
      capabilities: lazily(async () => {
        const { Capabilities } = await import('../directory/capabilities.ts');
        return new Capabilities(presence, (peer) => this.link.probe.ask(peer));
      }),
      isBlocked: (target) => this.blocklist.has(target),
      privileges: () => this.policy.privileges,
      stream: () => this.connection.current,
    });
    this.peers = new Peers(jid, roster, options.policy);
    this.history = new History({ database, presence, peers: this.peers, changes, log: options.log });
    this.im = new Im(stored.open, stored.storedIds, {
      me: jid,
      database,
      journal,
      outbox: this.#outbox,
      transcripts,
      presence,
      peers: this.peers,
      history: this.history,
      changes,
      log: options.log,
      now,
      settings: () => this.settings,
      areNotificationsHeld: () => this.status.availability === 'do-not-disturb',
      onHappening: (happening, session) => {
        this.interactionEvents.note(happening, session);
        this.voice.noteSession(happening, session.id);
      },
      tell: (happening) => this.happenings.tell(happening),
    });
    this.consultations = new Consultations(this);
    this.contacts = new ContactParts({
      me: jid,
      database,
      journal,
      changes,
      now,
      im: this.im,
      nameOf: (peer) => roster.nameOf(peer),
      language: this.settings.language === 'auto' ? undefined : this.settings.language,
      place: options.contactPlace,
      mentioned: new MentionedContacts(this),
      log: options.log,
    });
    this.blocklist = new Blocklist(stored.blocklist, {
      journal,
      leave: (peer) => this.#leavePeer(peer),
      welcome: (peer) => void (this.peers.isKnown(peer) && this.connection.current?.askPresence(peer)),
      onChange: () => {
        presence.forgetWhere((peer) => this.blocklist.has(peer));
        changes.announce('overview');
      },
    });
    this.voice = new VoiceParts({ ...options, desk: this, database, outbox: this.#outbox, journal });
    const { credentials, im, voice, peers, blocklist } = this;
    this.link = new ServerLink({
      ...options,
      storedResource: stored.resource,
      credentials,
      status: () => this.status,
      onOwnPresence: ({ status, chosenAt = -Infinity }) => this.choices.followStatus(status, chosenAt),
      streamState: stored.streamState,
      archiveCursor: stored.archiveCursor,
      journal,
      outbox: this.#outbox,
      blocklist,
      peers,
      presence,
      roster,
      remembered: stored.remembered,
      im,
      voice,
      followPeers: () => this.followPeers(),
    });
    this.connection = this.link.connection;
    // The policy may have changed since a host ran last.
    this.followPeers();
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

  overview(): Overview {
    return overviewOf(this, this.#roster.nameOf(this.jid), this.options.log);
  }

  /** To be called when the agent leaves. Tells everybody within a few seconds what waits to be told, and that sessions are over. */
  async settle(): Promise<void> {
    await this.journal.whileRoom(this.im.endAll());
    await Promise.all([this.#outbox.whenSent(SETTLE_MS), this.contacts.settle()]);
  }

  /** What signing out now would lose; undefined for nothing. First sends what can be sent, and for that may end the open sessions. */
  wouldLose(): Promise<UnsentWork | undefined> {
    const { database, contacts } = this;
    return unsentWork({ database, outbox: this.#outbox, contacts, settle: () => this.settle() });
  }

  /** Ends everything of the account in this host. What is stored stays. */
  async stop(): Promise<void> {
    this.#retention.stop();
    await this.voice.stop();
    this.im.stop();
    this.consultations.stop();
    this.contacts.stop();
    this.directory.stop();
    await this.link.stop();
    await this.journal.close();
    this.database.close();
  }

  /** Turns down every invitation and call of this peer or, if none is given, the calls of all contacts. */
  async rejectAll(peer: BareJid | undefined): Promise<void> {
    if (peer !== undefined) await this.im.rejectAll(peer);
    await this.voice.rejectAll(peer);
  }

  /**
   * Turns down what a peer who is being blocked asks for, and ends what goes on with them. They are told before the server keeps everything
   * back.
   */
  async #leavePeer(peer: BareJid): Promise<void> {
    await this.im.leavePeer(peer);
    await this.voice.leavePeer(peer);
  }

  /** To be called when the directory or the policy may have changed who the agent's peers are. */
  followPeers(): void {
    this.#presence.forgetWhere((peer) => !this.peers.isKnown(peer));
    this.im.followPeers();
    this.voice.followPeers();
    this.#retention.follow();
    this.options.changes.announce('history');
  }
}
