import type { Agent } from 'stanza';
import type { MediaSession, Session } from 'stanza/jingle';
import type { ReceivedMessage } from 'stanza/protocol';
import type { CallMessage } from './call-message.ts';
import type { Callee, CallState, ContactDetails, EndReason } from './call-state.ts';

const RING_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 20_000;

const bareOf = (jid: string) => jid.split('/')[0] ?? jid;

export interface VoiceCallOptions {
  readonly client: Agent;
  readonly microphone: MediaStream;
  readonly callee: Callee;
  readonly contact: ContactDetails;
  /** The address of the page that the contact calls from. */
  readonly page: string;
  readonly onChange: (state: CallState) => void;
  /** Called with the track of the agent's voice. */
  readonly onTrack: (track: MediaStreamTrack) => void;
}

/** A contact's call to an agent or to a group, from the proposal to its end (docs/protocol.md, section 11). */
export class VoiceCall {
  /** The id of the call (XEP-0353), which is the Jingle session's `sid` too. */
  readonly #id: string = crypto.randomUUID();
  readonly #options: VoiceCallOptions;
  /** The bare JIDs of the agents who may still answer. */
  readonly #asked: Set<string>;
  #isRejected = false;
  #session: MediaSession | undefined;
  #state: CallState = { status: 'calling', isRinging: false };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: VoiceCallOptions) {
    this.#options = options;
    this.#asked = new Set(options.callee.agents.map(({ jid }) => jid));
    const { client } = options;
    client.on('message', (message) => this.#hear(message));
    client.on('disconnected', () => this.#end('lost'));
    client.on('jingle:terminated', (session, reason) => this.#isOurs(session) && this.#hearTerminated(reason?.condition));
    client.on('jingle:hold', (session) => this.#isOurs(session) && this.#update({ isOnHold: true }));
    client.on('jingle:resumed', (session) => this.#isOurs(session) && this.#update({ isOnHold: false }));
  }

  /** Proposes the call to every agent who may answer. */
  start(): void {
    const { contact, callee, page } = this.#options;
    const { name: contactName, number, topic } = contact;
    const details = {
      contactName,
      contactNumber: number || undefined,
      contactTopic: topic || undefined,
      contactPage: page,
      contactGroup: callee.group,
    };
    for (const jid of this.#asked) this.#say(jid, { type: 'propose', media: 'audio', ...details });
    this.#timer = setTimeout(() => this.#giveUp('timeout', 'no-answer'), RING_TIMEOUT_MS);
    this.#change(this.#state);
  }

  /** Ends the call in any state, and tells the other side. */
  hangUp(): void {
    if (this.#state.status === 'calling') return this.#giveUp('cancel', 'cancelled');
    this.#end('hung-up', () => {
      const session = this.#session;
      if (!session) return;
      session.end('success');
      this.#say(bareOf(session.peerID), { type: 'finish', reason: { condition: 'success' } });
    });
  }

  /** Mutes the microphone, so that the agent doesn't hear the contact. */
  setMuted(isMuted: boolean): void {
    for (const track of this.#options.microphone.getTracks()) track.enabled = !isMuted;
    const session = this.#session;
    if (!session) return;
    const content = session.pc.getTransceivers()[0]?.mid ?? '';
    void (isMuted ? session.mute('initiator', content) : session.unmute('initiator', content));
  }

  #say(to: string, message: Omit<CallMessage, 'id'>): void {
    const callMessage = { ...message, id: this.#id };
    void this.#options.client.send('message', {
      to,
      type: 'chat',
      id: `${message.type}-${this.#id}`,
      callMessage,
      processingHints: { store: true },
    });
  }

  #hear({ from, id, type, callMessage }: ReceivedMessage): void {
    const agent = bareOf(from);
    if (!this.#asked.has(agent)) return;
    if (type === 'error') {
      if (id === `propose-${this.#id}`) this.#strike(agent);
      return;
    }
    if (callMessage?.id !== this.#id) return;
    const isCalling = this.#state.status === 'calling';
    if (callMessage.type === 'ringing' && isCalling) this.#change({ status: 'calling', isRinging: true });
    if (callMessage.type === 'proceed' && isCalling && from !== agent) void this.#connect(from);
    if (callMessage.type === 'reject' && isCalling) {
      this.#isRejected = true;
      this.#strike(agent);
    }
    if (callMessage.type === 'finish' && this.#session && agent === bareOf(this.#session.peerID))
      this.#hearTerminated(callMessage.reason?.condition);
  }

  /** Takes an agent who rejects the call, or can't be reached, out of those who may answer. */
  #strike(agent: string): void {
    this.#asked.delete(agent);
    if (this.#asked.size === 0 && this.#state.status === 'calling') this.#end(this.#isRejected ? 'rejected' : 'unreachable');
  }

  #giveUp(condition: 'cancel' | 'timeout', reason: EndReason): void {
    this.#end(reason, () => {
      for (const jid of this.#asked) this.#say(jid, { type: 'retract', reason: { condition } });
    });
  }

  /** Tells the other agents that the call is answered, and sets up audio with the device that answered. */
  async #connect(peer: string): Promise<void> {
    const { client, microphone, onTrack } = this.#options;
    const agent = bareOf(peer);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(), CONNECT_TIMEOUT_MS);
    this.#change({ status: 'connecting', agent });
    for (const jid of this.#asked) if (jid !== agent) this.#say(jid, { type: 'retract', reason: { condition: 'alternative-session' } });

    const session = client.jingle.createMediaSession(peer, this.#id, microphone);
    this.#session = session;
    session.pc.addEventListener('track', ({ track }) => onTrack(track));
    session.pc.addEventListener('connectionstatechange', () => this.#watch(session.pc.connectionState));
    await session.start();
  }

  #watch(connection: RTCPeerConnectionState): void {
    const state = this.#state;
    if (connection === 'connected' && state.status === 'connecting') {
      clearTimeout(this.#timer);
      this.#change({ status: 'connected', agent: state.agent, since: Date.now(), isOnHold: false, isInterrupted: false });
    } else if (connection === 'connected' || connection === 'disconnected') this.#update({ isInterrupted: connection === 'disconnected' });
    else if (connection === 'failed') this.#fail();
  }

  /** Called two seconds after the interruption: StanzaJS has tried another route by then, without success. */
  #fail(): void {
    this.#end(this.#state.status === 'connected' ? 'lost' : 'no-route', () => this.#session?.end('connectivity-error'));
  }

  #hearTerminated(condition: string | undefined): void {
    const isTaken = this.#state.status === 'connected';
    if (condition === 'failed-transport' || condition === 'connectivity-error') return this.#end(isTaken ? 'lost' : 'no-route');
    this.#end(condition === 'decline' || condition === 'busy' ? 'rejected' : 'agent-hung-up');
  }

  #isOurs(session: Session): boolean {
    return session === this.#session;
  }

  #update(change: { readonly isOnHold?: boolean; readonly isInterrupted?: boolean }): void {
    if (this.#state.status === 'connected') this.#change({ ...this.#state, ...change });
  }

  /** Sends the last stanzas before it reports the end, because the listener disconnects then. */
  #end(reason: EndReason, farewell?: () => void): void {
    const state = this.#state;
    if (state.status === 'ended') return;
    clearTimeout(this.#timer);
    const agent = 'agent' in state ? state.agent : undefined;
    this.#state = { status: 'ended', reason, agent, durationMs: state.status === 'connected' ? Date.now() - state.since : undefined };
    farewell?.();
    this.#session?.pc.close();
    this.#change(this.#state);
  }

  #change(state: CallState): void {
    this.#state = state;
    this.#options.onChange(state);
  }
}
