import { importFromSDP, MediaSession } from 'stanza/jingle';
import { convertIntermediateToRequest } from 'stanza/jingle/sdp/Protocol.js';

type Changes = Parameters<MediaSession['process']>[1];
type Callback = Parameters<MediaSession['process']>[2];

type Request = Parameters<MediaSession['send']>[1];

/** What is used of a transport (XEP-0176). */
interface IceTransport {
  usernameFragment?: string;
  password?: string;
  candidates?: object[];
}

const BAD_REQUEST = { condition: 'bad-request' };

/**
 * How long a candidate waits for others. A browser finds most of them within some milliseconds, and each request costs the server and both devices
 * half a dozen stanzas, behind which the answer to the offer would wait.
 */
const TOGETHER_MS = 10;

/**
 * StanzaJS's Jingle session (XEP-0166, 0167, 0176, 0320), changed for lost connections. StanzaJS would end a session when its first ICE
 * restart doesn't help at once, and take a late candidate for a restart of the peer.
 */
export class VoiceSession extends MediaSession {
  /** Candidates that aren't sent yet, as StanzaJS would send them. */
  #found: Request[] = [];
  #telling: ReturnType<typeof setTimeout> | undefined;
  #answer: Promise<RTCSessionDescriptionInit> | undefined;

  /** Makes the answer, before it is wanted. Nothing begins by that: the browser looks for its addresses when the answer is set. */
  prepare(): void {
    this.#answer = this.pc.createAnswer();
    // If it can't be made, accepting fails by that.
    this.#answer.catch(() => undefined);
  }

  /**
   * Answers the offer. StanzaJS would first set the answer here, and send it after that. The way to the caller takes longer, so that both are done at
   * once.
   */
  override async accept(): Promise<void> {
    this.state = 'active';
    try {
      await this.processLocal('session-accept', async () => {
        const answer = await (this.#answer ?? this.pc.createAnswer());
        const request = convertIntermediateToRequest(importFromSDP(answer.sdp ?? ''), 'responder', this.transportType);
        const contents = request.contents?.map((content) => ({ ...content, creator: 'initiator' as const }));
        this.send('session-accept', { ...request, contents });
        const isSet = this.pc.setLocalDescription(answer);
        // The browser does this in order. Views are rendered by now, and to hear from it would take until that is done.
        await Promise.all([isSet, this.processBufferedCandidates()]);
      });
    } catch {
      this.end('failed-application');
    }
  }

  /**
   * Gives the browser the candidates that came early. StanzaJS would give it the next one after it has said that it has the last, which it says late while
   * views are rendered.
   */
  protected override async processBufferedCandidates(): Promise<void> {
    // If it can't use one, it still has the others.
    await Promise.allSettled(this.candidateBuffer.splice(0).map((candidate) => this.pc.addIceCandidate(candidate)));
  }

  /** Does nothing: `ConnectionWatch` decides when and how often another way is looked for. */
  protected override onIceStateChange(): void {}

  /** Looks for another way, unless that goes on already. Only the initiator does, one try at a time: two answers to two offers would be mixed up. */
  async lookForAnotherWay(): Promise<void> {
    if (!this.isInitiator || this.restartingIce || this.state !== 'active') return;
    await this.restartIce();
  }

  /** To be called when the request for another way didn't reach the peer, so that the next one may be sent. */
  restartFailed(): void {
    this.restartingIce = false;
  }

  protected override async onSessionInitiate(changes: Changes, done: Callback): Promise<void> {
    await checked(done, () => super.onSessionInitiate(changes, done));
  }

  protected override async onSessionAccept(changes: Changes, done: Callback): Promise<void> {
    await checked(done, () => super.onSessionAccept(changes, done));
  }

  protected override async onTransportInfo(changes: Changes, done: Callback): Promise<void> {
    const transport = changes.contents?.[0]?.transport as IceTransport | undefined;
    if (transport?.usernameFragment && transport.usernameFragment !== this.#remoteFragment()) {
      // A candidate of an earlier way, or of one whose answer is still to come. StanzaJS would take its fragment for a restart of the peer; without
      // the fragment it is a candidate only.
      if (!transport.password) delete transport.usernameFragment;
      // An answer to an offer that doesn't wait for one any more.
      else if (this.isInitiator && this.pc.signalingState !== 'have-local-offer') return done();
    }
    await checked(done, () => super.onTransportInfo(changes, done));
  }

  /** Sends a request. Candidates that are found one right after the other are sent in one. */
  override send(...[action, request]: Parameters<MediaSession['send']>): void {
    if (action === 'transport-info' && candidatesIn(request).length > 0) {
      this.#found.push(request);
      this.#telling ??= setTimeout(() => this.#tellFound(), TOGETHER_MS);
      return;
    }
    // What comes after them, as the end of the search, is sent after them.
    this.#tellFound();
    super.send(action, request);
  }

  #tellFound(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const found = this.#found.splice(0);
    // Candidates of an earlier way, before an ICE restart, have another fragment, and go by themselves.
    for (const fragment of this.state === 'ended' ? [] : new Set(found.map(fragmentIn))) {
      const together = found.filter((request) => fragmentIn(request) === fragment);
      const [first] = together;
      const [content] = first?.contents ?? [];
      if (!first || !content?.transport) continue;
      const transport = { ...content.transport, candidates: together.flatMap(candidatesIn) };
      super.send('transport-info', { ...first, contents: [{ ...content, transport }] });
    }
  }

  /**
   * Sends a candidate. The related address of a relayed one is this computer's own. It is there for diagnosis only (RFC 8839 5.1), so that it is left
   * out.
   */
  protected override onIceCandidate(event: RTCPeerConnectionIceEvent): void {
    const { candidate } = event;
    const isRelayed = candidate?.candidate.includes(' typ relay ');
    if (!candidate || !isRelayed) return super.onIceCandidate(event);
    const text = candidate.candidate.replace(/ raddr \S+ rport \d+/, ' raddr 0.0.0.0 rport 9');
    super.onIceCandidate(
      new RTCPeerConnectionIceEvent('icecandidate', { candidate: new RTCIceCandidate({ ...candidate.toJSON(), candidate: text }) }),
    );
  }

  #remoteFragment(): string | undefined {
    return /^a=ice-ufrag:(.*?)\r?$/m.exec(this.pc.remoteDescription?.sdp ?? '')?.[1];
  }
}

function iceIn({ contents }: Request): IceTransport | undefined {
  return contents?.[0]?.transport as IceTransport | undefined;
}

/** The candidates of a request that has nothing else: a new fragment with its password is for another way. */
function candidatesIn(request: Request): object[] {
  const { candidates = [], password } = iceIn(request) ?? {};
  return password === undefined ? candidates : [];
}

function fragmentIn(request: Request): string | undefined {
  return iceIn(request)?.usernameFragment;
}

/** Answers *bad request* where StanzaJS throws, as it does at some of what a peer may send. */
async function checked(done: Callback, process: () => Promise<void>): Promise<void> {
  try {
    await process();
  } catch {
    // The peer is told, so that it can end the call.
    done(BAD_REQUEST);
  }
}
