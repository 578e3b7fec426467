import type { OwnStatus } from '../../model/agent.ts';
import { costOf } from '../../model/flood-limits.ts';
import { type BareJid, bareJidOf, domainOf, logonOf } from '../../model/jid.ts';
import { type Policy, settingsInForce } from '../../model/policy.ts';
import type { OwnSettings, Settings } from '../../model/settings.ts';
import type { Mechanism } from '../../model/sign-in-mechanisms.ts';
import type { Envelope } from '../../model/signal.ts';
import type { ConnectionState, Overview, UnsentWork } from '../../model/workspace.ts';
import { putFact } from '../../storage/account-facts.ts';
import { openAccountDatabase, type StorageError } from '../../storage/database.ts';
import { deleteDoneSessions } from '../../storage/history-store.ts';
import { Journal, toldByJournal } from '../../storage/journal.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import type { Seal } from '../../storage/sealed/seal.ts';
import { hasSharedContacts } from '../../storage/shared-contact-count.ts';
import { Capabilities } from '../directory/capabilities.ts';
import { Blocklist } from '../gate/blocklist.ts';
import type { Changes } from '../events/changes.ts';
import { Connection } from '../stream/connection.ts';
import { Consultations } from '../interactions/consultations.ts';
import { ContactParts } from '../contacts/contact-parts.ts';
import type { ContactPlace } from '../contacts/source/contact-sources.ts';
import { MentionedContacts } from '../contacts/reading/mentioned-contacts.ts';
import type { Log } from '../events/log.ts';
import { Floods } from '../gate/floods.ts';
import { Gate } from '../gate/gate.ts';
import { History } from '../im/history.ts';
import { Im } from '../im/im.ts';
import { Intake } from '../stream/intake.ts';
import type { InteractionEvents } from '../interactions/interaction-events.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Login, MessagingEvents, MessagingStream, SignInProof } from '../stream/messaging-port.ts';
import type { Outbox } from '../stream/outbox.ts';
import { Peers } from '../directory/peers.ts';
import type { Presence } from '../directory/presence.ts';
import { Reach } from '../directory/reach.ts';
import type { RememberedTargets } from '../directory/remembered-targets.ts';
import type { Roster } from '../directory/roster.ts';
import type { TargetDirectory } from '../directory/target-directory.ts';
import { readStoredAccount, type StoredAccount } from './stored-account.ts';
import type { Transcripts } from '../im/transcripts.ts';
import type { MediaPages } from '../voice/media-pages.ts';
import type { Telephony } from '../voice/telephony.ts';
import { VoiceParts } from '../voice/voice-parts.ts';
import { checkSignIn } from '../xmpp/sign-in-check.ts';
import { XmppStream } from '../xmpp/xmpp-stream.ts';

export interface AccountOptions {
  readonly jid: BareJid;
  readonly service: string;
  readonly login: Login;
  /** The mechanisms that this account has signed in by before in this browser. */
  readonly usedMechanisms: readonly Mechanism[];
  /** What the account's data is sealed by; undefined where it isn't sealed. */
  readonly seal: Seal | undefined;
  readonly changes: Changes;
  readonly policy: () => Policy;
  /** Where the organisation's contacts are; undefined where that isn't configured. */
  readonly contactPlace: () => ContactPlace | undefined;
  readonly now: () => number;
  readonly mediaPages: MediaPages;
  readonly telephony: Telephony;
  readonly log: Log;
  readonly onSignedIn: (proof: SignInProof) => void;
  /** Called when the server says that this account is disabled. */
  readonly onDisabled: () => void;
  /** Called when something couldn't be stored, or the database is gone. This account can't go on in this host then. */
  readonly onStorageLost: (error?: StorageError) => void;
}

/** How long signing out waits for what is still to be sent. */
const SETTLE_MS = 3_000;

/** An account that is signed in: its stored state in memory, and its connection. */
export class Account {
  status: OwnStatus;
  readonly im: Im;
  readonly directory: TargetDirectory;
  readonly #roster: Roster;
  readonly #presence: Presence;
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
  #state: ConnectionState = { status: 'starting' };
  /** How the next connection signs in. */
  login: Login;
  readonly #usedMechanisms: Set<Mechanism>;
  #ownSettings: OwnSettings;
  readonly #resource: string;
  readonly #outbox: Outbox;
  readonly #intake: Intake;
  readonly #gate: Gate;
  readonly #floods: Floods;

  static async open(options: AccountOptions): Promise<Account> {
    const database = await openAccountDatabase(options.jid, () => options.onStorageLost(), options.seal);
    const journal = new Journal(database, options.onStorageLost, () => options.log.note('unstorable'));
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
    this.#roster = roster;
    this.directory = roster;
    this.#presence = presence;
    this.transcripts = transcripts;
    this.remembered = stored.remembered;
    this.interactions = stored.interactions;
    this.interactionEvents = stored.interactionEvents;
    this.login = options.login;
    this.#usedMechanisms = new Set(options.usedMechanisms);
    this.#outbox = stored.outbox;
    this.#ownSettings = stored.settings;
    this.status = stored.status;
    // Random per host, kept across resumes: binding the resource of a hibernating session would leave a stale presence.
    this.#resource = stored.resource ?? `backchannel-${crypto.randomUUID().slice(0, 8)}`;
    journal.write(putFact('resource', this.#resource));
    this.reach = new Reach({
      me: jid,
      presence,
      capabilities: new Capabilities(presence),
      isBlocked: (target) => this.blocklist.has(target),
      privileges: () => this.policy.privileges,
      stream: () => this.connection.current,
    });
    this.peers = new Peers(jid, roster, options.policy);
    this.history = new History(database, presence, this.peers, changes);
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
      onSession: (before, after) => {
        this.interactionEvents.note(before, after);
        this.voice.noteSession(before, after);
      },
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
    this.#intake = new Intake(
      stored.streamState,
      stored.archiveCursor,
      journal,
      (envelopes) => this.#receive(envelopes),
      (envelopes) => this.#recall(envelopes),
      () => this.connection.current?.drop(),
    );
    this.connection = new Connection({
      lockName: `backchannel stream ${jid}`,
      domain: domainOf(jid),
      now,
      openStream: (onClosed) => this.#openStream(onClosed),
      onOpen: (stream, how) => this.#bringUpToDate(stream, how),
      onClosed: () => this.#outbox.close(),
      onState: (state) => this.#setState(state),
      log: options.log,
    });
    this.blocklist = new Blocklist(stored.blocklist, {
      journal,
      leave: (peer) => this.#leavePeer(peer),
      welcome: (peer) => void (this.peers.isKnown(peer) && this.connection.current?.askPresence(peer)),
      onChange: () => this.#followBlocklist(),
    });
    this.#gate = new Gate({
      peers: this.peers,
      isAnswer: (envelope) => this.im.incoming.isAnswer(envelope),
      callOf: (envelope) => this.voice.callOf(envelope),
      isBlocked: (peer) => this.blocklist.has(peer),
      onDropped: (reason) => this.#log.note(reason),
    });
    this.#floods = new Floods(
      (peer) => this.peers.standingOf(peer),
      (reason) => this.#log.note(reason),
    );
    const { mediaPages, telephony } = options;
    this.voice = new VoiceParts({
      desk: this,
      database,
      mediaPages,
      telephony,
      outbox: this.#outbox,
      journal,
      changes,
      now,
      log: options.log,
    });
    // The policy may have changed since a host ran last.
    this.followPeers();
  }

  get jid(): BareJid {
    return this.options.jid;
  }

  /** The server's WebSocket address. */
  get service(): string {
    return this.options.service;
  }

  /** The settings in force: the policy's, and where it sets none the agent's own. */
  get settings(): Settings {
    return settingsInForce(this.#ownSettings, this.policy);
  }

  get policy(): Policy {
    return this.options.policy();
  }

  get #log(): Log {
    return this.options.log;
  }

  get connectionState(): ConnectionState {
    return this.#state;
  }

  overview(): Overview {
    const { jid, status, settings, policy } = this;
    return {
      connection: this.#state,
      me: { jid, logon: logonOf(jid), name: this.#roster.nameOf(jid), status },
      sessions: this.im.list(),
      interactions: this.#log.containEach('interaction-view-failed', this.interactions.list(), (interaction) => ({
        ...interaction,
        canHold: this.voice.canHold(interaction),
      })),
      calls: this.#log.contain('calls-view-failed', () => this.voice.list()) ?? [],
      settings,
      policy,
      areNotificationsHeld: status.availability === 'do-not-disturb',
      blocklist: {
        peers: this.blocklist.list().map((address) => ({ address, ...this.peers.viewOf(address) })),
        isOnServer: this.blocklist.isOnServer ?? true,
      },
    };
  }

  setStatus(status: OwnStatus): void {
    const wasLoggedOff = this.status.availability === 'logged-off';
    this.status = status;
    this.journal.write(putFact('status', status));
    this.options.changes.announce('overview');
    const stream = this.connection.current;
    stream?.setStatus(status);
    // The server delivers nothing to an agent who is logged off, so that what came meanwhile is read from the archive.
    if (stream && wasLoggedOff) this.#intake.catchUp(stream).catch(() => stream.drop());
  }

  changeSettings(change: Partial<Settings>): void {
    this.#ownSettings = { ...this.#ownSettings, ...change };
    this.journal.write(putFact('settings', this.#ownSettings));
    this.options.changes.announce('overview');
    if ('microphoneId' in change || 'speakerId' in change) this.voice.followDevices();
  }

  /** Deletes the sessions that were marked done, with their transcripts, and the calls that are over. */
  async wipeHistory(): Promise<void> {
    this.journal.write(deleteDoneSessions());
    this.im.forgetDone();
    this.history.forgetDone();
    await this.voice.forgetEnded();
    await this.journal.flush();
  }

  /**
   * To be called when the agent leaves. Tells colleagues that sessions are over, and the contact service what it can be told within a few
   * seconds.
   */
  async settle(): Promise<void> {
    await this.im.endAll();
    await this.contacts.settle();
  }

  /**
   * What signing out now would lose because nobody else has it; undefined for nothing. First sends what can be sent within a few seconds,
   * and for that ends open sessions, unless something is lost in any case.
   */
  async wouldLose(): Promise<UnsentWork | undefined> {
    const messages = await this.#outbox.whenSent(SETTLE_MS);
    if (messages > 0) return { messages, consultations: 0 };
    if (!(await hasSharedContacts(this.database))) return undefined;
    const { contacts } = this;
    await contacts.settle();
    const refused = (await contacts.unsent()).length;
    if (refused > 0) return { messages, consultations: refused };
    await this.settle();
    const consultations = (await contacts.unsent()).length;
    return consultations > 0 ? { messages, consultations } : undefined;
  }

  /** Has the server look at a password or a token, beside the connection that there is. @throws StreamFailure */
  async checkSignIn(login: Login): Promise<void> {
    const { jid, service, now } = this.options;
    await checkSignIn({ jid, service, login, usedMechanisms: [...this.#usedMechanisms], isPlainAllowed: this.policy.isPlainAllowed, now });
  }

  /** Ends everything of the account in this host. What is stored stays. */
  async stop(): Promise<void> {
    await this.voice.stop();
    this.im.stop();
    this.consultations.stop();
    this.contacts.stop();
    await this.connection.stop();
    await this.journal.flush().catch(toldByJournal);
    this.database.close();
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    if (state.status === 'signed-out' && state.problem === 'account-disabled') this.options.onDisabled();
    this.options.changes.announce('overview');
  }

  #openStream(onClosed: (failure: Error) => void): MessagingStream {
    const { jid, service, now } = this.options;
    const events: MessagingEvents = {
      onSignals: (envelopes) => this.#intake.receive(envelopes),
      answersTo: (from, isJingle) =>
        !this.blocklist.has(bareJidOf(from)) && (this.peers.isKnown(from) || (isJingle && this.voice.hasCallWith(bareJidOf(from)))),
      onPresence: (from, status, isAvailable, capsKey) => {
        if (!this.#gate.admitPresence(from) || !this.#floods.admits('presence', bareJidOf(from), now())) return;
        this.#presence.set(from, status, isAvailable, capsKey);
        this.im.deadlines.notePresence(bareJidOf(from));
      },
      onBlocklist: (jids, isBlocked) => this.blocklist.hear(jids, isBlocked),
      onRosterItems: (items, removed) => {
        this.#roster.update(items, removed);
        this.followPeers();
      },
      onAcked: (stanzaId) => this.im.incoming.acknowledge(stanzaId),
      onStreamState: (state) => this.#intake.setState(state),
      flush: () => this.journal.flush(),
      onJingle: async (from, request) => (await this.voice.load()).media.receive(from, request),
      onSignedIn: (proof) => {
        // The keys sign in from now on, so that the password isn't held any longer.
        if (proof.keys) this.login = { keys: proof.keys };
        this.#usedMechanisms.add(proof.mechanism);
        this.options.onSignedIn(proof);
      },
      onDropped: (reason) => this.#log.note(reason),
      admitsRequest: (from) => this.#floods.admits('request', bareJidOf(from), now()),
      onClosed,
    };
    const stream = new XmppStream({
      jid,
      service,
      login: this.login,
      usedMechanisms: [...this.#usedMechanisms],
      isPlainAllowed: this.policy.isPlainAllowed,
      takesCalls: this.policy.privileges.canCall,
      now,
      events,
      resource: this.#resource,
      state: this.#intake.begin(),
    });
    void this.voice.join(stream);
    return stream;
  }

  async #bringUpToDate(stream: MessagingStream, how: 'resumed' | 'new'): Promise<void> {
    if (how === 'resumed') {
      this.#outbox.open(stream, this.#intake.unacked, this.im.isStillWanted);
      this.im.deadlines.notePeers();
      await this.#intake.expectAnswer(stream);
      await this.blocklist.tell(stream);
      return;
    }
    this.#presence.forget();
    // Roster first (RFC 6121 2.2): telling thousands of our presence would hold its answer up in the server.
    const [items] = await Promise.all([stream.getRoster(), stream.enableCarbons(), this.blocklist.follow(stream)]);
    this.#roster.load(items);
    this.followPeers();
    stream.setStatus(this.status);
    // The archive is read after our presence was sent. Read before, it would miss what comes in between, which the server delivers to
    // nobody.
    await this.#intake.catchUp(stream);
    this.im.moveToEnd(this.#outbox.open(stream, undefined, this.im.isStillWanted));
    this.im.deadlines.notePeers();
    void this.#roster.readOwnName(stream);
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

  #followBlocklist(): void {
    this.#presence.forgetWhere((peer) => this.blocklist.has(peer));
    this.options.changes.announce('overview');
  }

  /** To be called when the directory or the policy may have changed who the agent's peers are. */
  followPeers(): void {
    this.#presence.forgetWhere((peer) => !this.peers.isKnown(peer));
    this.im.followPeers();
    this.voice.followPeers();
    this.options.changes.announce('history');
  }

  /**
   * Takes signals, each of which belongs to a call or a session. The gate looks at each in its turn, because the one before it may be what
   * lets it in. If our own code fails at one, only that one is lost.
   */
  #receive(envelopes: readonly Envelope[]): void {
    this.#log.containEach('signal-failed', envelopes, (envelope) => {
      const admitted = this.#gate.admit(envelope);
      if (admitted && this.#admits(admitted) && !this.voice.receive(admitted)) this.im.incoming.receive(admitted);
    });
  }

  /** Whether the signal is within its sender's budget. What counts is when it was sent, whether it comes live or from the archive. */
  #admits(envelope: Envelope): boolean {
    const { signal, peer, isOwn, at } = envelope;
    if (isOwn) return true;
    const isKnown =
      'sessionId' in signal &&
      signal.sessionId !== undefined &&
      (this.im.isTaken(signal.sessionId) || this.voice.callOf(envelope) !== undefined);
    return this.#floods.admits(costOf(signal, isKnown, this.im.incoming.placeOf(envelope)), peer, Math.min(at, this.options.now()));
  }

  /** Reads what these need before they can be received; undefined if they need nothing. */
  #recall(envelopes: readonly Envelope[]): Promise<void> | undefined {
    const admitted = envelopes.filter((envelope) => this.#gate.look(envelope));
    const reading = [this.voice.recall(admitted), this.im.recall(admitted)].filter((one) => one !== undefined);
    return reading.length > 0 ? Promise.all(reading).then(() => undefined) : undefined;
  }
}
