import type { OwnStatus } from '../../../model/agent.ts';
import { type BareJid, domainOf } from '../../../model/jid.ts';
import type { Envelope } from '../../../model/signal.ts';
import type { ConnectionState } from '../../../model/workspace.ts';
import { putFact } from '../../../storage/account-facts.ts';
import { toldByJournal } from '../../../storage/journal.ts';
import { DeviceProbe } from '../../directory/device-probe.ts';
import { Floods } from '../../gate/floods.ts';
import { Gate } from '../../gate/gate.ts';
import { Connection } from '../../stream/connection.ts';
import { Intake } from '../../stream/intake.ts';
import type { MessagingStream } from '../../stream/messaging-port.ts';
import { RefusedStanzas } from '../../stream/refused-stanzas.ts';
import { XmppStream } from '../../xmpp/xmpp-stream.ts';
import { deskIntake } from '../desk/desk-intake.ts';
import type { DeskLink } from '../desk/desk-link.ts';
import type { HubLink } from './hub-link.ts';
import type { ServerLinkOptions } from './server-link-options.ts';
import { byOf } from '../sign-in/sign-in-refusal.ts';
import { newResource } from './own-resource.ts';
import { PresenceHearing } from './presence-hearing.ts';
import { streamEventsOf } from './stream-events.ts';

/** How long the goodbye may wait for the server to take what was written last. The browser ends the host soon. */
const LAST_WORDS_MS = 100;
/** How many signals wait in memory for room on the disk. Servers keep about as many for a stream that doesn't acknowledge them. */
const MOST_UNSTORED = 250;

/** The account's link to the messaging server: keeps a stream, lets in what may come in, and brings the account up to date. */
export class ServerLink {
  readonly connection: Connection;
  /** Asks devices that should have answered whether they are there. */
  readonly probe: DeviceProbe;
  /** Knows when the server has told who is there. */
  readonly hearing: PresenceHearing;
  readonly gate: Gate;
  readonly floods: Floods;
  #state: ConnectionState = { status: 'starting' };
  #isLeft = false;
  /** How many signals came on this full disk. */
  #unstored = 0;
  #isWaitingForRoom = false;
  #resource: string;
  readonly #intake: Intake;
  readonly #refused: RefusedStanzas;
  #hub: HubLink | undefined;
  /** The stream on which what waited was sent, and whether everything that was missed was read on it. */
  #open: { readonly stream: MessagingStream; readonly how: 'resumed' | 'new'; readonly isUpToDate: boolean } | undefined;

  constructor(private readonly options: ServerLinkOptions) {
    const { jid, service, now, log, journal, blocklist, peers, desk } = options;
    // Random per host, kept across resumes: binding the resource of a hibernating session would leave a stale presence.
    this.#resource = options.storedResource ?? newResource();
    journal.write(putFact('resource', this.#resource));
    this.gate = new Gate({
      peers,
      isAnswer: (envelope) => desk.current?.link.isAnswer(envelope) ?? false,
      callOf: (envelope) => desk.current?.voice.callOf(envelope),
      isBlocked: (peer) => blocklist.has(peer),
      onDropped: (reason) => log.note(reason),
    });
    this.floods = new Floods(
      (peer) => peers.standingOf(peer),
      (reason) => log.note(reason),
    );
    this.#intake = new Intake(options.streamState, {
      cursor: options.archiveCursor,
      journal,
      ...deskIntake(desk, this.gate),
      onGap: () => {
        log.note('archive-passed-over');
        desk.current?.im.noteGap();
      },
      onStuck: () => this.connection.current?.drop(),
    });
    this.probe = new DeviceProbe({ presence: options.presence, stream: () => this.connection.current });
    this.hearing = new PresenceHearing({ ...options, stream: () => this.connection.current });
    this.#refused = new RefusedStanzas(({ id }, failure) => {
      log.note(`stanza-refused ${failure}`);
      if (id !== undefined) desk.current?.link.giveUp(id, failure);
    });
    this.connection = new Connection({
      lockName: `backchannel stream ${jid}`,
      domain: domainOf(jid),
      service,
      now,
      prepare: (isRefused) => options.credentials.prepare(isRefused),
      openStream: (at, onClosed) => this.#openStream(at, onClosed),
      onOpen: (stream, how) => this.#bringUpToDate(stream, how),
      onClosed: () => this.#handleClosed(),
      onResourceTaken: () => journal.write(putFact('resource', (this.#resource = newResource()))),
      onState: (state) => this.#setState(state),
      log,
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** To be called when the agent has chosen another status. */
  followStatus(status: OwnStatus, before: OwnStatus): void {
    const stream = this.connection.current;
    stream?.setStatus(status);
    this.hearing.followStatus(status, before);
    // The server delivers nothing to an agent who is logged off, so that what came meanwhile is read from the archive.
    if (stream && before.availability === 'logged-off') this.#intake.catchUp(stream).catch(() => stream.drop());
  }

  /** Ends the stream, because the agent has gone, once the server has what they wrote last. */
  leave(): void {
    this.#isLeft = true;
    const sent = this.options.desk.current?.outbox.whenSent(LAST_WORDS_MS) ?? Promise.resolve();
    void sent.then(() => this.#isLeft && this.connection.pause());
  }

  /** Connects again after `leave`. */
  comeBack(): void {
    this.#isLeft = false;
    this.#goOnIfWanted();
  }

  #goOnIfWanted(): void {
    if (!this.#isLeft && !this.#isWaitingForRoom) this.connection.goOn();
  }

  /** Takes signals. On a full disk only so many wait in memory; then the server, which was acknowledged none, keeps the rest until there is room. */
  #receive(envelopes: readonly Envelope[]): void {
    const { journal } = this.options;
    this.#intake.receive(envelopes);
    this.#unstored = journal.isFull ? this.#unstored + envelopes.length : 0;
    if (this.#unstored <= MOST_UNSTORED || this.#isWaitingForRoom) return;
    this.#isWaitingForRoom = true;
    this.connection.pause();
    this.#setState({ status: 'reconnecting', nextAttemptAt: this.options.now() });
    journal.flush().then(() => {
      this.#unstored = 0;
      this.#isWaitingForRoom = false;
      this.#goOnIfWanted();
    }, toldByJournal);
  }

  /** To be called when the desk has been opened. If that was in the middle of a stream, it takes its part from here on. */
  followDesk(link: DeskLink): void {
    if (!this.#open) return;
    const { stream, how, isUpToDate } = this.#open;
    link.begin(stream);
    if (isUpToDate) link.goOn(stream, how);
  }

  stop(): Promise<void> {
    this.#hub?.stop();
    return this.connection.stop();
  }

  #handleClosed(): void {
    this.#open = undefined;
    this.options.desk.current?.link.pause();
  }

  #setState(state: ConnectionState): void {
    this.#state = state.status === 'signed-out' ? { ...state, ...byOf(this.options.credentials.login) } : state;
    if (state.status === 'signed-out' && state.problem === 'account-disabled') this.options.onDisabled();
    this.options.changes.announce('overview');
  }

  #openStream(service: string, onClosed: (failure: Error) => void): MessagingStream {
    const { jid, credentials, now, desk } = this.options;
    const { isPlainAllowed, privileges } = this.options.policy();
    const stream = new XmppStream({
      jid,
      service,
      login: credentials.login,
      usedMechanisms: credentials.usedMechanisms,
      isPlainAllowed,
      takesCalls: privileges.canCall,
      now,
      events: streamEventsOf(this.options, {
        gate: this.gate,
        floods: this.floods,
        intake: this.#intake,
        receive: (envelopes) => this.#receive(envelopes),
        noteStatus: (peer, hasCome) => this.#noteStatus(peer, hasCome),
        hearing: this.hearing,
        onClosed,
      }),
      resource: this.#resource,
      refused: this.#refused,
      state: this.#intake.begin(),
    });
    desk.current?.link.join(stream);
    return stream;
  }

  /** To be called when it may have changed whether a peer is there. */
  #noteStatus(peer: BareJid, hasCome: boolean): void {
    this.options.desk.current?.link.notePresence(peer, hasCome);
  }

  /** Brings the account up to date on a stream that has just been opened: what was missed comes in, what waits is sent. */
  async #bringUpToDate(stream: MessagingStream, how: 'resumed' | 'new'): Promise<void> {
    const { blocklist, presence, roster, desk } = this.options;
    if (how === 'resumed') {
      this.hearing.begin();
      this.#open = { stream, how, isUpToDate: false };
      desk.current?.link.resume(stream, this.#intake.unacked);
      await this.#intake.goOn(stream);
      await blocklist.tell(stream);
      this.#goOn(stream, how);
      return;
    }
    presence.expectAll();
    // Roster first (RFC 6121 2.2): telling thousands of our presence would hold its answer up in the server.
    const known = Promise.all([stream.getRoster(), stream.enableCarbons(), blocklist.follow(stream)]);
    void this.#intake.lookAhead(stream);
    const [items] = await known;
    roster.load(items);
    this.options.followPeers();
    stream.setStatus(this.options.status());
    this.hearing.begin();
    // The archive is read after our presence was sent. Read before, it would miss what comes in between, which the server delivers to
    // nobody.
    await this.#intake.catchUp(stream);
    this.#open = { stream, how, isUpToDate: false };
    desk.current?.link.begin(stream);
    this.#goOn(stream, how);
    void roster.readOwnName(stream);
  }

  #goOn(stream: MessagingStream, how: 'resumed' | 'new'): void {
    const { desk } = this.options;
    this.#open = { stream, how, isUpToDate: true };
    desk.current?.link.goOn(stream, how);
    if (this.options.policy().availabilityHubs?.length) this.#joinHub(stream, how).catch(this.options.log.noting('hub-not-loaded'));
  }

  /** Asks an availability hub. Where the organisation has none, nothing is loaded for it. */
  async #joinHub(stream: MessagingStream, how: 'resumed' | 'new'): Promise<void> {
    const { openHub } = await import('./hub-link.ts');
    if (this.connection.current !== stream) return;
    this.#hub ??= openHub(
      this.options,
      () => this.connection.current,
      (peer, hasCome) => this.#noteStatus(peer, hasCome),
    );
    await this.#hub.join(stream, how);
  }
}
