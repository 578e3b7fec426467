import type { CommandResult } from '../../channel/contract.ts';
import type { ImSession } from '../../model/im-session.ts';
import type { Interaction } from '../../model/interaction.ts';
import type { Envelope } from '../../model/signal.ts';
import type { BareJid } from '../../model/jid.ts';
import type { CallLevel, VoiceCall, VoiceCallView } from '../../model/voice-call.ts';
import { toldByJournal } from '../../storage/journal.ts';
import type { MessagingStream } from '../messaging-port.ts';
import type { VoiceOptions } from './call-runner.ts';
import type { Voice } from './voice.ts';

const SILENCE: CallLevel = { own: 0, peer: 0 };

/** An account's calls, loaded when there is one: who doesn't call pays nothing for it. */
export class VoiceParts {
  private voice: Voice | undefined;
  private loading: Promise<Voice> | undefined;
  private isStopped = false;
  /** The proposals that the part was loaded for, or couldn't be. */
  private readonly given = new WeakSet<Envelope>();

  /** Calls that go on, or that the wire may still say something of, are there. */
  private readonly resumed: Promise<unknown>;

  constructor(private readonly options: VoiceOptions) {
    this.resumed = options.database.count('calls').then((count) => (count > 0 ? this.load() : undefined)).catch(retriedWhenAsked);
  }

  /** A stream begins: where a call goes on, its peer may ask for something at once. */
  async join(stream: Pick<MessagingStream, 'prepareCalls'>): Promise<void> {
    await this.resumed;
    if (this.voice?.hasMedia) await stream.prepareCalls().catch(retriedWhenAsked);
  }

  list(): readonly VoiceCallView[] {
    return this.voice?.list() ?? [];
  }

  /** The interaction's contact can be put on hold. */
  canHold(interaction: Omit<Interaction, 'caseData'>): boolean {
    return this.voice?.lines.canHold(interaction) ?? (interaction.status !== 'ended' && this.options.telephony.handles(interaction));
  }

  level(callId: string): CallLevel {
    return this.voice?.media.levelOf(callId) ?? SILENCE;
  }

  /** What has to be loaded before these can be received, if anything has. */
  recall(envelopes: readonly Envelope[]): Promise<void> | undefined {
    if (this.voice) return undefined;
    // A host that has just started may still be reading its calls.
    const calls = envelopes.filter((envelope) => envelope.signal.type === 'propose-call' && !this.given.has(envelope));
    if (!this.loading && calls.length === 0) return undefined;
    // A call whose part can't be loaded is lost, and holds up no message.
    for (const call of calls) this.given.add(call);
    return this.load().then(() => undefined, retriedWhenAsked);
  }

  /** @returns whether the signal is of a call */
  receive(envelope: Envelope): boolean {
    return this.voice?.receive(envelope) ?? false;
  }

  /** The call with its sender that a signal is of. */
  callOf(envelope: Envelope): VoiceCall | undefined {
    return this.voice?.callOf(envelope);
  }

  /** They talk to this agent. */
  hasCallWith(peer: BareJid): boolean {
    return this.voice?.hasCallWith(peer) ?? false;
  }

  /** Who the peers are may have changed. */
  followPeers(): void {
    this.voice?.followPeers();
  }

  /** Turns down whatever rings of the peer, or, without one, of contacts. */
  async rejectAll(peer: BareJid | undefined): Promise<void> {
    await this.voice?.rejectAll(peer);
  }

  /** No call with the peer goes on, or rings. */
  async leavePeer(peer: BareJid): Promise<void> {
    await this.voice?.leavePeer(peer);
  }

  /** An IM session has changed. */
  noteSession(before: ImSession | undefined, after: ImSession): void {
    this.voice?.noteSession(before, after);
  }

  /** A page says that the agent talks to the interaction's contact now. */
  noteRetrieved(interactionId: string): void {
    this.voice?.lines.noteRetrieved({ of: 'interaction', id: interactionId }).catch(toldByJournal);
  }

  /** The interaction that a call is was closed: nobody talks on without it. */
  end(callId: string): void {
    this.resumed.then(() => this.voice?.act(callId, { type: 'end' })).catch(toldByJournal);
  }

  /** A document has the sound of calls already: those that aren't known here are over. */
  async claimMedia(): Promise<void> {
    await this.load().catch(retriedWhenAsked);
  }

  /** Deletes the calls that are over. */
  async forgetEnded(): Promise<void> {
    await this.resumed;
    this.voice?.forgetEnded();
  }

  /** Settings have changed. */
  followDevices(): void {
    void this.voice?.media.followDevices();
  }

  /** What the agent does with calls. */
  async run(command: (voice: Voice) => Promise<CommandResult | undefined>): Promise<CommandResult> {
    return (await command(await this.load())) ?? {};
  }

  load(): Promise<Voice> {
    this.loading ??= (async () => {
      const { openVoice } = await import('./open-voice.ts');
      const voice = await openVoice(this.options);
      if (this.isStopped) await voice.stop();
      this.voice = voice;
      voice.followPeers();
      this.options.changes.announce('overview');
      return voice;
    })();
    this.loading.catch(() => (this.loading = undefined));
    return this.loading;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.voice?.stop();
  }
}

/** The part couldn't be loaded, or the account is being left: who asks next tries again. */
function retriedWhenAsked(): undefined {}
