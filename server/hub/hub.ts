import type { AgentStatus } from '../../src/model/agent.ts';
import { type BareJid, bareJidOf, domainOf, type FullJid, isBareJid } from '../../src/model/jid.ts';
import type { GroupRef } from '../../src/model/target-ref.ts';
import { AgentBook } from './agent-book.ts';
import { ComponentLink } from './component-link.ts';
import type { HubConfig } from './config.ts';
import { DeviceChecks, PROBE_MS } from './device-checks.ts';
import {
  type LineTicket,
  readLine,
  readPresence,
  readReady,
  readWatch,
  writeError,
  writeLineMoves,
  writeReady,
  writeResult,
  writeStates,
} from './hub-stanzas.ts';
import { NS_AVAILABILITY, NS_DISCO_INFO, NS_PING } from './namespaces.ts';
import { KnownAccounts } from './known-accounts.ts';
import { PartnerWatch } from './partner-watch.ts';
import { Questions } from './questions.ts';
import { type ReadyCount, ReadyCounts } from './ready-counts.ts';
import { isMemberOf, membersOf, readyOf, seesAllOf, type ReadyMembersOptions } from './ready-members.ts';
import { Viewers } from './viewers.ts';
import { visibilityOf } from './visibility.ts';
import { WaitingLines } from './waiting-lines.ts';
import { attributesOf, childOf, type XmlElement } from './xml-element.ts';

/** How many devices are told at once that a partner is gone. The others are told in the next turns, so that nothing else waits long. */
const TOLD_AT_ONCE = 500;
const STATES_IN_ONE = 200;
/** How many agents' servers are asked for their presence at once when the stream has begun, and how soon the next ones are. */
const PROBED_AT_ONCE = 50;
const NEXT_PROBES_MS = 100;
/** What it answers who asks what it is (XEP-0030). */
const FEATURES = `<query xmlns="${NS_DISCO_INFO}"><identity category="component" type="presence" name="Availability"/><feature var="${NS_AVAILABILITY}"/><feature var="${NS_PING}"/></query>`;

/** An availability hub (docs/protocol.md 13): it knows all agents' status, and tells each viewer of those whom the viewer watches. */
export class Hub {
  readonly #link: ComponentLink;
  readonly book = new AgentBook(
    (agent) => this.#noteChange(agent),
    () => this.now(),
  );
  readonly viewers: Viewers;
  readonly lines: WaitingLines;
  readonly #counts: ReadyCounts;
  readonly #questions: Questions;
  readonly checks: DeviceChecks;
  readonly partners: PartnerWatch;
  /** Agents whose servers are being asked for their presence. */
  readonly #probed = new Map<BareJid, ReturnType<typeof setTimeout>>();
  /** Agents who were asked to share their presence and haven't answered. */
  readonly #askedToShare = new Map<BareJid, ReturnType<typeof setTimeout>>();
  readonly #accounts: KnownAccounts;
  readonly #readyParts: ReadyMembersOptions;
  #probing: ReturnType<typeof setTimeout> | undefined;
  readonly #cleaning: ReturnType<typeof setInterval>;
  /** What was done since the start, by its name. */
  readonly counts = { requests: 0, refusals: 0, headlines: 0, states: 0, probes: 0, streams: 0, partnersLost: 0 };

  constructor(
    private readonly config: HubConfig,
    private readonly now: () => number = Date.now,
  ) {
    this.#accounts = new KnownAccounts(config.accountsFile);
    const maySee = visibilityOf(config.visibility, config.groups);
    this.#readyParts = { config, book: this.book, maySee };
    this.#counts = new ReadyCounts(config);
    this.lines = new WaitingLines(now);
    this.viewers = new Viewers({ maySee, now, tell: (viewer, agents, groups) => this.#tell(viewer, agents, groups) });
    this.#link = new ComponentLink({
      jid: config.jid,
      secret: config.secret,
      host: config.server.host,
      port: config.server.port,
      onOpen: () => this.#begin(),
      onStanza: (stanza) => this.#receive(stanza),
      onClosed: () => this.#forget(),
    });
    this.#questions = new Questions(config.jid, (stanza) => this.#link.send(stanza));
    this.checks = new DeviceChecks({
      book: this.book,
      questions: this.#questions,
      watched: () => this.viewers.watched,
      probe: (agent) => this.#probe(agent),
      everyMs: config.checkSeconds * 1_000,
      answerMs: config.answerSeconds * 1_000,
      now,
    });
    this.partners = new PartnerWatch(
      config.partners,
      this.#questions,
      () => this.isOpen,
      (partner) => this.#tellOfLost(partner),
    );
    this.#cleaning = setInterval(() => this.viewers.removeGone(), 10_000);
  }

  get isOpen(): boolean {
    return this.#link.isOpen;
  }

  start(): void {
    this.#link.start();
  }

  async stop(): Promise<void> {
    clearInterval(this.#cleaning);
    this.checks.stop();
    this.partners.stop();
    this.#forget();
    await this.#link.stop();
  }

  /** What the organisation's ACD says of an agent; undefined once it says nothing any more. */
  setState(agent: BareJid, state: AgentStatus | undefined): void {
    this.book.setState(agent, state);
  }

  #begin(): void {
    this.counts.streams += 1;
    this.#probeAll(this.#accounts.all());
  }

  /** Asks for the presence of all who share it, some after the others, so that the server has time for others too. */
  #probeAll(accounts: readonly BareJid[]): void {
    this.#probeUnheard(accounts.slice(0, PROBED_AT_ONCE));
    const rest = accounts.slice(PROBED_AT_ONCE);
    if (rest.length > 0) this.#probing = setTimeout(() => this.#probeAll(rest), NEXT_PROBES_MS);
  }

  /** Nothing of what was known without the stream can be relied on. Viewers ask again, because this hub doesn't know them any more. */
  #forget(): void {
    clearTimeout(this.#probing);
    for (const timer of this.#probed.values()) clearTimeout(timer);
    this.#probed.clear();
    for (const timer of this.#askedToShare.values()) clearTimeout(timer);
    this.#askedToShare.clear();
    this.#questions.clear();
    this.viewers.clear();
    this.book.forgetDevices();
    this.#counts.clear();
  }

  #receive(stanza: XmlElement): void {
    const { from = '', type } = stanza.attributes;
    if (stanza.name === 'presence') return this.#receivePresence(stanza, from);
    if (stanza.name === 'message') return type === 'error' ? this.viewers.remove(from) : undefined;
    if (stanza.name !== 'iq') return;
    if (type === 'result' || type === 'error') this.#questions.hear(stanza);
    else this.#answer(stanza, from);
  }

  #isAgent(address: string): boolean {
    return isBareJid(bareJidOf(address)) && this.config.agentHosts.includes(domainOf(address));
  }

  #receivePresence(presence: XmlElement, from: string): void {
    if (!this.#isAgent(from)) return;
    const { type } = presence.attributes;
    const agent = bareJidOf(from);
    const { status, chosenAt } = readPresence(presence, this.now());
    // Until the agent answers, the server says that they are unavailable, which is no answer. Where the agent has shared their presence before, the server
    // answers `subscribed` by itself: Prosody then sends the presence, ejabberd doesn't, so that it has to be asked for.
    if (type !== 'unavailable' && type !== 'subscribed') this.#stopAsking(agent);
    switch (type) {
      case undefined:
        if (!from.includes('/')) return;
        this.#stopProbe(agent);
        this.checks.noteSign(from);
        this.#accounts.add(agent);
        return this.book.setDevice(from, status, chosenAt);
      case 'unavailable':
      case 'error':
        this.#stopProbe(agent);
        if (type === 'unavailable') this.viewers.remove(from);
        return this.book.removeDevice(from, chosenAt);
      case 'unsubscribed':
        this.#stopProbe(agent);
        return this.book.setUnshared(agent);
      default:
    }
  }

  #answer(request: XmlElement, from: string): void {
    this.counts.requests += 1;
    const watch = childOf(request, 'watch', NS_AVAILABILITY);
    if (childOf(request, 'ping', NS_PING)) return this.#link.send(writeResult(request));
    if (childOf(request, 'query', NS_DISCO_INFO)) return this.#link.send(writeResult(request, FEATURES));
    const ready = childOf(request, 'ready', NS_AVAILABILITY);
    if (!watch && !ready) return this.#refuse(request, 'cancel', 'service-unavailable');
    if (!this.#isAgent(from) || !from.includes('/')) return this.#refuse(request, 'auth', 'forbidden');
    if (ready) return this.#nameReady(request, readReady(ready), readLine(ready));
    if (watch) this.#watch(request, watch);
  }

  /** Names the members of a group who are ready. The server is asked for those of whom nothing is known yet, so that they are known the next time. */
  #nameReady(request: XmlElement, group: GroupRef | undefined, ticket: LineTicket | undefined): void {
    const { from = '' } = request.attributes;
    const members = group && membersOf(group, bareJidOf(from), this.#readyParts);
    if (!members) return this.#refuse(request, 'cancel', 'item-not-found');
    if (ticket?.isLeft) {
      this.lines.leave(group, from, ticket.id);
      return this.#link.send(writeResult(request, writeReady({ members: [] })));
    }
    this.#probeUnheard(members);
    const asked = ticket ? members.filter((agent) => !ticket.except.includes(agent)) : members;
    const ready = readyOf(asked, this.#readyParts);
    const answer = ticket ? this.lines.ask(group, from, ticket, ready) : { members: this.lines.free(ready, bareJidOf(from)) };
    this.#link.send(writeResult(request, writeReady(answer)));
  }

  #noteChange(agent: BareJid): void {
    this.viewers.noteChange(agent);
    const isReady = this.book.readySince(agent) !== undefined;
    this.viewers.noteCounts(this.#counts.note(agent, isReady));
    if (!isReady) return;
    for (const { device, group } of this.lines.toldOf((one) => isMemberOf(one, agent, this.config)))
      this.#headline(device, writeLineMoves(group));
  }

  #watch(request: XmlElement, watch: XmlElement): void {
    const { from = '' } = request.attributes;
    const { on, off, isWhole, total, groups } = readWatch(watch);
    const known = this.viewers.countOf(from);
    // What this hub and its viewer know of each other isn't the same any more, as after a restart.
    if (!isWhole && (known === undefined || known !== total)) return this.#refuse(request, 'cancel', 'item-not-found');
    if (!this.viewers.hasRoom(from, on, isWhole)) return this.#refuse(request, 'wait', 'resource-constraint');
    this.#askToShare(from);
    const seen = this.viewers.watch(from, on, off, isWhole);
    this.#probeUnheard(seen);
    const states = seen.filter((agent) => this.book.isHeardOf(agent)).map((agent) => [agent, this.book.statusOf(agent)] as const);
    this.counts.states += states.length;
    const counts = groups && this.#countsOf(groups, bareJidOf(from));
    if (counts) {
      const watched = counts.map(([group]) => group);
      this.viewers.watchGroups(from, watched);
      // Who shares their presence with this hub is known at its start, so that those of whom nothing is known are few.
      for (const group of watched) this.#probeUnheard(membersOf(group, bareJidOf(from), this.#readyParts) ?? []);
    }
    this.#link.send(writeResult(request, writeStates(states, { total: this.viewers.countOf(from), ...(counts ? { counts } : {}) })));
  }

  /** How many are ready of those groups of which the viewer may see every member. */
  #countsOf(groups: readonly GroupRef[], viewer: BareJid): readonly (readonly [GroupRef, ReadyCount])[] {
    return groups.flatMap((group) => {
      const count = this.#counts.of(group, viewer);
      return count && seesAllOf(group, viewer, this.#readyParts) ? [[group, count] as const] : [];
    });
  }

  #refuse(request: XmlElement, type: Parameters<typeof writeError>[1], condition: string): void {
    this.counts.refusals += 1;
    this.#link.send(writeError(request, type, condition));
  }

  /**
   * Asks the agent of a device whose presence isn't known to share it. The server answers for one who does already, and then tells it (RFC 6121 3.1.3). If
   * it doesn't, it is asked: what it has told last isn't true of an agent whose device asks for something.
   */
  #askToShare(device: FullJid): void {
    const agent = bareJidOf(device);
    if (this.book.devicesOf(agent).includes(device)) return;
    this.#link.send(`<presence${attributesOf({ type: 'subscribe', from: this.config.jid, to: agent })}/>`);
    this.#stopAsking(agent);
    const probeLater = () => {
      this.#askedToShare.delete(agent);
      if (!this.book.devicesOf(agent).includes(device)) this.#probe(agent);
    };
    this.#askedToShare.set(agent, setTimeout(probeLater, PROBE_MS));
  }

  #stopAsking(agent: BareJid): void {
    clearTimeout(this.#askedToShare.get(agent));
    this.#askedToShare.delete(agent);
  }

  /**
   * Asks the agent's server for their presence (RFC 6121 4.3). If nothing comes, they are logged off. Nobody is asked for who is asked to share it: Prosody
   * answers that they don't, and forgets with that answer what they were asked, so that they can't accept it any more.
   */
  #probe(agent: BareJid): void {
    if (this.#probed.has(agent) || this.#askedToShare.has(agent) || !this.#isAgent(agent)) return;
    this.counts.probes += 1;
    this.#link.send(`<presence${attributesOf({ type: 'probe', from: this.config.jid, to: agent })}/>`);
    this.#probed.set(
      agent,
      setTimeout(() => {
        this.#probed.delete(agent);
        this.book.noteSilence(agent);
      }, PROBE_MS),
    );
  }

  /** Asks for the presence of those of whom nothing is known yet. */
  #probeUnheard(agents: readonly BareJid[]): void {
    for (const agent of agents) if (!this.book.isHeardOf(agent)) this.#probe(agent);
  }

  #stopProbe(agent: BareJid): void {
    clearTimeout(this.#probed.get(agent));
    this.#probed.delete(agent);
  }

  #tell(viewer: FullJid, agents: readonly BareJid[], groups: readonly GroupRef[]): void {
    const counts = groups.flatMap((group) => {
      const count = this.#counts.of(group, bareJidOf(viewer));
      return count ? [[group, count] as const] : [];
    });
    if (counts.length > 0) {
      this.counts.headlines += 1;
      this.#headline(viewer, writeStates([], { counts }));
    }
    for (let start = 0; start < agents.length; start += STATES_IN_ONE) {
      const states = agents.slice(start, start + STATES_IN_ONE).map((agent) => [agent, this.book.statusOf(agent)] as const);
      this.counts.headlines += 1;
      this.counts.states += states.length;
      this.#headline(viewer, writeStates(states));
    }
  }

  #headline(to: FullJid, payload: string): void {
    this.#link.send(
      `<message${attributesOf({ type: 'headline', from: this.config.jid, to })}>${payload}<no-store xmlns="urn:xmpp:hints"/></message>`,
    );
  }

  /** Tells all who may have watched by a partner that is gone, so that they can turn to this hub. */
  #tellOfLost(partner: string): void {
    this.counts.partnersLost += 1;
    const devices = this.book.allDevices().filter((device) => !this.viewers.countOf(device));
    const tellNext = () => {
      for (const device of devices.splice(0, TOLD_AT_ONCE))
        this.#headline(device, `<gone xmlns="${NS_AVAILABILITY}"${attributesOf({ jid: partner })}/>`);
      if (devices.length > 0) setTimeout(tellNext, 20);
    };
    tellNext();
  }
}
