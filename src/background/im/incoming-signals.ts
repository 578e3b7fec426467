import { randomId } from '../../channel/random-id.ts';
import { type MessagePlace, MOST_MISSED, MOST_PENDING } from '../../model/flood-limits.ts';
import { doesOwnInvitationStand } from '../../model/invitation.ts';
import type { BareJid } from '../../model/jid.ts';
import type { ImSession, TranscriptMessage } from '../../model/session/im-session.ts';
import { sessionFromWire } from '../../model/session/session-beginning.ts';
import { act } from '../../model/session/session-machine.ts';
import { type Envelope, type MessageContent, type Signal, signalIdOf } from '../../model/signal.ts';
import { toldByJournal } from '../../storage/journal.ts';
import type { OutboxEntry } from '../../storage/outbox-store.ts';
import type { Log } from '../events/log.ts';
import type { Drafts } from './drafts.ts';
import type { ImSessions } from './im-sessions.ts';
import type { GroupsPart } from './groups-part.ts';
import { EarlySignals } from './early-signals.ts';
import { identify } from './message-identity.ts';
import type { PeerTyping } from './peer-typing.ts';
import { isBegunByAgent, type SessionSteps, type SessionStepsOptions } from './session-steps.ts';
import { type InvitationId, type SessionId, sessionOfMessage } from '../../model/ids.ts';

export interface IncomingSignalsOptions extends SessionStepsOptions {
  readonly log: Log;
}

/** Behind every position that a transcript's entry can have. */
const AHEAD = 2 ** 52;

/** What comes in for IM sessions: finds or opens the session that each signal belongs to, and has it hear the signal. */
export class IncomingSignals {
  readonly #early = new EarlySignals();

  /** @param accept Accepts an invitation in the agent's name, when both sides have invited each other */
  constructor(
    private readonly options: IncomingSignalsOptions,
    private readonly sessions: ImSessions,
    private readonly steps: SessionSteps,
    private readonly typing: PeerTyping,
    private readonly accept: (sessionId: SessionId) => Promise<unknown>,
    private readonly groups: Pick<GroupsPart, 'hear' | 'isOf'>,
    private readonly drafts: Pick<Drafts, 'forgetSaid'>,
  ) {}

  /** To be called when the server has acknowledged a stanza. */
  acknowledge(stanzaId: string): void {
    this.#noteSent(this.options.outbox.acknowledge(stanzaId));
  }

  /** The place to which a message of this envelope belongs. */
  placeOf({ signal, peer }: Envelope): MessagePlace {
    const session = this.sessions.of(signal, peer);
    if (!session || session.isDone) return 'none';
    return session.state.status === 'connected' || session.state.status === 'inviting' || session.state.status === 'not-connected'
      ? 'open'
      : 'closed';
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

  /** Shows messages in the sessions that they belong to, before it is their turn. They take the place of those that were shown so before. */
  showAhead(envelopes: readonly Envelope[]): void {
    const { me, transcripts } = this.options;
    const ahead = envelopes.flatMap(({ signal, peer, isOwn, at }, index): TranscriptMessage[] => {
      const session = signal.type === 'message' ? this.sessions.of(signal, peer) : undefined;
      if (signal.type !== 'message' || session?.peer !== peer) return [];
      const delivery = isOwn ? ({ delivery: 'sent' } as const) : {};
      return [
        {
          kind: 'message',
          ...signal.message,
          sessionId: session.id,
          from: isOwn ? me : peer,
          isOwn,
          at,
          position: AHEAD + index,
          ...delivery,
        },
      ];
    });
    transcripts.setAhead(ahead);
  }

  receive(envelope: Envelope): void {
    const { signal, peer, isOwn } = envelope;
    // The signal is our own and comes from the archive or another device, so that the server has it.
    if (isOwn) this.#noteArchived(signal);
    // In a session that was deleted only a new message matters, because it begins a new session.
    const isForgotten = 'sessionId' in signal && signal.sessionId !== undefined && this.sessions.isForgotten(signal.sessionId);
    if (isForgotten && (isOwn || signal.type !== 'message')) return this.options.log.note('forgotten-session');
    if (signal.type === 'propose' && !this.sessions.get(signal.sessionId)) return this.#receiveInvitation(signal.sessionId, envelope);
    const session = this.sessions.of(signal, peer);
    if (session && session.peer !== peer && !this.groups.isOf(session, envelope)) return this.options.log.note('not-from-the-peer');
    if (signal.type === 'typing') return void (session?.peer === peer && !isOwn && this.typing.set(session.id, signal.isTyping));
    if (signal.type === 'message') return this.#receiveMessage(session, envelope, signal);
    if (!session) return this.#noteUnknown(envelope);
    if (signal.type === 'failed') this.options.outbox.remove(signal.id);
    this.steps.applyNow(this.groups.hear(session, envelope, this.steps.context()));
  }

  #noteUnknown(envelope: Envelope): void {
    this.#early.keep(envelope);
    // Each device of a peer confirms, also what nobody waits for any more.
    if (envelope.signal.type !== 'received') this.options.log.note('unknown-session');
  }

  #receiveInvitation(sessionId: SessionId, envelope: Envelope): void {
    const { peer, isOwn } = envelope;
    // Invitations to consultations don't count as crossing: each is about an interaction of its own, and the first message of the one that gives way
    // would be lost.
    const isCrossable = !isOwn && envelope.signal.type === 'propose' && !envelope.signal.parent && !envelope.signal.group;
    const crossing = isCrossable
      ? this.sessions
          .open()
          .find((session) => session.peer === peer && session.state.status === 'inviting' && session.isInvitedFromHere && !session.parent)
      : undefined;
    const isAcceptedElsewhere = this.#early.isAcceptedByAgent(peer, sessionId);
    if (crossing && !isAcceptedElsewhere && doesOwnInvitationStand(crossing.id, sessionId)) return this.#turnDown(sessionId, envelope);
    if (!isOwn && !crossing && !this.#mayAsk(peer)) return this.options.log.note('too-many-pending');
    this.#open(sessionId, envelope);
    this.leaveOldMissed(peer);
    if (!crossing || isAcceptedElsewhere) return;
    // Both sides have invited each other. The peer's invitation stands and is accepted, because the agent wanted to talk anyway.
    this.steps.applyNow(act(crossing, { type: 'give-way' }, this.steps.context()));
    this.accept(sessionId)
      .then(() => this.#carryOver(crossing, sessionId))
      .catch(toldByJournal);
  }

  /** Turns down an invitation that crosses one of the agent's own. It is kept as on the agent's other devices, which hear of both, with what it says. */
  #turnDown(sessionId: SessionId, envelope: Envelope): void {
    const { peer } = envelope;
    const signal: Signal = { type: 'reject', sessionId, reason: 'tie-break' };
    this.#open(sessionId, envelope);
    const session = this.sessions.get(sessionId);
    if (session) this.steps.applyNow(this.groups.hear(session, { ...envelope, signal, isOwn: true }, this.steps.context()));
    this.options.outbox.add({ signal, peer, sessionId, awaitsReceipt: true }).catch(toldByJournal);
  }

  #open(sessionId: SessionId, envelope: Envelope): void {
    this.options.transcripts.begin(sessionId);
    this.steps.applyNow(sessionFromWire(sessionId, envelope, this.steps.context()));
    this.#hearEarly(envelope, sessionId);
  }

  /** Hears what has come about an invitation, or about the message in its envelope, before that was known here. */
  #hearEarly({ peer, signal }: Envelope, sessionId?: SessionId): void {
    const message = signal.type === 'message' || signal.type === 'propose' ? signal.message : undefined;
    for (const id of new Set([sessionId, message?.id, message?.wireId]))
      if (id !== undefined) for (const early of this.#early.take(peer, id)) this.receive(early);
  }

  /** What has come about a call before that was known here. It is given once. */
  takeEarly(peer: BareJid, id: InvitationId): readonly Envelope[] {
    return this.#early.take(peer, id);
  }

  /** Says in the session that stands what the agent has written into the invitation that gives way, because the peer doesn't take that one. */
  #carryOver({ initialMessage: body, initialMessageId: id }: ImSession, sessionId: SessionId): void {
    const session = this.sessions.get(sessionId);
    if (session && body !== undefined && id !== undefined)
      this.steps.applyNow(act(session, { type: 'send', message: { id, body } }, this.steps.context()));
  }

  #receiveMessage(session: ImSession | undefined, envelope: Envelope, signal: Extract<Signal, { type: 'message' }>): void {
    const { isOwn } = envelope;
    if (session) {
      this.typing.set(session.id, false);
      const message = this.#identify(session.id, envelope, signal.message);
      if (message) {
        this.steps.applyNow(this.groups.hear(session, { ...envelope, signal: { ...signal, message } }, this.steps.context()));
        this.#hearEarly({ ...envelope, signal: { ...signal, message } });
        if (isOwn) this.drafts.forgetSaid(session.id, message.body).catch(() => this.options.log.note('draft-not-read'));
      }
      // The peer has sent the message again because our receipt was lost. It gets another receipt, and is shown once.
      else if (!isOwn && signal.wantsReceipt) this.steps.pass({ type: 'received', messageId: signal.message.id }, session);
      return;
    }
    const { sessionId: thread, message } = signal;
    if (thread !== undefined && !this.sessions.isTaken(thread)) return this.#begin(thread, envelope);
    const begun = sessionOfMessage(message.id);
    const identified = this.sessions.isTaken(begun) ? this.#identify(begun, envelope, message) : message;
    // A deleted session has no transcript in which the message could be looked for.
    const id = this.sessions.isForgotten(begun) && message.isUnnamed ? (message.stanzaId ?? randomId()) : identified?.id;
    const sessionId = id === undefined ? undefined : sessionOfMessage(id);
    if (sessionId === undefined || this.sessions.isTaken(sessionId)) return;
    this.#begin(sessionId, { ...envelope, signal: { ...signal, message: identified ?? message } });
  }

  /** Begins a session with a message that belongs to no other. */
  #begin(sessionId: SessionId, envelope: Envelope): void {
    if (!envelope.isOwn && !this.#mayAsk(envelope.peer)) return this.options.log.note('too-many-pending');
    this.#open(sessionId, envelope);
  }

  #identify(sessionId: SessionId, { isOwn, peer, at }: Envelope, message: MessageContent): MessageContent | undefined {
    const { me, transcripts } = this.options;
    return identify(message, at, (id) => transcripts.find(sessionId, isOwn ? me : peer, id));
  }

  /** Whether there is room for one more invitation of the peer. */
  #mayAsk(peer: BareJid): boolean {
    const waiting = this.sessions.open().filter(({ state }) => state.status === 'invited');
    return this.options.peers.hasRoomFor(peer, waiting, MOST_PENDING);
  }

  /** Marks old missed sessions of the peer done, so that nobody fills the list by inviting and taking it back again and again. */
  leaveOldMissed(peer: BareJid): void {
    const missed = this.sessions
      .open()
      .filter((session) => session.peer === peer && session.state.status === 'ended' && session.state.reason === 'missed');
    const context = this.steps.context();
    for (const session of missed.sort((a, b) => b.createdAt - a.createdAt).slice(MOST_MISSED))
      this.steps.applyNow(act(session, { type: 'mark-done' }, context));
  }

  #noteArchived(signal: Signal): void {
    this.#noteSent(this.options.outbox.acknowledge(signalIdOf(signal)));
  }

  /** Shows a message as sent, whether the entry is the message or an invitation that carries it. */
  #noteSent(entry: OutboxEntry | undefined): void {
    if (entry?.signal.type !== 'message' && entry?.signal.type !== 'propose') return;
    const { sessionId, message } = entry.signal;
    if (message && sessionId !== undefined) this.options.transcripts.deliver(sessionId, message.id, { delivery: 'sent' });
  }
}
