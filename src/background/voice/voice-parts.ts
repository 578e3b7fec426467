import type { CommandResult } from '../../channel/contract.ts';
import type { SessionHappening } from '../../model/session/session-happening.ts';
import type { Interaction } from '../../model/interaction/interaction.ts';
import type { Envelope } from '../../model/signal.ts';
import type { BareJid } from '../../model/jid.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import type { CallLevel, VoiceCall, VoiceCallView } from '../../model/call/voice-call.ts';
import { toldByJournal } from '../../storage/journal.ts';
import type { OutboxEntry } from '../../storage/outbox-store.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';
import type { VoiceOptions } from './call-runner.ts';
import type { Voice } from './voice.ts';
import type { CallId, InteractionId, SessionId } from '../../model/ids.ts';

const SILENCE: CallLevel = { own: 0, peer: 0 };

/** An account's calls. Their code is loaded with the first call, so that an agent who never calls doesn't load it. */
export class VoiceParts {
  #voice: Voice | undefined;
  #loading: Promise<Voice> | undefined;
  #isStopped = false;
  /** The proposals for which the code was loaded, or couldn't be. */
  readonly #given = new WeakSet<Envelope>();

  /** Resolves when those calls have been read that go on, or of which the server may still tell something. */
  readonly #resumed: Promise<unknown>;
  /** Notes that the code couldn't be loaded, or that the account is being left. Whoever asks next tries again. */
  readonly #notLoaded: () => undefined;

  constructor(private readonly options: VoiceOptions) {
    this.#notLoaded = options.log.noting('calls-not-loaded');
    this.#resumed = options.database
      .count('calls')
      .then((count) => (count > 0 ? this.load() : undefined))
      .catch(this.#notLoaded);
  }

  /**
   * To be called when a stream begins. If a call goes on, its peer may send a Jingle request at once, so that the code for these is loaded
   * first.
   */
  async join(stream: Pick<MessagingStream, 'prepareCalls'>): Promise<void> {
    await this.#resumed;
    if (this.#voice?.hasMedia) await stream.prepareCalls().catch(this.#notLoaded);
  }

  list(): readonly VoiceCallView[] {
    return this.#voice?.list() ?? [];
  }

  get isOnCall(): boolean {
    return this.list().some(({ state }) => state.status === 'connected');
  }

  /** Whether the interaction's contact can be put on hold. */
  canHold(interaction: Omit<Interaction, 'caseData'>): boolean {
    return this.#voice?.lines.canHold(interaction) ?? (interaction.status !== 'ended' && this.options.telephony.handles(interaction));
  }

  level(callId: CallId): CallLevel {
    return this.#voice?.media.levelOf(callId) ?? SILENCE;
  }

  /** Loads what these need before they can be received; undefined if they need nothing. */
  recall(envelopes: readonly Envelope[]): Promise<void> | undefined {
    if (this.#voice) return undefined;
    // A session host that has just started may still be reading its calls.
    const calls = envelopes.filter((envelope) => envelope.signal.type === 'propose-call' && !this.#given.has(envelope));
    if (!this.#loading && calls.length === 0) return undefined;
    // Each proposal waits for the code only once. If the code can't be loaded, the call is lost, but no message is held up by it.
    for (const call of calls) this.#given.add(call);
    return this.load().then(() => undefined, this.#notLoaded);
  }

  /** @returns whether the signal is of a call */
  receive(envelope: Envelope): boolean {
    return this.#voice?.receive(envelope) ?? false;
  }

  /** The call with its sender that a signal is of. */
  callOf(envelope: Envelope): VoiceCall | undefined {
    return this.#voice?.callOf(envelope);
  }

  /** Whether a signal of a call has to be sent again; undefined if it is of no call. */
  isStillWanted(entry: OutboxEntry): boolean | undefined {
    return this.#voice?.isStillWanted(entry);
  }

  /** Whether the agent is in a call with this peer. */
  hasCallWith(peer: BareJid): boolean {
    return this.#voice?.hasCallWith(peer) ?? false;
  }

  /** To be called when it may have changed who the peers are. */
  followPeers(): void {
    this.#voice?.followPeers();
  }

  /** Turns down every ringing call of the peer or, if none is given, of contacts. */
  async rejectAll(peer: BareJid | undefined): Promise<void> {
    await this.#voice?.rejectAll(peer);
  }

  /** Ends every call with the peer, whether it goes on or rings. */
  async leavePeer(peer: BareJid): Promise<void> {
    await this.#voice?.leavePeer(peer);
  }

  /** To be called when something has happened to an IM session. */
  noteSession(happening: SessionHappening, session: ImSession): void {
    this.#voice?.noteSession(happening, session);
    // A host that was started anew since has no calls in memory.
    const isAnswered = happening.name === 'session-accepted' || happening.name === 'session-ended';
    if (!this.#voice && isAnswered && session.askedAs === 'call' && session.members)
      void this.load().then((voice) => voice.noteSession(happening, session), this.#notLoaded);
  }

  /** To be called when a page says that the agent talks to the interaction's contact again. */
  noteRetrieved(interactionId: InteractionId): void {
    this.#voice?.lines.noteRetrieved({ of: 'interaction', id: interactionId }).catch(toldByJournal);
  }

  /** Ends a contact's call, because its interaction was closed. */
  end(callId: CallId): void {
    this.#resumed.then(() => this.#voice?.act(callId, { type: 'end' })).catch(toldByJournal);
  }

  /** Loads the calls because a document holds the sound of some already, so that those that aren't known here are ended. */
  async claimMedia(): Promise<void> {
    await this.load().catch(this.#notLoaded);
  }

  /** The agent accepts the call to their group, which then comes to the page of this view. @throws the browser's error when the code can't be loaded */
  async expect(sessionId: SessionId, view: object): Promise<void> {
    (await this.load()).groups.expect(sessionId, view);
  }

  /** Deletes the calls that are over. */
  async forgetEnded(): Promise<void> {
    await this.#resumed;
    this.#voice?.forgetEnded();
  }

  /** To be called when settings have changed. */
  followDevices(): void {
    void this.#voice?.media.followDevices();
  }

  /** Carries out a command about calls. */
  async run(command: (voice: Voice) => Promise<CommandResult | undefined>): Promise<CommandResult> {
    return (await command(await this.load())) ?? {};
  }

  load(): Promise<Voice> {
    this.#loading ??= (async () => {
      const { openVoice } = await import('./open-voice.ts');
      const voice = await openVoice(this.options);
      if (this.#isStopped) await voice.stop();
      this.#voice = voice;
      voice.followPeers();
      this.options.changes.announce('overview');
      return voice;
    })();
    this.#loading.catch(() => (this.#loading = undefined));
    return this.#loading;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#voice?.stop();
  }
}
