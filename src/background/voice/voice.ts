import type { CommandResult, Refusal } from '../../channel/contract.ts';
import { highlightsOf } from '../../model/interaction/consultation.ts';
import type { SessionHappening } from '../../model/session/session-happening.ts';
import type { BareJid } from '../../model/jid.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import { type Envelope, callIdIn, type Signal, signalIdOf } from '../../model/signal.ts';
import { isActiveCall } from '../../model/call/active-call.ts';
import { hasMedia, isMadeElsewhere, type Line, type VoiceCall, type VoiceCallView } from '../../model/call/voice-call.ts';
import type { CallMediaLink } from './call-media.ts';
import { peerViewOf } from './call-peer.ts';
import { CallRunner, type VoiceOptions } from './call-runner.ts';
import { toldByJournal } from '../../storage/journal.ts';
import type { OutboxEntry } from '../../storage/outbox-store.ts';
import type { Calls } from './calls.ts';
import { GroupCalls } from './group-calls.ts';
import { IncomingCalls } from './incoming-calls.ts';
import type { Lines } from './lines.ts';
import { OutgoingCalls, resultOf } from './outgoing-calls.ts';
import type { CallId, InvitationId } from '../../model/ids.ts';

/** The agent's calls: what views show of them, what the agent does, and what comes in. */
export class Voice {
  readonly outgoing: OutgoingCalls;
  readonly groups: GroupCalls;
  readonly #runner: CallRunner;
  readonly #incoming: IncomingCalls;

  constructor(
    private readonly options: VoiceOptions,
    private readonly calls: Calls,
  ) {
    this.#runner = new CallRunner(options, calls);
    this.outgoing = new OutgoingCalls(options.desk, this.#runner, options.now);
    this.groups = new GroupCalls(options.desk, this.outgoing, this.#runner.lines);
    this.#incoming = new IncomingCalls(options, this.#runner, this.groups, (callId, view = this) => this.accept(callId, view));
  }

  get media(): CallMediaLink {
    return this.#runner.media;
  }

  get lines(): Lines {
    return this.#runner.lines;
  }

  /** Whether a call is connecting or connected. */
  get hasMedia(): boolean {
    return this.calls.active().some(hasMedia);
  }

  list(): readonly VoiceCallView[] {
    const { desk } = this.options;
    return this.calls
      .shown()
      .map(({ offered, ...call }) => ({
        ...call,
        ...peerViewOf(call, desk.peers),
        media: this.calls.media(call.id),
        ...(offered && call.state.status === 'invited' ? { parent: withoutFields(offered), highlights: highlightsOf(offered) } : {}),
      }));
  }

  /** Accepts a call. @param view Where the agent accepts: its document holds the sound, if it can */
  async accept(callId: CallId, view: object): Promise<CommandResult> {
    const call = this.calls.get(callId);
    if (!call) return { refused: 'unknown-call' };
    if (call.state.status !== 'invited') return { refused: 'not-possible-now' };
    if (!this.options.desk.policy.privileges.canCall) return { refused: 'not-allowed', privilege: 'call' };
    const stream = this.options.desk.connection.current;
    if (!stream) return { refused: 'not-possible-now' };
    const [isPrepared] = await Promise.all([this.media.prepare(callId, view), stream.prepareCalls()]);
    if (!isPrepared) return { refused: 'no-voice-here' };
    const heldLines = await this.lines.holdOthers();
    if (!heldLines) return { refused: 'not-held' };
    const refusal = await this.act(callId, { type: 'accept' }, { heldLines, ...this.media.starts.kept.deviceOf(callId) });
    if (refusal) {
      await this.lines.retrieveAfter(heldLines);
      return refusal;
    }
    return resultOf(call);
  }

  /** Does to a call what the agent asks. Resolves when it is stored. */
  act(...[callId, input, change]: Parameters<CallRunner['act']>): ReturnType<CallRunner['act']> {
    return this.#runner.act(callId, input, change);
  }

  async mute(callId: CallId, isMuted: boolean): Promise<Refusal | undefined> {
    const call = this.calls.get(callId);
    if (!call || !isActiveCall(call)) return { refused: 'unknown-call' };
    this.calls.change(callId, { isMuted });
    if (await this.media.mute(call, isMuted)) return undefined;
    // The document didn't answer, so that the agent may still be heard. The views must not say *muted* then.
    this.calls.change(callId, { isMuted: false });
    return { refused: 'not-possible-now' };
  }

  async hold(line: Line): Promise<Refusal | undefined> {
    return (await this.lines.hold(line)) ? undefined : { refused: 'not-held' };
  }

  async retrieve(line: Line): Promise<Refusal | undefined> {
    return (await this.lines.retrieve(line)) ? undefined : { refused: 'not-retrieved' };
  }

  /** The call with its sender that a signal is of. */
  callOf({ signal, peer }: Envelope): VoiceCall | undefined {
    const id = invitationIdOf(signal);
    const call = id === undefined ? undefined : this.calls.get(id);
    return call?.peer === peer ? call : undefined;
  }

  /** Whether a signal of a call has to be sent again, because the peer hasn't confirmed it; undefined if it is of no call. */
  isStillWanted({ sessionId, signal, isAcked }: OutboxEntry): boolean | undefined {
    const status = this.calls.get(sessionId)?.state.status;
    if (status === undefined || !isAcked) return undefined;
    if (signal.type === 'propose-call') return status === 'inviting';
    // A connected call shows that the peer knows of the answer.
    return signal.type === 'proceed' ? status === 'connecting' : undefined;
  }

  /** Whether the agent is in a call with this peer. */
  hasCallWith(peer: BareJid): boolean {
    return this.calls.active().some((call) => call.peer === peer && hasMedia(call));
  }

  /** The directory or the policy has changed. Ends the calls of those who may not approach this agent any more. */
  followPeers(): void {
    for (const { id, peer, party, direction } of this.calls.active()) {
      if (party.kind === 'colleague' && direction === 'incoming' && !this.options.desk.peers.mayApproach(peer))
        this.#runner.actSoon(id, { type: 'end' });
    }
  }

  /** @returns whether the signal is of a call */
  receive(envelope: Envelope): boolean {
    const { signal } = envelope;
    if (signal.type === 'propose-call') {
      this.#incoming.receive(envelope, signal);
      for (const early of this.options.desk.im.incoming.takeEarly(envelope.peer, signal.sessionId)) this.receive(early);
      return true;
    }
    if (signal.type === 'message' && signal.sessionId !== undefined) this.outgoing.openBeside(signal.sessionId, envelope.peer);
    const id = invitationIdOf(signal);
    const call = id === undefined ? undefined : this.calls.get(id);
    if (!call) return false;
    if (call.peer !== envelope.peer) {
      this.options.log.note('not-from-the-peer');
      return true;
    }
    if (isMadeElsewhere(call)) {
      this.#incoming.hearElsewhere(envelope, call);
      return true;
    }
    if (envelope.isOwn) this.options.outbox.acknowledge(signalIdOf(signal));
    const { party, peer, offered } = call;
    if (envelope.isOwn && signal.type === 'proceed' && party.kind === 'colleague')
      this.#runner.parties.openElsewhere({ id: party.sessionId, peer, ...(offered ? { parent: offered } : {}) }).catch(toldByJournal);
    this.#runner.hear(call.id, envelope);
    return true;
  }

  /** Turns down every ringing call of the peer or, if none is given, of contacts. */
  async rejectAll(peer: BareJid | undefined): Promise<void> {
    const isMeant = (call: VoiceCall) => (peer === undefined ? call.party.kind === 'contact' : call.peer === peer);
    for (const { id } of this.calls.active().filter((call) => call.state.status === 'invited' && isMeant(call)))
      await this.act(id, { type: 'reject' });
  }

  /** Ends every call with the peer, whether it goes on or rings. */
  async leavePeer(peer: BareJid): Promise<void> {
    for (const { id } of this.calls.active().filter((call) => call.peer === peer)) await this.act(id, { type: 'end' });
  }

  /** To be called when something has happened to an IM session. When either side ends it, the call beside it ends too. */
  noteSession(happening: SessionHappening, session: ImSession): void {
    const sessionId = session.id;
    this.groups.noteSession(happening, session);
    if (happening.name !== 'session-ended' || (happening.reason !== 'ended-here' && happening.reason !== 'ended-by-peer')) return;
    const isPeers = happening.reason === 'ended-by-peer';
    for (const call of this.calls.active()) {
      if (call.party.kind !== 'colleague' || call.party.sessionId !== sessionId) continue;
      this.#runner.actSoon(call.id, isPeers && hasMedia(call) ? { type: 'media-ended', by: 'peer' } : { type: 'end' });
    }
  }

  /** Deletes the calls that are over. */
  forgetEnded(): void {
    this.calls.forgetEnded();
  }

  /** Ends all calls, because the account is being left. */
  stop(): Promise<void> {
    return this.#runner.stop();
  }
}

/** The id of the call that a signal may belong to. The session beside a call can have the same id, so that signals of its messages give none. */
function invitationIdOf(signal: Signal): InvitationId | undefined {
  switch (signal.type) {
    case 'ringing':
    case 'proceed':
    case 'reject':
    case 'retract':
    case 'finish':
      return signal.sessionId;
    case 'failed':
      return callIdIn(signal.id);
    default:
      return undefined;
  }
}

function withoutFields({ caseData: _caseData, ...parent }: NonNullable<VoiceCall['offered']>): NonNullable<VoiceCallView['parent']> {
  return parent;
}
