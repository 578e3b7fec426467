import { MediaSession } from 'stanza/jingle';

type Changes = Parameters<MediaSession['process']>[1];
type Callback = Parameters<MediaSession['process']>[2];

const BAD_REQUEST = { condition: 'bad-request' };

/**
 * StanzaJS's Jingle session (XEP-0166, 0167, 0176, 0320) with another opinion about lost ways: StanzaJS ends a session when its first
 * ICE restart doesn't help at once, and takes a late candidate for a restart of the peer.
 */
export class VoiceSession extends MediaSession {
  /** When and how often ways are looked for again is `ConnectionWatch`'s to say. */
  protected override onIceStateChange(): void {}

  /** Looks for another way, unless that goes on already. Only initiators do, so that the two don't cross. */
  async lookForAnotherWay(): Promise<void> {
    if (!this.isInitiator || this.restartingIce || this.state !== 'active') return;
    await this.restartIce();
  }

  /** What was sent to look for another way didn't reach the peer. */
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
    const transport = changes.contents?.[0]?.transport as { usernameFragment?: string; password?: string } | undefined;
    if (transport?.usernameFragment && transport.usernameFragment !== this.remoteFragment()) {
      // A candidate of an earlier way, or of one that the answer is still to come of: without its mark StanzaJS takes it as a candidate only.
      if (!transport.password) delete transport.usernameFragment;
      // An answer to a question that isn't asked any more.
      else if (this.isInitiator && this.pc.signalingState !== 'have-local-offer') return done();
    }
    await checked(done, () => super.onTransportInfo(changes, done));
  }

  /** A relayed candidate's related address is this computer's own, for diagnosis only (RFC 8839 5.1): nobody's business. */
  protected override onIceCandidate(event: RTCPeerConnectionIceEvent): void {
    const { candidate } = event;
    const isRelayed = candidate?.candidate.includes(' typ relay ');
    if (!candidate || !isRelayed) return super.onIceCandidate(event);
    const text = candidate.candidate.replace(/ raddr \S+ rport \d+/, ' raddr 0.0.0.0 rport 9');
    super.onIceCandidate(new RTCPeerConnectionIceEvent('icecandidate', { candidate: new RTCIceCandidate({ ...candidate.toJSON(), candidate: text }) }));
  }

  private remoteFragment(): string | undefined {
    return /^a=ice-ufrag:(.*?)\r?$/m.exec(this.pc.remoteDescription?.sdp ?? '')?.[1];
  }
}

/** What a peer sends may be anything that is well-formed XML: StanzaJS throws at some of it. */
async function checked(done: Callback, process: () => Promise<void>): Promise<void> {
  try {
    await process();
  } catch {
    done(BAD_REQUEST);
  }
}
