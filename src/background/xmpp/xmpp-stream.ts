import type { Agent } from 'stanza';
import type { Message } from 'stanza/protocol';
import type { OwnStatus } from '../../model/agent.ts';
import type { IceServer, JingleAnswer, JingleRequest } from '../../channel/media-host.ts';
import { type BareJid, domainOf, type FullJid } from '../../model/jid.ts';
import { lazily } from '../../model/lazily.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import type { Envelope, Signal } from '../../model/signal.ts';
import type {
  ArchivePage,
  ArchiveRange,
  CheckedAbilities,
  MessagingEvents,
  MessagingStream,
  RosterItem,
  StreamState,
} from '../stream/messaging-port.ts';
import { ArchiveQuery } from './archive-query.ts';
import { nodeOf } from './caps.ts';
import { connectClient, cutConnection } from './connect-client.ts';
import { messageKey } from './outgoing-stanzas.ts';
import { receivePresence } from './presence-reader.ts';
import { writeStatus } from './presence-status.ts';
import { receiveRosterPush, rosterItemsOf } from './roster-items.ts';
import { isAnswered, nothingIfRefused } from './request-failure.ts';
import { guardRequests } from './request-guard.ts';
import { authenticate, type SignInOptions } from './sign-in/authenticate.ts';
import type { RefusedStanzas } from '../stream/refused-stanzas.ts';
import type { StreamFailure } from '../stream/stream-failure.ts';
import { checksStanzaIds } from './stanza-id-check.ts';
import { manageStream } from './stream-management.ts';
import { readForwarded, type Reading, readMessage, readSafely } from './signal-reader.ts';
import { writeSignal } from './signal-writer.ts';
import { createStanzaClient } from './stanza-client.ts';

/** The longest time for which a stream can have been cut. No server keeps one for so long. */
const LONGEST_ABSENCE_MS = 24 * 60 * 60 * 1000;
const NOT_SENT: JingleAnswer = { error: { condition: 'remote-server-timeout' } };

export interface XmppStreamOptions extends Omit<SignInOptions, 'onSignedIn'> {
  readonly service: string;
  readonly resource: string;
  /** Whether the agent takes calls. */
  readonly takesCalls: boolean;
  /** The state of the stream to resume, if there is one. */
  readonly state?: StreamState;
  readonly events: MessagingEvents;
  /** The stanzas that the server doesn't take; none is known without it. */
  readonly refused?: RefusedStanzas;
  /** The clock, milliseconds since the epoch. */
  readonly now: () => number;
}

/** The messaging port on top of StanzaJS: one WebSocket (RFC 7395), which is made for one connection and thrown away after it. */
export class XmppStream implements MessagingStream {
  readonly #client: Agent;
  readonly #archive: ArchiveQuery;
  readonly #signInFailure: () => StreamFailure | undefined;
  readonly #loadJingle = lazily(async () => {
    const { JingleExchange } = await import('./jingle-exchange.ts');
    return new JingleExchange(this.#client, this.options.events);
  });
  readonly openSessionMarks = lazily(async () => {
    const { SessionNode } = await import('./session-node.ts');
    return new SessionNode(this.#client, this.options.jid);
  });
  readonly #askServerTime = lazily(async () => (await import('./server-time.ts')).askServerTime(this.#client, domainOf(this.options.jid)));
  readonly openAvailability = lazily(async () => new (await import('./availability-exchange.ts')).HubExchange(this.#client));
  isReached = false;
  /** Since when the stream was cut, while it may still bring what came meanwhile. */
  #awaySince: number | undefined;
  #isOver = false;
  /**
   * Whether the server says that it keeps others from writing stanza-ids in the account's name (XEP-0359). Otherwise none is believed, and
   * the archive is read again instead.
   */
  #areStanzaIdsChecked = false;

  constructor(private readonly options: XmppStreamOptions) {
    const { events, state } = options;
    this.#client = createStanzaClient({ ...options, onProblem: (problem) => events.onDropped(problem) });
    this.#archive = new ArchiveQuery(this.#client, (from) => this.#isOwnServer(from));
    this.#signInFailure = authenticate(this.#client, { ...options, onSignedIn: (proof) => events.onSignedIn(proof) });
    manageStream(this.#client, events, state, options.now);
    guardRequests(this.#client, events);
    this.#client.on('message', (message) => this.#receive(message));
    this.#client.on('presence', (presence) => receivePresence(presence, options.now(), events));
    this.#client.on('roster:update', (push) => receiveRosterPush(push, events));
    this.#client.on('block', ({ jids }) => events.onBlocklist(jids, true));
    this.#client.on('unblock', ({ jids }) => events.onBlocklist(jids, false));
  }

  connect(): Promise<'resumed' | 'new'> {
    const { service, events } = this.options;
    this.#client.on('connected', () => (this.isReached = true));
    return connectClient(this.#client, {
      service,
      signInFailure: this.#signInFailure,
      onOpen: (how) => {
        if (how === 'resumed') this.#awaySince = this.options.state?.heardAt ?? this.options.now() - LONGEST_ABSENCE_MS;
        checksStanzaIds(this.#client, this.options.jid).then(
          (areChecked) => (this.#areStanzaIdsChecked = areChecked),
          () => events.onDropped('no-server-features'),
        );
      },
      onGone: () => this.#close(),
      onClosed: (failure) => events.onClosed(failure),
    });
  }

  send(signal: Signal, to: BareJid, id: string): void {
    // A stanza that was set aside is sent again only when the agent asks for it.
    this.options.refused?.forget(messageKey(id));
    this.#client.sendMessage(writeSignal(signal, to, id));
  }

  setStatus(status: OwnStatus, to?: BareJid): void {
    this.#client.sendPresence({ to, ...writeStatus(status), legacyCapabilities: this.#client.disco.getCaps() });
  }

  askPresence(peer: BareJid): void {
    this.#client.sendPresence({ to: peer, type: 'probe' });
  }

  async enableCarbons(): Promise<void> {
    await this.#client.sendIQ({ type: 'set', carbons: { action: 'enable' } });
  }

  async getRoster(): Promise<readonly RosterItem[]> {
    return rosterItemsOf(await this.#client.getRoster());
  }

  async getOwnName(): Promise<string> {
    const { vcardName } = await this.#client.sendIQ({ type: 'get', vcardName: {} });
    return toDisplayName(vcardName?.fullName ?? '') || toDisplayName(vcardName?.nickname ?? '');
  }

  async abilitiesOf(from: FullJid, capsKey: string): Promise<CheckedAbilities> {
    const [{ checkAnswer }, answer] = await Promise.all([import('./caps-check.ts'), this.#client.getDiscoInfo(from, nodeOf(capsKey))]);
    return checkAnswer(capsKey, answer);
  }

  answers(device: FullJid): Promise<boolean> {
    return isAnswered(this.#client.ping(device));
  }

  get self(): FullJid {
    return this.#client.jid;
  }

  async prepareCalls(): Promise<void> {
    await this.#loadJingle();
  }

  async sendJingle(to: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    const jingle = await this.#loadJingle().catch(() => undefined);
    if (jingle) return jingle.send(to, request);
    // The code for calls can't be loaded, perhaps because there is no network. Whoever sends this sends it again later.
    this.options.events.onDropped('calls-not-loaded');
    return NOT_SENT;
  }

  async getIceServers(): Promise<readonly IceServer[]> {
    return (await this.#loadJingle()).getIceServers(domainOf(this.options.jid));
  }

  async readArchive(range: ArchiveRange, max: number): Promise<ArchivePage> {
    const { jid, now } = this.options;
    const { results, ...page } = await this.#archive.read(range, max);
    // Where it can't be told, the clocks are taken to agree.
    const ahead = results.length > 0 ? await this.#askServerTime().catch(() => undefined) : undefined;
    const envelopes = results.flatMap(({ id, item }) => this.#take(() => readForwarded(item, jid, now(), id, ahead?.(now()))));
    return { ...page, ids: results.map(({ id }) => id), envelopes: envelopes.map((envelope) => ({ ...envelope, isArchived: true })) };
  }

  async ping(): Promise<void> {
    await this.#client.ping();
    // The server answers in order (RFC 6120 10.1), so that everything that it had stored has come by now.
    this.#awaySince = undefined;
  }

  async getBlocked(): Promise<readonly string[] | undefined> {
    const { jids } = await this.#client.getBlocked().catch(nothingIfRefused);
    return jids?.map((jid) => jid.toLowerCase());
  }

  setBlocked(jid: string, isBlocked: boolean): Promise<boolean> {
    return (isBlocked ? this.#client.block(jid) : this.#client.unblock(jid)).then(
      () => true,
      () => {
        this.options.events.onDropped('block-not-taken');
        return false;
      },
    );
  }

  setActive(isActive: boolean): void {
    if (isActive) this.#client.markActive();
    else this.#client.markInactive();
  }

  drop(): void {
    cutConnection(this.#client);
  }

  async end(): Promise<void> {
    const client = this.#client;
    if (this.#isOver) return;
    const gone = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    client.disconnect();
    await gone;
  }

  /** Takes the client out of service, so that what it still emits reaches nobody. */
  #close(): void {
    this.#isOver = true;
    this.#client.disableKeepAlive();
    this.#client.removeAllListeners();
  }

  #receive(message: Message): void {
    if (message.sessionEvent || message.watchedStates || message.goneHub) return;
    if (message.archive) {
      if (!this.#archive.collect(message)) this.options.events.onDropped('unasked-archive-result');
      return;
    }
    const envelopes = this.#take(() =>
      readMessage(message, this.options.jid, this.options.now(), this.#awaySince, this.#areStanzaIdsChecked),
    );
    if (envelopes.length > 0) this.options.events.onSignals(envelopes);
  }

  /** Reads one stanza. If it can't be read, only this one is lost, and the others of an archive's page are taken. */
  #take(read: () => Reading): readonly Envelope[] {
    const reading = readSafely(read);
    if ('envelopes' in reading) return reading.envelopes;
    this.options.events.onDropped(reading.dropped);
    return [];
  }

  /** The account's own archive and roster answer as the account, as its server, or without an address (RFC 6120 8.1.2.1). */
  #isOwnServer(from: string | undefined): boolean {
    const { jid } = this.options;
    return from === undefined || [jid, domainOf(jid), this.self].includes(from);
  }
}
