import type { SessionManager } from 'stanza/jingle';
import type { JingleAnswer, JingleRequest, MediaCall } from '../channel/media-host.ts';
import type { FullJid } from '../model/jid.ts';
import { EarlyOffer } from './early-offer.ts';
import type { JingleHooks } from './jingle-hooks.ts';
import { jingleManager } from './jingle-manager.ts';
import { JingleOutbox } from './jingle-outbox.ts';
import { answerOf, errorOf, isAcceptable, isAway, isFailure, OUT_OF_ORDER, type Processed, UNKNOWN } from './jingle-request.ts';
import type { CallTimes } from './times.ts';
import { PendingAnswers } from './pending-answers.ts';
import { isRingingHere } from './ringing-here.ts';
import { VoiceSession } from './voice-session.ts';

const RTP = 'urn:xmpp:jingle:apps:rtp:1';
type JingleReason = Parameters<VoiceSession['end']>[0];
type Sent = Pick<Processed, 'type' | 'id' | 'error'> & Partial<Pick<Processed, 'jingle'>>;

/** One call's Jingle session: with one peer, under one id, and no other. */
export class JingleCall {
  readonly #manager: SessionManager;
  readonly #outbox: JingleOutbox;
  #session: VoiceSession | undefined;
  #peer: FullJid | undefined;
  #offer: string | undefined;
  readonly #answers = new PendingAnswers();
  #peersEnd: 'peer' | 'failure' = 'failure';
  /** The offer, as long as nobody has accepted it. */
  #early: EarlyOffer | undefined;
  #isRingingHere: boolean;
  #isOffered = false;
  /** Whether the caller has taken the answer. */
  #isAnswered = false;
  /** What they didn't take of it and its candidates, because they had lost their stream, or are still to hear that the call is accepted. */
  #untaken: Processed['jingle'][] = [];
  #offeringAgain: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(
    private readonly call: MediaCall,
    private readonly times: CallTimes,
    private readonly hooks: JingleHooks,
  ) {
    // As long as it rings, the call is with none of the peer's devices.
    this.#isRingingHere = isRingingHere(call);
    if (call.isRinging && call.isInitiator) this.#early = new EarlyOffer((to, request) => hooks.send(to, request));
    else this.#peer = call.peer;
    this.#outbox = new JingleOutbox((request) => this.#toPeer(request), times.sendAgainMs);
    this.#manager = jingleManager(call, (options) => this.#create(options));
    this.#manager.on('send', (iq: Sent) => void this.#sent(iq));
    this.#manager.on('incoming', () => {
      this.#isOffered = true;
      if (this.#isRingingHere) this.#session?.prepare();
      else void this.#answer();
    });
    this.#manager.on('accepted', () => hooks.active());
    this.#manager.on('hold', () => hooks.heldByPeer(true));
    this.#manager.on('resumed', () => hooks.heldByPeer(false));
    this.#manager.on('terminated', () => this.#over(this.#peersEnd));
  }

  /** Whether the call rings here. Its offer is applied then, but not answered, and the peer is told nothing. */
  get isRingingHere(): boolean {
    return this.#isRingingHere;
  }

  get pc(): RTCPeerConnection | undefined {
    return this.#session?.pc;
  }

  /** Sends the offer. */
  async start(): Promise<void> {
    const { isInitiator, callId: sid, iceServers, peer } = this.call;
    if (!isInitiator || peer === undefined) return;
    this.#early?.ringsAt(peer);
    const session = this.#create({
      config: this.#manager.config.peerConnectionConfig,
      iceServers: [...iceServers],
      initiator: true,
      parent: this.#manager,
      peerID: peer,
      sid,
      applicationTypes: [RTP],
    });
    this.#manager.addSession(session);
    await session.start({});
  }

  /** Offers the call to another device that rings. */
  ringsAt(device: FullJid): void {
    this.#early?.ringsAt(device);
  }

  /** The call goes on with this device, because it has accepted. What it hasn't taken of the offer while it rang is sent to it now. */
  async acceptedBy(device: FullJid): Promise<void> {
    const early = this.#early;
    if (!early || this.#peer !== undefined) return;
    this.#peer = device;
    if (this.#session) this.#session.peerID = device;
    const untaken = await early.untakenBy(device);
    this.#early = undefined;
    for (const request of untaken) void this.#ask(request);
    // The device may have lost what it took, because its session host was stopped while it rang. An offer that comes twice counts once.
    this.#offeringAgain = setTimeout(() => {
      if (this.#session?.state === 'pending') for (const request of early.requests) void this.hooks.send(device, { ...request });
    }, this.times.offerAgainMs);
  }

  /** The agent has accepted the call that rang here. */
  accept(): void {
    this.#isRingingHere = false;
    void this.#answer();
  }

  async receive(from: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    if (this.#isOver || request.sid !== this.call.callId || (this.#peer !== undefined && from !== this.#peer)) return UNKNOWN;
    if (!isAcceptable(request)) return this.#refuse(request, { error: { condition: 'bad-request' } });
    const { action } = request;
    if (action === 'session-initiate') {
      const offer = JSON.stringify(request);
      if (this.#session) {
        if (offer !== this.#offer) return OUT_OF_ORDER;
        for (const untaken of this.#untaken.splice(0)) void this.#ask(untaken);
        return {};
      }
      this.#offer = offer;
      this.#peer = from;
    }
    if (action === 'session-terminate') {
      this.#peersEnd = isFailure(request) ? 'failure' : 'peer';
      if (!this.#session) this.#over(this.#peersEnd);
    }
    const answer = await this.#process(from, request);
    return answer.error ? this.#refuse(request, answer) : answer;
  }

  /** Tells the peer that they are put on hold or brought back, or that the agent is muted or isn't any more (XEP-0167 8). */
  tell(info: 'hold' | 'active' | 'mute' | 'unmute'): void {
    const session = this.#session;
    if (!session || this.#isOver) return;
    const mid = session.pc.getTransceivers()[0]?.mid ?? '0';
    const told = {
      hold: () => session.hold(),
      active: () => session.resume(),
      mute: () => session.mute('initiator', mid),
      unmute: () => session.unmute('initiator', mid),
    }[info]();
    // Telling fails only when the call is over, and then nobody needs to be told.
    told.catch(() => undefined);
  }

  lookForAnotherWay(): void {
    void this.#session?.lookForAnotherWay();
  }

  /** Ends the call, and tells the peer if there is a session to end. */
  end(reason: JingleReason): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const session = this.#session;
    const isUntold = session?.state === 'starting' || this.#peer === undefined || this.#isRingingHere;
    if (session && session.state !== 'ended') session.end(reason, isUntold);
    this.#close();
  }

  #create(options: ConstructorParameters<typeof VoiceSession>[0]): VoiceSession {
    const session = new VoiceSession(options);
    this.#session = session;
    this.hooks.created(session.pc);
    return session;
  }

  #process(from: FullJid, request: Processed['jingle']): Promise<JingleAnswer> {
    return this.#answers.to((id) => this.#work({ type: 'set', id, from, jingle: structuredClone(request) }));
  }

  /** Has StanzaJS work on a request or an answer of the peer's. */
  #work(stanza: Omit<Processed, 'to'>): void {
    this.#manager.process({ to: this.call.self, ...stanza });
  }

  /** Sends a request. Before the offer the peer's device isn't known, and there is no session to ask anything of. */
  #toPeer(request: JingleRequest): Promise<JingleAnswer> {
    return this.#peer === undefined ? Promise.resolve(UNKNOWN) : this.hooks.send(this.#peer, request);
  }

  /** Answers the offer, once it is there and the call is accepted. */
  async #answer(): Promise<void> {
    if (!this.#isOffered || this.#isRingingHere) return;
    const session = this.#session;
    await session?.accept();
    if (session?.state === 'active') this.hooks.active();
  }

  async #sent({ type, id, jingle, error }: Sent): Promise<void> {
    if (type !== 'set') {
      this.#answers.give(id ?? '', answerOf(error));
      return;
    }
    if (!jingle) return;
    if (this.#early) this.#early.add(jingle);
    else await this.#ask(jingle, id);
  }

  async #ask(jingle: Processed['jingle'], id?: string): Promise<void> {
    const { answer, isRepeated } = await this.#outbox.send({ ...jingle });
    if (this.#isOver) return;
    const { error } = answer;
    if (jingle.action === 'session-accept') this.#isAnswered = !error;
    // The caller asks for it by the offer, or ends the call otherwise. StanzaJS would end it here.
    if (error && !this.call.isInitiator && !this.#isAnswered) return void this.#untaken.push(jingle);
    this.#work({ type: error ? 'error' : 'result', id, from: this.#peer, jingle, error: errorOf(answer) });
    if (error)
      this.#notTaken(jingle, error.condition, isRepeated && error.jingleError !== undefined && error.jingleError !== 'unknown-session');
  }

  /**
   * The peer has refused a request. A request may be sent twice, because its answer was lost with a worker: a refusal that says so (`isKnownAlready`)
   * means that the first one has arrived.
   */
  #notTaken({ action }: Processed['jingle'], condition: string, isKnownAlready: boolean): void {
    if (action === 'session-initiate' && !isKnownAlready) this.#over('failure');
    else if (action === 'transport-info') this.#session?.restartFailed();
    else if (action === 'session-info' && isAway(condition)) this.hooks.untold();
  }

  /** Refuses a request of the peer's. If it was the offer or the answer, there won't be a call, so that it ends. */
  #refuse({ action }: JingleRequest, answer: JingleAnswer): JingleAnswer {
    if (action === 'session-initiate' || (action === 'session-accept' && answer.error?.jingleError !== 'out-of-order')) {
      queueMicrotask(() => {
        this.#over('failure', 'failed-application');
      });
    }
    return answer;
  }

  #over(by: 'peer' | 'failure', reason: JingleReason = 'failed-transport'): void {
    if (this.#isOver) return;
    this.end(reason);
    this.hooks.ended(by);
  }

  #close(): void {
    clearTimeout(this.#offeringAgain);
    setTimeout(() => this.#outbox.close(), this.times.farewellMs);
    // StanzaJS forgets the requests that it hasn't worked on, so that they are answered here. An end that it is working on is still answered by it.
    setTimeout(() => this.#answers.giveUp());
  }
}
