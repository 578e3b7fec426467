import { SessionManager } from 'stanza/jingle';
import type { JingleAnswer, JingleRequest, MediaCall } from '../channel/media-host.ts';
import type { FullJid } from '../model/jid.ts';
import { JingleOutbox } from './jingle-outbox.ts';
import { answerOf, isAcceptable, reasonOf } from './jingle-request.ts';
import type { CallTimes } from './times.ts';
import { VoiceSession } from './voice-session.ts';

const RTP = 'urn:xmpp:jingle:apps:rtp:1';
const UNKNOWN: JingleAnswer = { error: { condition: 'item-not-found', jingleError: 'unknown-session' } };
const OUT_OF_ORDER: JingleAnswer = { error: { condition: 'unexpected-request', jingleError: 'out-of-order' } };
/** Why a peer ends a session that it didn't want to end. */
const FAILURES = new Set(['connectivity-error', 'failed-application', 'failed-transport', 'general-error', 'gone', 'incompatible-parameters', 'media-error', 'security-error', 'timeout']);

/** What is answered for a peer whose device isn't there at the moment (RFC 6120 8.3.3). */
const AWAY = new Set(['service-unavailable', 'recipient-unavailable', 'remote-server-not-found']);

/** What happens in a call's signalling. */
export interface JingleHooks {
  send(to: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  /** Its connection is there, before anything was offered or answered: what is sent must be added now. */
  created(pc: RTCPeerConnection): void;
  /** Both have accepted. */
  active(): void;
  heldByPeer(isHeld: boolean): void;
  /** The peer is away, and doesn't know whether they are on hold, or hear the agent. */
  untold(): void;
  /** It is over, but for `end`. */
  ended(by: 'peer' | 'failure'): void;
}

type Processed = Parameters<SessionManager['process']>[0];
type Sent = Pick<Processed, 'type' | 'id' | 'error'> & { readonly jingle?: object };

/** One call's Jingle session: with one peer, under one id, and no other. */
export class JingleCall {
  private readonly manager: SessionManager;
  private readonly outbox: JingleOutbox;
  private session: VoiceSession | undefined;
  private peer: FullJid | undefined;
  private offer: string | undefined;
  /** What the peer's requests wait for, by their number. */
  private readonly answers = new Map<string, (answer: JingleAnswer) => void>();
  private lastId = 0;
  private peersEnd: 'peer' | 'failure' = 'failure';
  private isOver = false;

  constructor(
    private readonly call: MediaCall,
    private readonly times: CallTimes,
    private readonly hooks: JingleHooks,
  ) {
    this.peer = call.peer;
    this.outbox = new JingleOutbox((request) => hooks.send(this.peer as FullJid, request), times.sendAgainMs);
    this.manager = new SessionManager({
      selfID: call.self,
      // StanzaJS's own default is a public server.
      iceServers: [...call.iceServers],
      iceTransportPolicy: call.isRelayOnly ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
      hasRTCPeerConnection: true,
      createPeerConnection: (_session, options) => new RTCPeerConnection(options),
      prepareSession: (options) => this.create(options),
    });
    // StanzaJS keeps sessions by their ids, which are the caller's choice: none is there by inheritance.
    this.manager.sessions = Object.create(null) as SessionManager['sessions'];
    this.manager.on('send', (iq: Sent) => void this.sent(iq));
    this.manager.on('incoming', () => void this.accept());
    this.manager.on('accepted', () => hooks.active());
    this.manager.on('hold', () => hooks.heldByPeer(true));
    this.manager.on('resumed', () => hooks.heldByPeer(false));
    this.manager.on('terminated', () => this.over(this.peersEnd));
  }

  get pc(): RTCPeerConnection | undefined {
    return this.session?.pc;
  }

  /** Sends the offer. */
  async start(): Promise<void> {
    const { isInitiator, callId: sid, iceServers } = this.call;
    if (!isInitiator || !this.peer) return;
    const session = this.create({ config: this.manager.config.peerConnectionConfig, iceServers: [...iceServers], initiator: true, parent: this.manager, peerID: this.peer, sid, applicationTypes: [RTP] });
    this.manager.addSession(session);
    await session.start({});
  }

  async receive(from: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    if (this.isOver || request.sid !== this.call.callId || (this.peer !== undefined && from !== this.peer)) return UNKNOWN;
    if (!isAcceptable(request)) return this.refuse(request, { error: { condition: 'bad-request' } });
    const { action } = request;
    if (action === 'session-initiate') {
      const offer = JSON.stringify(request);
      if (this.session) return offer === this.offer ? {} : OUT_OF_ORDER;
      this.offer = offer;
      this.peer = from;
    }
    if (action === 'session-terminate') {
      this.peersEnd = FAILURES.has(reasonOf(request) ?? '') ? 'failure' : 'peer';
      if (!this.session) this.over(this.peersEnd);
    }
    const answer = await this.process(from, request);
    return answer.error ? this.refuse(request, answer) : answer;
  }

  /** Tells that the peer is put on hold, or isn't any more, or can't hear the agent (XEP-0167 8). */
  tell(info: 'hold' | 'active' | 'mute' | 'unmute'): void {
    const { session } = this;
    if (!session || this.isOver) return;
    const mid = session.pc.getTransceivers()[0]?.mid ?? '0';
    const told = { hold: () => session.hold(), active: () => session.resume(), mute: () => session.mute('initiator', mid), unmute: () => session.unmute('initiator', mid) }[info]();
    // It is over.
    told.catch(() => undefined);
  }

  lookForAnotherWay(): void {
    void this.session?.lookForAnotherWay();
  }

  /** Ends it, and tells the peer if there is a session to end. */
  end(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    const { session } = this;
    if (session && session.state !== 'ended') session.end(reason as Parameters<VoiceSession['end']>[0], session.state === 'starting');
    this.close();
  }

  private create(options: ConstructorParameters<typeof VoiceSession>[0]): VoiceSession {
    const session = new VoiceSession(options);
    this.session = session;
    this.hooks.created(session.pc);
    return session;
  }

  private process(from: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    return new Promise((resolve) => {
      const id = String((this.lastId += 1));
      this.answers.set(id, resolve);
      // Plain data of a peer: StanzaJS and `VoiceSession` deal with what isn't as it should be.
      this.manager.process({ type: 'set', id, from, to: this.call.self, jingle: structuredClone(request) } as unknown as Processed);
    });
  }

  private async accept(): Promise<void> {
    const { session } = this;
    await session?.accept({});
    if (session?.state === 'active') this.hooks.active();
  }

  private async sent({ type, id, jingle, error }: Sent): Promise<void> {
    if (type !== 'set') {
      this.answers.get(id ?? '')?.(answerOf(error));
      this.answers.delete(id ?? '');
      return;
    }
    const request = jingle as JingleRequest;
    const { answer, isRepeated } = await this.outbox.send(request);
    if (this.isOver) return;
    this.manager.process({ type: answer.error ? 'error' : 'result', id, from: this.peer, to: this.call.self, jingle, error: answer.error } as unknown as Processed);
    if (answer.error) this.notTaken(request, answer.error.condition, isRepeated && answer.error.jingleError !== undefined && answer.error.jingleError !== 'unknown-session');
  }

  /** The peer didn't take what was sent; unless that was the second time, as the first had reached it. */
  private notTaken({ action }: JingleRequest, condition: string, isKnownAlready: boolean): void {
    if (action === 'session-initiate' && !isKnownAlready) this.over('failure');
    else if (action === 'transport-info') this.session?.restartFailed();
    else if (action === 'session-info' && AWAY.has(condition)) this.hooks.untold();
  }

  /** Without offer or answer there won't be a call. */
  private refuse({ action }: JingleRequest, answer: JingleAnswer): JingleAnswer {
    if (action === 'session-initiate' || (action === 'session-accept' && answer.error?.jingleError !== 'out-of-order')) {
      queueMicrotask(() => {
        this.over('failure', 'failed-application');
      });
    }
    return answer;
  }

  private over(by: 'peer' | 'failure', reason = 'failed-transport'): void {
    if (this.isOver) return;
    this.end(reason);
    this.hooks.ended(by);
  }

  private close(): void {
    setTimeout(() => this.outbox.close(), this.times.farewellMs);
    // StanzaJS forgets what it hasn't worked on yet; an end that is being worked on is still answered.
    setTimeout(() => {
      for (const answer of this.answers.values()) answer(UNKNOWN);
      this.answers.clear();
    });
  }
}
