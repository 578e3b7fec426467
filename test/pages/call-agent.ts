import { type Agent, createClient } from 'stanza';
import type { MediaSession, Session } from 'stanza/jingle';
import { CALL_MESSAGE, type CallMessage } from '../../demo/call/call-message.ts';

/*
 * An agent's end of a contact's call, written by the standards alone: the call page has to work with any such client. test/fixtures/call-page.ts
 * bundles and serves it.
 */

/** Plays four notes over and over. */
function playMusic(): MediaStreamTrack | null {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { type: 'triangle' });
  const notes = Array.from({ length: 200 }, (_, index) => [261.6, 329.6, 392, 523.3][index % 4] ?? 0);
  notes.forEach((hz, index) => oscillator.frequency.setValueAtTime(hz, context.currentTime + index * 0.25));
  const destination = new MediaStreamAudioDestinationNode(context);
  oscillator.connect(new GainNode(context, { gain: 0.3 })).connect(destination);
  oscillator.start();
  return destination.stream.getAudioTracks()[0] ?? null;
}

const bareOf = (jid: string) => jid.split('/')[0] ?? jid;

export class TestCallAgent {
  /** What has been received, oldest first: JMI elements, and Jingle as `session-…`. */
  readonly heard: string[] = [];
  /** The latest proposal, with the caller's address. */
  proposal: (CallMessage & { readonly from: string }) | undefined;
  /** The types of the two candidates that audio takes. */
  route: string | undefined;
  #client: Agent | undefined;
  #session: MediaSession | undefined;

  async signIn(jid: string, password: string, websocket: string): Promise<void> {
    const client = createClient({
      jid,
      password,
      transports: { websocket, bosh: false },
      jingle: { iceServers: [], trickleIce: true, advertiseVideo: false, advertiseFileTransfer: false, bundlePolicy: 'max-bundle' },
    });
    this.#client = client;
    client.stanzas.define(CALL_MESSAGE);
    client.on('message', ({ from, callMessage }) => {
      if (!callMessage) return;
      this.heard.push([callMessage.type, callMessage.reason?.condition].filter(Boolean).join(' '));
      if (callMessage.type === 'propose') this.proposal = { ...callMessage, from };
    });
    client.on('jingle:incoming', (session) => void this.#take(session));
    client.on('jingle:terminated', (_session, reason) => this.heard.push(`session-terminate ${reason?.condition ?? ''}`));
    const started = new Promise<void>((resolve) => client.once('session:started', () => resolve()));
    void client.connect();
    await started;
    client.sendPresence();
    const { services = [] } = await client.getServices(client.config.server ?? '');
    for (const { type, host = '', port = 0, transport, username, password: credential } of services) {
      client.jingle.addICEServer(
        type === 'turn'
          ? { urls: `turn:${host}:${port}?transport=${transport ?? 'udp'}`, username, credential }
          : { urls: `stun:${host}:${port}` },
      );
    }
  }

  /** Sends a JMI element to the caller. */
  say(type: CallMessage['type'], condition?: string): void {
    if (!this.proposal) throw new Error('Nobody has called.');
    const callMessage = { type, id: this.proposal.id, ...(condition === undefined ? {} : { reason: { condition } }) };
    this.#client?.sendMessage({ to: this.proposal.from, type: 'chat', callMessage, processingHints: { store: true } });
  }

  /** Puts the contact on hold, with music or in silence. */
  async hold(hasMusic: boolean): Promise<void> {
    await this.#sender?.replaceTrack(hasMusic ? playMusic() : null);
    await this.#session?.hold();
  }

  /** Talks to the contact again. */
  async resume(): Promise<void> {
    await this.#sender?.replaceTrack(await this.#microphone());
    await this.#session?.resume();
  }

  hangUp(): void {
    this.#session?.end('success');
    this.say('finish', 'success');
  }

  get #sender(): RTCRtpSender | undefined {
    return this.#session?.pc.getSenders()[0];
  }

  async #microphone(): Promise<MediaStreamTrack> {
    const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
    if (!track) throw new Error('The microphone has no track.');
    return track;
  }

  async #take(incoming: Session): Promise<void> {
    const session = incoming as MediaSession;
    if (session.sid !== this.proposal?.id || bareOf(session.peerID) !== bareOf(this.proposal.from)) return session.decline();
    this.#session = session;
    this.heard.push('session-initiate');
    session.pc.addEventListener('connectionstatechange', () => void this.#noteRoute(session.pc));
    const audio = new Audio();
    audio.srcObject = new MediaStream(session.pc.getReceivers().map(({ track }) => track));
    void audio.play();
    await session.addTrack(await this.#microphone(), new MediaStream());
    await session.accept();
  }

  async #noteRoute(connection: RTCPeerConnection): Promise<void> {
    if (connection.connectionState !== 'connected') return;
    const stats = [...((await connection.getStats()) as unknown as Map<string, Record<string, string>>).values()];
    const byId = (id: string | undefined) => stats.find((entry) => entry.id === id);
    const pair = byId(stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId);
    this.route = `${byId(pair?.localCandidateId)?.candidateType} ${byId(pair?.remoteCandidateId)?.candidateType}`;
  }
}

declare global {
  var testCallAgent: TestCallAgent;
}
globalThis.testCallAgent = new TestCallAgent();
