import type { Refusal } from '../../channel/contract.ts';
import { connectByCall, noteCall, type SessionOfCall, sessionFromCall } from '../../model/call/call-steps.ts';
import { type CallEvent, type ImSession, NOBODY_YET } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';
import { maxLengthOf } from '../../model/text/message-text.ts';
import { type NewSession, openSession } from '../../model/session/session-beginning.ts';
import { quietStep } from '../../model/session/session-step.ts';
import type { LocalInput } from '../../model/session/session-machine.ts';
import type { Envelope } from '../../model/signal.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import type { OutboxEntry } from '../../storage/outbox-store.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import type { Changes } from '../events/changes.ts';
import type { Presence } from '../directory/presence.ts';
import { Drafts } from './drafts.ts';
import { GroupsPart } from './groups-part.ts';
import type { History } from './history.ts';
import { ImSessions } from './im-sessions.ts';
import { IncomingSignals, type IncomingSignalsOptions } from './incoming-signals.ts';
import { viewOfSession } from './session-view.ts';
import { presenceView } from './presence-view.ts';
import { PeerTyping } from './peer-typing.ts';
import { SessionDeadlines } from './session-deadlines.ts';
import { SessionMarksPart } from './session-marks-part.ts';
import { isBegunByAgent, SessionSteps } from './session-steps.ts';
import { isStillWanted } from './still-wanted.ts';
import type { CallId, InteractionId, InvitationId, SessionId } from '../../model/ids.ts';

/** Inputs of which the wire doesn't tell the agent's other browsers. */
const MARKING: readonly LocalInput['type'][] = ['dismiss-notification', 'display', 'mark-done'];

export interface ImOptions extends IncomingSignalsOptions {
  readonly database: AccountDatabase;
  readonly presence: Pick<Presence, 'statusOf'>;
  readonly history: History;
  readonly changes: Changes;
}

/** The IM sessions: what views show of them, and what the agent does to them. Its parts take what comes in and what falls due. */
export class Im {
  readonly #sessions: ImSessions;
  readonly #typing: PeerTyping;
  readonly #steps: SessionSteps;
  readonly #groups: GroupsPart;
  /** Takes what comes in for the sessions. */
  readonly incoming: IncomingSignals;
  readonly deadlines: SessionDeadlines;
  readonly drafts: Drafts;
  readonly marks: SessionMarksPart;

  constructor(
    open: readonly ImSession[],
    storedIds: readonly string[],
    private readonly options: ImOptions,
  ) {
    this.drafts = new Drafts(options);
    this.#sessions = new ImSessions(open, storedIds, options);
    this.#typing = new PeerTyping(() => options.changes.announce('overview'));
    this.#steps = new SessionSteps(
      options,
      (id) => this.#sessions.get(id) !== undefined,
      (session) => {
        this.#sessions.put(session);
        this.deadlines.arm();
        this.marks.settle(session);
      },
    );
    this.marks = new SessionMarksPart({ ...options, sessions: this.#sessions, steps: this.#steps });
    this.#groups = new GroupsPart({ log: options.log, onLoaded: () => this.deadlines.arm() });
    const accept = (id: SessionId) => this.act(id, { type: 'accept' });
    this.incoming = new IncomingSignals(options, this.#sessions, this.#steps, this.#typing, accept, this.#groups, this.drafts);
    this.deadlines = new SessionDeadlines({
      open: () => this.#groups.known(this.#sessions.open()),
      presence: options.presence,
      log: options.log,
      now: options.now,
      act: this.#actOn,
      apply: (step) => this.#steps.applyNow(step),
    });
    this.deadlines.arm();
  }

  readonly #actOn = (session: ImSession, input: LocalInput) => this.#groups.act(session, input, this.#steps.context());

  stop(): void {
    this.deadlines.stop();
    this.#typing.stop();
  }

  /** Sessions not yet marked done, oldest first. */
  list(): readonly ImSessionView[] {
    const sessions = this.#sessions.open().sort((a, b) => a.createdAt - b.createdAt);
    return this.options.log.containEach('session-view-failed', sessions, (session) => ({
      ...viewOfSession(session, this.options.peers),
      isPeerTyping: this.#typing.isTyping(session.id),
      ...presenceView(this.options.presence.statusOf(session.peer)),
    }));
  }

  get(id: InvitationId): ImSession | undefined {
    return this.#sessions.get(id);
  }

  /** The session with a colleague that still goes on, if there is one; no consultation. */
  activeWith(peer: BareJid): ImSession | undefined {
    return this.#sessions.activeWith(peer);
  }

  /** The consultation with a colleague about an interaction that still goes on, if there is one. */
  consultationWith(peer: BareJid, interactionId: InteractionId): ImSession | undefined {
    return this.#sessions.activeWith(peer, interactionId);
  }

  /** The consultations that this host began and that are not done. */
  ownConsultations(): readonly ImSession[] {
    return this.#sessions.open().filter(({ parent, isInvitedFromHere }) => parent !== undefined && isInvitedFromHere);
  }

  /** Whether there is, or was, a session of this id. */
  isTaken(id: InvitationId): boolean {
    return this.#sessions.isTaken(id);
  }

  /** Opens a session with a colleague, and invites them, except to a consultation. */
  async open(session: NewSession): Promise<void> {
    this.options.transcripts.begin(session.id);
    await this.#steps.apply(openSession(session, this.#steps.context()));
  }

  /** Opens the session that came with a call, on the side of whom the call is to: they have accepted or missed it. */
  async openByCall(session: SessionOfCall, outcome: 'accepted' | 'missed'): Promise<void> {
    this.options.transcripts.begin(session.id);
    await this.#steps.apply(sessionFromCall(session, outcome, this.options.now()));
    this.incoming.leaveOldMissed(session.peer);
  }

  /** Connects the session beside a call that was accepted. */
  async connectByCall(sessionId: SessionId): Promise<void> {
    const session = this.#sessions.get(sessionId);
    const step = session && connectByCall(session, this.#steps.context());
    if (step) await this.#steps.apply(step);
  }

  /** Writes what has become of a call into the transcript of the session beside it. */
  async noteCall(sessionId: SessionId, event: CallEvent, callId: CallId): Promise<void> {
    const session = this.#sessions.get(sessionId);
    if (session) await this.#steps.apply(noteCall(session, event, callId, this.options.now()));
  }

  /** Does to a session what the agent asks. Resolves when it is stored. @param alongside Called when it is done, to store more in the same transaction */
  async act(sessionId: SessionId, input: LocalInput, alongside?: () => void): Promise<Refusal | undefined> {
    if ((this.#sessions.get(sessionId) ?? (await this.#sessions.find(sessionId)))?.group) await this.#groups.load();
    const session = this.#sessions.get(sessionId);
    if (!session) return { refused: 'unknown-session' };
    const message = 'message' in input ? input.message : undefined;
    if (message) {
      const { id, body } = message;
      if (body.trim() === '') return { refused: 'empty-message' };
      const maxLength = maxLengthOf(body);
      if (body.length > maxLength) return { refused: 'message-too-long', maxLength };
      if (this.options.transcripts.has(sessionId, this.options.me, id)) return undefined;
    }
    const step = this.#actOn(session, input);
    const applying = step && this.#steps.apply(step);
    if (step) alongside?.();
    await applying;
    if (step && MARKING.includes(input.type)) this.marks.note(session, step);
    // An input that was done already counts as done, because it may come from several tabs at once.
    const isRepeatable = !['send', 'ask', 'wait-in-line', 'send-again', 'accept'].includes(input.type);
    return (step ?? isRepeatable) ? undefined : { refused: 'not-possible-now' };
  }

  /** Whether the colleague has invited the agent while the agent was writing the first message to them. Two invitations would cross, and the message be lost. */
  isInvitedMeanwhile(sessionId: SessionId): boolean {
    const session = this.#sessions.get(sessionId);
    const isUnsent = session?.state.status === 'not-connected' && !session.parent && !session.isPlain;
    return isUnsent && this.openWith(session.peer, 'invited').some(({ parent }) => !parent);
  }

  setTyping(sessionId: SessionId, isTyping: boolean): void {
    const session = this.#sessions.get(sessionId);
    if (session?.state.status === 'connected') this.#steps.pass({ type: 'typing', sessionId, isTyping }, session);
  }

  /** The open sessions that have this status: with a peer or, if none is given, with anybody. */
  openWith(peer: BareJid | undefined, status: ImSession['state']['status']): readonly ImSession[] {
    return this.#sessions.open().filter((session) => (peer ?? session.peer) === session.peer && session.state.status === status);
  }

  /** The sessions in which the agent waits in line for a group. */
  inLine(): readonly ImSession[] {
    return this.openWith(NOBODY_YET, 'inviting').filter(({ state }) => state.status === 'inviting' && state.inLine);
  }

  /** Reads what these need before they can be received; undefined if they need nothing. */
  recall(envelopes: readonly Envelope[]): Promise<void> | undefined {
    return this.#groups.recall(envelopes, ({ signal, peer }) => this.#sessions.of(signal, peer)) ?? this.#sessions.recall(envelopes);
  }

  /** To be called when these sessions, or all that were marked done, have been deleted. */
  forget(ids?: readonly SessionId[]): void {
    this.#sessions.forget(ids);
    this.options.history.forget(ids);
  }

  /**
   * To be called when it may have changed who the peers are. Takes away the invitations of peers who may not approach this agent any more,
   * and ends what goes on with them.
   */
  followPeers(): void {
    for (const session of this.#sessions.open()) {
      if (!isBegunByAgent(session) && !this.options.peers.mayApproach(session.peer))
        this.#steps.applyNow(this.#actOn(session, { type: 'shut-out' }));
    }
  }

  /** Says in all open transcripts that messages may be missing here, because a part of the archive can't be read. */
  noteGap(): void {
    const at = this.options.now();
    for (const session of this.#sessions.open())
      this.#steps.applyNow(quietStep(session, [{ type: 'append-event', event: 'messages-missing', at, id: `messages-missing-${at}` }]));
  }

  /** Whether a new stream has to send this entry again. */
  isStillWanted = (entry: OutboxEntry): boolean => {
    if (entry.isAcked && this.#sessions.isForgotten(entry.sessionId)) return false;
    return isStillWanted(entry, this.#sessions.get(entry.sessionId), this.options.now());
  };

  /** Moves messages that a new stream sends again behind what was said while the agent was away. */
  moveToEnd(entries: readonly OutboxEntry[]): void {
    const waiting = entries.filter(({ signal, isAcked }) => signal.type === 'message' && !isAcked);
    const ids = new Set(waiting.map(({ id }) => id));
    for (const sessionId of new Set(waiting.map((entry) => entry.sessionId))) {
      const session = this.#sessions.get(sessionId);
      if (!session) continue;
      const lastPosition = this.options.transcripts.moveToEnd(session.id, ids, session.lastPosition);
      this.#steps.store({ ...session, lastPosition });
    }
  }
}
