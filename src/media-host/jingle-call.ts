import { SessionManager } from 'stanza/jingle';
import type { JingleAnswer, JingleRequest, MediaCall } from '../channel/media-host.ts';
import type { FullJid } from '../model/jid.ts';
import { JingleOutbox } from './jingle-outbox.ts';
import { answerOf, errorOf, isAcceptable, type Processed, reasonOf } from './jingle-request.ts';
import type { CallTimes } from './times.ts';
import { VoiceSession } from './voice-session.ts';

const RTP = 'urn:xmpp:jingle:apps:rtp:1';
const UNKNOWN: JingleAnswer = { error: { condition: 'item-not-found', jingleError: 'unknown-session' } };
const OUT_OF_ORDER: JingleAnswer = { error: { condition: 'unexpected-request', jingleError: 'out-of-order' } };
/** The reasons of a session's end that nobody wanted. */
const FAILURES = new Set([
  'connectivity-error',
  'failed-application',
  'failed-transport',
  'general-error',
  'gone',
  'incompatible-parameters',
  'media-error',
  'security-error',
  'timeout',
]);

/** The errors that a server answers for a peer whose device isn't there at the moment (RFC 6120 8.3.3). */
const AWAY = new Set(['service-unavailable', 'recipient-unavailable', 'remote-server-not-found']);

/** What happens in a call's signalling. */
export interface JingleHooks {
  send(to: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  /** The connection was made. Nothing was offered or answered yet, so that the track that is sent has to be added now. */
  created(pc: RTCPeerConnection): void;
  /** Called when both have accepted. */
  active(): void;
  heldByPeer(isHeld: boolean): void;
  /** Called when the peer was away, and so wasn't told that they are on hold, or that the agent is muted. */
  untold(): void;
  /** Called when the call has ended other than by `end`. */
  ended(by: 'peer' | 'failure'): void;
}

type JingleReason = Parameters<VoiceSession['end']>[0];
type Sent = Pick<Processed, 'type' | 'id' | 'error'> & Partial<Pick<Processed, 'jingle'>>;

/** One call's Jingle session: with one peer, under one id, and no other. */
export class JingleCall {
  readonly #manager: SessionManager;
  readonly #outbox: JingleOutbox;
  #session: VoiceSession | undefined;
  #peer: FullJid | undefined;
  #offer: string | undefined;
  /** The functions that take the answers to the peer's requests, by the requests' numbers. */
  readonly #answers = new Map<string, (answer: JingleAnswer) => void>();
  #lastId = 0;
  #peersEnd: 'peer' | 'failure' = 'failure';
  #isOver = false;

  constructor(
    private readonly call: MediaCall,
    private readonly times: CallTimes,
    private readonly hooks: JingleHooks,
  ) {
    this.#peer = call.peer;
    this.#outbox = new JingleOutbox((request) => this.#toPeer(request), times.sendAgainMs);
    this.#manager = new SessionManager({
      selfID: call.self,
      // The servers are always given, because StanzaJS would use a public one by default.
      iceServers: [...call.iceServers],
      iceTransportPolicy: call.isRelayOnly ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
      hasRTCPeerConnection: true,
      createPeerConnection: (_session, options) => new RTCPeerConnection(options),
      prepareSession: (options) => this.#create(options),
    });
    // StanzaJS keeps sessions by their ids, which the caller chooses. Without a prototype, `constructor` isn't one.
    this.#manager.sessions = Object.create(null) as SessionManager['sessions'];
    this.#manager.on('send', (iq: Sent) => void this.#sent(iq));
    this.#manager.on('incoming', () => void this.#accept());
    this.#manager.on('accepted', () => hooks.active());
    this.#manager.on('hold', () => hooks.heldByPeer(true));
    this.#manager.on('resumed', () => hooks.heldByPeer(false));
    this.#manager.on('terminated', () => this.#over(this.#peersEnd));
  }

  get pc(): RTCPeerConnection | undefined {
    return this.#session?.pc;
  }

  /** Sends the offer. */
  async start(): Promise<void> {
    const { isInitiator, callId: sid, iceServers } = this.call;
    if (!isInitiator || !this.#peer) return;
    const session = this.#create({
      config: this.#manager.config.peerConnectionConfig,
      iceServers: [...iceServers],
      initiator: true,
      parent: this.#manager,
      peerID: this.#peer,
      sid,
      applicationTypes: [RTP],
    });
    this.#manager.addSession(session);
    await session.start({});
  }

  async receive(from: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    if (this.#isOver || request.sid !== this.call.callId || (this.#peer !== undefined && from !== this.#peer)) return UNKNOWN;
    if (!isAcceptable(request)) return this.#refuse(request, { error: { condition: 'bad-request' } });
    const { action } = request;
    if (action === 'session-initiate') {
      const offer = JSON.stringify(request);
      if (this.#session) return offer === this.#offer ? {} : OUT_OF_ORDER;
      this.#offer = offer;
      this.#peer = from;
    }
    if (action === 'session-terminate') {
      this.#peersEnd = FAILURES.has(reasonOf(request) ?? '') ? 'failure' : 'peer';
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
    if (session && session.state !== 'ended') session.end(reason, session.state === 'starting');
    this.#close();
  }

  #create(options: ConstructorParameters<typeof VoiceSession>[0]): VoiceSession {
    const session = new VoiceSession(options);
    this.#session = session;
    this.hooks.created(session.pc);
    return session;
  }

  #process(from: FullJid, request: Processed['jingle']): Promise<JingleAnswer> {
    return new Promise((resolve) => {
      const id = String((this.#lastId += 1));
      this.#answers.set(id, resolve);
      this.#work({ type: 'set', id, from, jingle: structuredClone(request) });
    });
  }

  /** Has StanzaJS work on a request or an answer of the peer's. */
  #work(stanza: Omit<Processed, 'to'>): void {
    this.#manager.process({ to: this.call.self, ...stanza });
  }

  /** Sends a request. Before the offer the peer's device isn't known, and there is no session to ask anything of. */
  #toPeer(request: JingleRequest): Promise<JingleAnswer> {
    return this.#peer === undefined ? Promise.resolve(UNKNOWN) : this.hooks.send(this.#peer, request);
  }

  async #accept(): Promise<void> {
    const session = this.#session;
    await session?.accept({});
    if (session?.state === 'active') this.hooks.active();
  }

  async #sent({ type, id, jingle, error }: Sent): Promise<void> {
    if (type !== 'set') {
      this.#answers.get(id ?? '')?.(answerOf(error));
      this.#answers.delete(id ?? '');
      return;
    }
    if (!jingle) return;
    const request = { ...jingle };
    const { answer, isRepeated } = await this.#outbox.send(request);
    if (this.#isOver) return;
    this.#work({ type: answer.error ? 'error' : 'result', id, from: this.#peer, jingle, error: errorOf(answer) });
    if (answer.error) {
      this.#notTaken(
        request,
        answer.error.condition,
        isRepeated && answer.error.jingleError !== undefined && answer.error.jingleError !== 'unknown-session',
      );
    }
  }

  /**
   * The peer has refused a request. A request may be sent twice, because its answer was lost with a worker: a refusal that says so (`isKnownAlready`)
   * means that the first one has arrived.
   */
  #notTaken({ action }: JingleRequest, condition: string, isKnownAlready: boolean): void {
    if (action === 'session-initiate' && !isKnownAlready) this.#over('failure');
    else if (action === 'transport-info') this.#session?.restartFailed();
    else if (action === 'session-info' && AWAY.has(condition)) this.hooks.untold();
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
    setTimeout(() => this.#outbox.close(), this.times.farewellMs);
    // StanzaJS forgets the requests that it hasn't worked on, so that they are answered here. An end that it is working on is still answered by it.
    setTimeout(() => {
      for (const answer of this.#answers.values()) answer(UNKNOWN);
      this.#answers.clear();
    });
  }
}
