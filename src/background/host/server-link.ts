import type { OwnStatus } from '../../model/agent.ts';
import { type BareJid, domainOf } from '../../model/jid.ts';
import type { Envelope } from '../../model/signal.ts';
import type { ConnectionState } from '../../model/workspace.ts';
import { putFact } from '../../storage/account-facts.ts';
import { toldByJournal } from '../../storage/journal.ts';
import { DeviceProbe } from '../directory/device-probe.ts';
import { Floods } from '../gate/floods.ts';
import { Gate } from '../gate/gate.ts';
import { Connection } from '../stream/connection.ts';
import { Intake } from '../stream/intake.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';
import { RefusedStanzas } from '../stream/refused-stanzas.ts';
import { Redelivery } from '../stream/redelivery.ts';
import { XmppStream } from '../xmpp/xmpp-stream.ts';
import type { HubLink } from './hub-link.ts';
import { SignalRouter } from './signal-router.ts';
import type { ServerLinkOptions } from './server-link-options.ts';
import { byOf } from './sign-in-refusal.ts';
import { newResource } from './own-resource.ts';
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
  #state: ConnectionState = { status: 'starting' };
  #isLeft = false;
  /** How many signals came on this full disk. */
  #unstored = 0;
  #isWaitingForRoom = false;
  #resource: string;
  readonly #intake: Intake;
  readonly #gate: Gate;
  readonly #floods: Floods;
  readonly #router: SignalRouter;
  readonly #redelivery: Redelivery;
  readonly #refused: RefusedStanzas;
  #hub: HubLink | undefined;

  constructor(private readonly options: ServerLinkOptions) {
    const { jid, service, now, log, journal, outbox, blocklist, peers, im, voice } = options;
    // Random per host, kept across resumes: binding the resource of a hibernating session would leave a stale presence.
    this.#resource = options.storedResource ?? newResource();
    journal.write(putFact('resource', this.#resource));
    this.#gate = new Gate({
      peers,
      isAnswer: (envelope) => im.incoming.isAnswer(envelope),
      callOf: (envelope) => voice.callOf(envelope),
      isBlocked: (peer) => blocklist.has(peer),
      onDropped: (reason) => log.note(reason),
    });
    this.#floods = new Floods(
      (peer) => peers.standingOf(peer),
      (reason) => log.note(reason),
    );
    const router = (this.#router = new SignalRouter({ ...options, gate: this.#gate, floods: this.#floods }));
    this.#intake = new Intake(options.streamState, {
      cursor: options.archiveCursor,
      journal,
      take: (envelopes) => router.receive(envelopes),
      recall: (envelopes) => router.recall(envelopes),
      showAhead: (envelopes) => im.incoming.showAhead(envelopes.filter((envelope) => this.#gate.look(envelope))),
      onGap: () => {
        log.note('archive-passed-over');
        im.noteGap();
      },
      onStuck: () => this.connection.current?.drop(),
    });
    this.probe = new DeviceProbe({ presence: options.presence, stream: () => this.connection.current });
    this.#refused = new RefusedStanzas(({ id }, failure) => {
      log.note(`stanza-refused ${failure}`);
      if (id !== undefined) router.giveUp(id, failure);
    });
    this.#redelivery = new Redelivery({
      outbox,
      now,
      isThere: (peer) => options.presence.isThere(peer),
      isStillWanted: router.isStillWanted,
      onSilence: (peer) => this.probe.ask(peer),
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
    // The server delivers nothing to an agent who is logged off, so that what came meanwhile is read from the archive.
    if (stream && before.availability === 'logged-off') this.#intake.catchUp(stream).catch(() => stream.drop());
  }

  /** Ends the stream, because the agent has gone, once the server has what they wrote last. */
  leave(): void {
    this.#isLeft = true;
    void this.options.outbox.whenSent(LAST_WORDS_MS).then(() => this.#isLeft && this.connection.pause());
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

  stop(): Promise<void> {
    this.#redelivery.stop();
    this.#hub?.stop();
    return this.connection.stop();
  }

  #handleClosed(): void {
    this.options.outbox.close();
    this.options.im.deadlines.pause();
    this.#redelivery.arm();
  }

  #setState(state: ConnectionState): void {
    this.#state = state.status === 'signed-out' ? { ...state, ...byOf(this.options.credentials.login) } : state;
    if (state.status === 'signed-out' && state.problem === 'account-disabled') this.options.onDisabled();
    this.options.changes.announce('overview');
  }

  #openStream(service: string, onClosed: (failure: Error) => void): MessagingStream {
    const { jid, credentials, now, im, voice } = this.options;
    const { isPlainAllowed, privileges } = this.options.policy();
    const { login, usedMechanisms } = credentials;
    const stream = new XmppStream({
      jid,
      service,
      login,
      usedMechanisms,
      isPlainAllowed,
      takesCalls: privileges.canCall,
      now,
      events: streamEventsOf(this.options, {
        gate: this.#gate,
        floods: this.#floods,
        intake: this.#intake,
        redelivery: this.#redelivery,
        receive: (envelopes) => this.#receive(envelopes),
        noteStatus: (peer, hasCome) => this.#noteStatus(peer, hasCome),
        onClosed,
      }),
      resource: this.#resource,
      refused: this.#refused,
      state: this.#intake.begin(),
    });
    void voice.join(stream);
    im.marks.join(stream);
    return stream;
  }

  /** To be called when it may have changed whether a peer is there. */
  #noteStatus(peer: BareJid, hasCome: boolean): void {
    this.options.im.deadlines.notePresence(peer);
    if (hasCome) this.#redelivery.noteArrival(peer);
  }

  /** Brings the account up to date on a stream that has just been opened: what was missed comes in, what waits is sent. */
  async #bringUpToDate(stream: MessagingStream, how: 'resumed' | 'new'): Promise<void> {
    const { outbox, blocklist, presence, roster, im } = this.options;
    if (how === 'resumed') {
      outbox.open(stream, this.#intake.unacked, this.#router.isStillWanted);
      await this.#intake.expectAnswer(stream);
      await blocklist.tell(stream);
      this.#goOn(stream, how);
      return;
    }
    presence.forget();
    // Roster first (RFC 6121 2.2): telling thousands of our presence would hold its answer up in the server.
    const known = Promise.all([stream.getRoster(), stream.enableCarbons(), blocklist.follow(stream)]);
    void this.#intake.lookAhead(stream);
    const [items] = await known;
    roster.load(items);
    this.options.followPeers();
    stream.setStatus(this.options.status());
    // The archive is read after our presence was sent. Read before, it would miss what comes in between, which the server delivers to
    // nobody.
    await this.#intake.catchUp(stream);
    im.moveToEnd(outbox.open(stream, undefined, this.#router.isStillWanted));
    this.#goOn(stream, how);
    void roster.readOwnName(stream);
  }

  /** Has the clocks go on that stood still while this host could neither hear nor tell. */
  #goOn(stream: MessagingStream, how: 'resumed' | 'new'): void {
    const { deadlines, marks } = this.options.im;
    deadlines.resume();
    void marks.follow(stream, how);
    this.#redelivery.arm();
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
