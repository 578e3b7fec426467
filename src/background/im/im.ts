import type { Refusal } from '../../channel/contract.ts';
import { highlightsOf, type ParentInteraction, type ParentView } from '../../model/interaction/consultation.ts';
import { type MessagePlace, MOST_MISSED, MOST_PENDING } from '../../model/flood-limits.ts';
import { connectByCall, noteCall, type SessionOfCall, sessionFromCall } from '../../model/call/call-steps.ts';
import type { CallEvent, ImSession, TranscriptEntry } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';
import { maxLengthOf } from '../../model/text/message-text.ts';
import {
  act,
  doesOwnInvitationStand,
  type Effect,
  hear,
  type LocalInput,
  type MachineContext,
  type NewSession,
  openSession,
  sessionFromWire,
  type Step,
} from '../../model/session/session-machine.ts';
import type { Settings } from '../../model/settings.ts';
import { type Envelope, type Signal, signalIdOf } from '../../model/signal.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { type Journal, toldByJournal } from '../../storage/journal.ts';
import type { OutboxEntry } from '../../storage/outbox-store.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import type { Changes } from '../events/changes.ts';
import type { Directory } from '../directory/directory.ts';
import type { Log } from '../events/log.ts';
import type { History } from './history.ts';
import { ImSessions } from './im-sessions.ts';
import type { Outbox } from '../stream/outbox.ts';
import type { Peers } from '../directory/peers.ts';
import { PeerTyping } from './peer-typing.ts';
import { SessionDeadlines } from './session-deadlines.ts';
import type { Transcripts } from './transcripts.ts';

export interface ImOptions {
  readonly me: BareJid;
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly transcripts: Transcripts;
  readonly directory: Directory;
  readonly peers: Peers;
  readonly history: History;
  readonly changes: Changes;
  readonly now: () => number;
  readonly settings: () => Settings;
  readonly areNotificationsHeld: () => boolean;
  readonly log: Log;
  /** Called when a session is about to be stored. */
  readonly onSession: (before: ImSession | undefined, after: ImSession) => void;
}

/** The IM sessions: applies the session machine to what the agent does, what comes in and what falls due. */
export class Im {
  private readonly sessions: ImSessions;
  private readonly typing: PeerTyping;
  readonly deadlines: SessionDeadlines;

  constructor(
    open: readonly ImSession[],
    storedIds: readonly string[],
    private readonly options: ImOptions,
  ) {
    this.sessions = new ImSessions(open, storedIds, options);
    this.typing = new PeerTyping(() => options.changes.announce('overview'));
    this.deadlines = new SessionDeadlines({
      open: () => this.sessions.open(),
      directory: options.directory,
      log: options.log,
      context: () => this.context(),
      apply: (step) => this.applyNow(step),
    });
    this.deadlines.arm();
  }

  stop(): void {
    this.deadlines.stop();
    this.typing.stop();
  }

  /** Sessions not yet marked done, oldest first. */
  list(): readonly ImSessionView[] {
    const sessions = this.sessions.open().sort((a, b) => a.createdAt - b.createdAt);
    return this.options.log.containEach('session-view-failed', sessions, ({ parent, ...session }) => ({
      ...session,
      ...(parent ? { parent: viewOf(parent) } : {}),
      ...(parent && session.state.status === 'invited' ? { highlights: highlightsOf(parent) } : {}),
      ...this.options.peers.viewOf(session.peer),
      isPeerTyping: this.typing.isTyping(session.id),
      isPeerOffline: this.options.directory.statusOf(session.peer).availability === 'logged-off',
    }));
  }

  get(sessionId: string): ImSession | undefined {
    return this.sessions.get(sessionId);
  }

  /** The session with a colleague that still goes on, if there is one; no consultation. */
  activeWith(peer: BareJid): ImSession | undefined {
    return this.sessions.activeWith(peer);
  }

  /** The consultation with a colleague about an interaction that still goes on, if there is one. */
  consultationWith(peer: BareJid, interactionId: string): ImSession | undefined {
    return this.sessions.activeWith(peer, interactionId);
  }

  /** The consultations that this host began and that are not done. */
  ownConsultations(): readonly ImSession[] {
    return this.sessions.open().filter(({ parent, isInvitedFromHere }) => parent !== undefined && isInvitedFromHere);
  }

  /** Whether there is, or was, a session of this id. */
  isTaken(sessionId: string): boolean {
    return this.sessions.isTaken(sessionId);
  }

  /** The place to which a message of this envelope belongs. */
  placeOf({ signal, peer }: Envelope): MessagePlace {
    const session = this.sessions.of(signal, peer);
    if (!session || session.isDone) return 'none';
    return session.state.status === 'connected' || session.state.status === 'inviting' || session.state.status === 'not-connected'
      ? 'open'
      : 'closed';
  }

  /** Opens a session with a colleague, and invites them, except to a consultation. */
  async open(session: NewSession): Promise<void> {
    this.options.transcripts.begin(session.id);
    await this.apply(openSession(session, this.context()));
  }

  /** Opens the session that came with a call, on the side of whom the call is to: they have accepted or missed it. */
  async openByCall(session: SessionOfCall, outcome: 'accepted' | 'missed'): Promise<void> {
    this.options.transcripts.begin(session.id);
    await this.apply(sessionFromCall(session, outcome, this.options.now()));
    this.leaveOldMissed(session.peer);
  }

  /** Connects the session beside a call that was accepted. */
  async connectByCall(sessionId: string): Promise<void> {
    const session = this.sessions.get(sessionId);
    const step = session && connectByCall(session, this.context());
    if (step) await this.apply(step);
  }

  /** Writes what has become of a call into the transcript of the session beside it. */
  async noteCall(sessionId: string, event: CallEvent, callId: string): Promise<void> {
    const session = this.sessions.get(sessionId);
    if (session) await this.apply(noteCall(session, event, callId, this.options.now()));
  }

  /** Does to a session what the agent asks. Resolves when it is stored. */
  async act(sessionId: string, input: LocalInput): Promise<Refusal | undefined> {
    const session = this.sessions.get(sessionId) ?? (await this.sessions.find(sessionId));
    if (!session) return { refused: 'unknown-session' };
    if (input.type === 'send') {
      const { id, body } = input.message;
      if (body.trim() === '') return { refused: 'empty-message' };
      const maxLength = maxLengthOf(body);
      if (body.length > maxLength) return { refused: 'message-too-long', maxLength };
      if (this.options.transcripts.has(sessionId, this.options.me, id)) return undefined;
    }
    const step = act(session, input, this.context());
    if (step) await this.apply(step);
    // An input that was done already counts as done, because it may come from several tabs at once.
    const isRepeatable = input.type !== 'send' && input.type !== 'accept';
    return (step ?? isRepeatable) ? undefined : { refused: 'not-possible-now' };
  }

  setTyping(sessionId: string, isTyping: boolean): void {
    const session = this.sessions.get(sessionId);
    if (session?.state.status === 'connected') this.pass({ type: 'typing', sessionId, isTyping }, session);
  }

  /** Ends all sessions and invitations because the agent signs out, and tells their peers. */
  async endAll(): Promise<void> {
    for (const { id, state } of this.sessions.open()) {
      if (state.status === 'connected') await this.act(id, { type: 'end' });
      if (state.status === 'inviting') await this.act(id, { type: 'cancel' });
    }
  }

  /** Turns down all invitations of the peer. */
  async rejectAll(peer: BareJid): Promise<void> {
    for (const { id } of this.openWith(peer, 'invited')) await this.act(id, { type: 'reject' });
  }

  /** Ends everything that goes on with the peer, and tells them. */
  async leavePeer(peer: BareJid): Promise<void> {
    await this.rejectAll(peer);
    for (const { id } of this.openWith(peer, 'inviting')) await this.act(id, { type: 'cancel' });
    for (const { id } of this.openWith(peer, 'connected')) await this.act(id, { type: 'end' });
  }

  /** The open sessions with a peer that have this status. */
  openWith(peer: BareJid, status: ImSession['state']['status']): readonly ImSession[] {
    return this.sessions.open().filter((session) => session.peer === peer && session.state.status === status);
  }

  /** Reads what these need before they can be received; undefined if they need nothing. */
  recall(envelopes: readonly Envelope[]): Promise<void> | undefined {
    return this.sessions.recall(envelopes);
  }

  /** To be called when the sessions that were marked done have been deleted. */
  forgetDone(): void {
    this.sessions.forgetDone();
  }

  /**
   * Whether the signal belongs to a session that this agent has begun with its sender and that goes on, or says what has become of something that was
   * sent in one.
   */
  isAnswer({ signal, peer }: Envelope): boolean {
    if (signal.type === 'propose' || signal.type === 'propose-call') return false;
    const session = this.sessions.of(signal, peer);
    if (!session || session.peer !== peer || !isBegunByAgent(session)) return false;
    return session.state.status !== 'ended' || signal.type === 'received' || signal.type === 'displayed' || signal.type === 'failed';
  }

  /**
   * To be called when it may have changed who the peers are. Takes away the invitations of peers who may not approach this agent any more,
   * and ends what goes on with them.
   */
  followPeers(): void {
    for (const session of this.sessions.open()) {
      if (!isBegunByAgent(session) && !this.options.peers.mayApproach(session.peer))
        this.applyNow(act(session, { type: 'shut-out' }, this.context()));
    }
  }

  receive(envelopes: readonly Envelope[]): void {
    for (const envelope of envelopes) this.receiveOne(envelope);
  }

  /** To be called when the server has acknowledged a stanza. */
  acknowledge(stanzaId: string): void {
    this.noteSent(this.options.outbox.acknowledge(stanzaId));
  }

  /** Whether a new stream has to send this entry again. */
  isStillWanted = (entry: OutboxEntry): boolean => {
    if (!entry.isAcked) return true;
    const session = this.sessions.get(entry.sessionId);
    return session?.state.status === 'connected' && !session.isPlain;
  };

  /** Moves messages that a new stream sends again behind what was said while the agent was away. */
  moveToEnd(entries: readonly OutboxEntry[]): void {
    for (const { sessionId, id, signal, isAcked } of entries) {
      const session = this.sessions.get(sessionId);
      if (!session || signal.type !== 'message' || isAcked) continue;
      const lastPosition = session.lastPosition + 1;
      this.options.transcripts.move(sessionId, id, lastPosition);
      this.store({ ...session, lastPosition });
    }
  }

  private receiveOne(envelope: Envelope): void {
    const { signal, peer, isOwn } = envelope;
    // The signal is our own and comes from the archive or another device, so that the server has it.
    if (isOwn) this.noteArchived(signal);
    // In a session that was deleted only a new message matters, because it begins a new session.
    const isForgotten = 'sessionId' in signal && signal.sessionId !== undefined && this.sessions.isForgotten(signal.sessionId);
    if (isForgotten && (isOwn || signal.type !== 'message')) return this.options.log.note('forgotten-session');
    if (signal.type === 'propose' && !this.sessions.get(signal.sessionId)) return this.receiveInvitation(signal.sessionId, envelope);
    const session = this.sessions.of(signal, peer);
    if (session && session.peer !== peer) return this.options.log.note('not-from-the-peer');
    if (signal.type === 'typing') return void (session && !isOwn && this.typing.set(session.id, signal.isTyping));
    if (signal.type === 'message') return this.receiveMessage(session, envelope, signal.message.id, signal.sessionId, signal.wantsReceipt);
    if (!session) return this.options.log.note('unknown-session');
    if (signal.type === 'received') this.options.outbox.remove(signal.messageId);
    if (signal.type === 'displayed' && !isOwn) {
      // A plain client may send no receipts but only markers, which tell that all messages up to one have arrived.
      if (session.isPlain) this.options.outbox.removeUpTo(signal.messageId);
      else this.options.outbox.remove(signal.messageId);
    }
    if (signal.type === 'failed') this.options.outbox.remove(signal.id);
    this.applyNow(hear(session, envelope, this.context()));
  }

  private receiveInvitation(sessionId: string, envelope: Envelope): void {
    const { peer, isOwn } = envelope;
    // Invitations to consultations don't count as crossing: each is about an interaction of its own, and the first message of the one that gives way
    // would be lost.
    const isCrossable = !isOwn && envelope.signal.type === 'propose' && !envelope.signal.parent;
    const crossing = isCrossable
      ? this.sessions
          .open()
          .find((session) => session.peer === peer && session.state.status === 'inviting' && session.isInvitedFromHere && !session.parent)
      : undefined;
    if (crossing && doesOwnInvitationStand(crossing.id, sessionId)) {
      this.options.outbox.add({ type: 'reject', sessionId, reason: 'tie-break' }, peer, crossing.id).catch(toldByJournal);
      return;
    }
    if (!isOwn && !crossing && !this.mayAsk(peer)) return this.options.log.note('too-many-pending');
    this.options.transcripts.begin(sessionId);
    this.applyNow(sessionFromWire(sessionId, envelope, this.context()));
    this.leaveOldMissed(peer);
    if (!crossing) return;
    // Both sides have invited each other. The peer's invitation stands and is accepted, because the agent wanted to talk anyway.
    this.store({ ...crossing, isDone: true, state: { status: 'ended', reason: 'cancelled', at: this.options.now() } });
    this.act(sessionId, { type: 'accept' }).catch(toldByJournal);
  }

  private receiveMessage(
    session: ImSession | undefined,
    envelope: Envelope,
    id: string,
    thread: string | undefined,
    wantsReceipt: boolean,
  ): void {
    const { peer, isOwn } = envelope;
    const from = isOwn ? this.options.me : peer;
    if (session) {
      this.typing.set(session.id, false);
      // The peer has sent the message again because our receipt was lost. It gets another receipt, and is shown once.
      if (!this.options.transcripts.has(session.id, from, id)) this.applyNow(hear(session, envelope, this.context()));
      else if (!isOwn && wantsReceipt) this.pass({ type: 'received', messageId: id }, session);
      return;
    }
    const sessionId = thread !== undefined && !this.sessions.isTaken(thread) ? thread : `chat-${id}`;
    if (this.sessions.isTaken(sessionId)) return;
    if (!isOwn && !this.mayAsk(peer)) return this.options.log.note('too-many-pending');
    this.options.transcripts.begin(sessionId);
    this.applyNow(sessionFromWire(sessionId, envelope, this.context()));
  }

  /** Whether there is room for one more invitation of the peer. */
  private mayAsk(peer: BareJid): boolean {
    const { peers } = this.options;
    const standing = peers.standingOf(peer);
    if (standing === 'own') return true;
    const waiting = this.sessions.open().filter(({ state }) => state.status === 'invited');
    const { each, all } = MOST_PENDING[standing];
    return (
      waiting.filter((session) => session.peer === peer).length < each &&
      waiting.filter((session) => peers.standingOf(session.peer) === standing).length < all
    );
  }

  /** Marks old missed sessions of the peer done, so that nobody fills the list by inviting and taking it back again and again. */
  private leaveOldMissed(peer: BareJid): void {
    const missed = this.sessions
      .open()
      .filter((session) => session.peer === peer && session.state.status === 'ended' && session.state.reason === 'missed');
    const context = this.context();
    for (const session of missed.sort((a, b) => b.createdAt - a.createdAt).slice(MOST_MISSED))
      this.applyNow(act(session, { type: 'mark-done' }, context));
  }

  private noteArchived(signal: Signal): void {
    const entry = this.options.outbox.acknowledge(signalIdOf(signal));
    this.noteSent(entry);
    if (entry?.signal.type !== 'message') return;
    // A plain peer may never send a receipt. When the archive has the message, nothing more can be known.
    if (this.sessions.get(entry.sessionId)?.isPlain) this.options.outbox.remove(entry.id);
  }

  /** Shows a message as sent, whether the entry is the message or an invitation that carries it. */
  private noteSent(entry: OutboxEntry | undefined): void {
    if (entry?.signal.type !== 'message' && entry?.signal.type !== 'propose') return;
    if (entry.signal.message) this.options.transcripts.deliver(entry.sessionId, entry.signal.message.id, 'sent', false);
  }

  private applyNow(step: Step | undefined): void {
    if (!step) return;
    // This isn't awaited, because it is stored together with the stream's state, before the server is told that it has arrived.
    this.apply(step).catch(toldByJournal);
  }

  private async apply({ session, effects }: Step): Promise<void> {
    let { lastPosition } = session;
    const sending: Promise<void>[] = [];
    const append = (entry: DistributiveOmit<TranscriptEntry, 'sessionId' | 'position'>) => {
      lastPosition += 1;
      this.options.transcripts.append({ ...entry, sessionId: session.id, position: lastPosition });
    };
    for (const effect of effects) {
      if (effect.type === 'append-event') append({ kind: 'event', id: effect.id ?? effect.event, event: effect.event, at: effect.at });
      if (effect.type === 'append-message') append({ kind: 'message', ...effect.message });
      if (effect.type === 'deliver') this.options.transcripts.deliver(session.id, effect.messageId, effect.delivery, effect.isUpTo);
    }
    this.store({ ...session, lastPosition });
    for (const effect of effects) if (effect.type === 'send') sending.push(this.send(effect, session));
    await Promise.all([...sending, this.options.journal.flush()]);
  }

  private async send({ signal }: Extract<Effect, { type: 'send' }>, session: ImSession): Promise<void> {
    const { outbox, peers } = this.options;
    if (!peers.areTold(signal.type, session.peer, isBegunByAgent(session))) return;
    const isPassing = signal.type === 'received' || signal.type === 'displayed' || signal.type === 'ringing' || signal.type === 'gone';
    if (!isPassing) return outbox.add(signal, session.peer, session.id);
    // A receipt says that the message is safe here, so that it is sent only after the message is stored.
    await this.options.journal.flush();
    outbox.pass(signal, session.peer);
  }

  /** Sends a signal without storing it. It is sent late if there is no stream, and is lost when the host is killed. */
  private pass(signal: Signal, session: ImSession): void {
    const { outbox, peers } = this.options;
    if (peers.areTold(signal.type, session.peer, isBegunByAgent(session))) outbox.pass(signal, session.peer);
  }

  private store(session: ImSession): void {
    this.sessions.put(session);
    this.deadlines.arm();
  }

  private context(): MachineContext {
    const { invitationTimeoutMs, notificationTimeoutMs } = this.options.settings();
    return {
      now: this.options.now(),
      me: this.options.me,
      invitationTimeoutMs,
      notificationTimeoutMs,
      areNotificationsHeld: this.options.areNotificationsHeld(),
    };
  }
}

function isBegunByAgent({ direction }: ImSession): boolean {
  return direction === 'outgoing';
}

function viewOf({ caseData: _caseData, leftOut: _leftOut, owner: _owner, ...parent }: ParentInteraction): ParentView {
  return parent;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
