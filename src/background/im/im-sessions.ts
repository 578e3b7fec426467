import type { ImSession } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';
import { type Envelope, sessionIdIn, type Signal, signalIdOf } from '../../model/signal.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import { getSessions, putSession } from '../../storage/session-store.ts';
import type { Changes } from '../events/changes.ts';
import type { History } from './history.ts';
import type { Outbox } from '../stream/outbox.ts';
import type { MessageKey, Transcripts } from './transcripts.ts';
import { type InteractionId, type InvitationId, type SessionId, sessionOfMessage } from '../../model/ids.ts';

export interface ImSessionsOptions {
  readonly me: BareJid;
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly transcripts: Transcripts;
  readonly history: History;
  readonly changes: Changes;
}

/**
 * An account's IM sessions, each of which is stored at every change. Knows which of them a signal belongs to. Those marked done before this
 * host began are read when the wire still says something of them: see `recall`.
 */
export class ImSessions {
  readonly #byId: Map<InvitationId, ImSession>;
  /** The ids of stored sessions that weren't read. */
  readonly #atRest: Set<SessionId>;
  /** The ids of sessions that were deleted, or can't be read. */
  readonly #forgotten = new Set<InvitationId>();

  /** @param storedIds The ids of all sessions that there ever were. An invitation to one of them is a repetition, and isn't taken. */
  constructor(
    open: readonly ImSession[],
    storedIds: readonly SessionId[],
    private readonly options: ImSessionsOptions,
  ) {
    this.#byId = new Map(open.map((session) => [session.id, session]));
    this.#atRest = new Set(storedIds.filter((id) => !this.#byId.has(id)));
    for (const session of open) options.history.note(session);
  }

  get(id: InvitationId): ImSession | undefined {
    return this.#byId.get(id);
  }

  /** The session, which is read from storage if it isn't in memory. */
  async find(id: SessionId): Promise<ImSession | undefined> {
    if (this.#atRest.has(id)) await this.#read([id]);
    return this.get(id);
  }

  /**
   * Brings the sessions at rest that these signals belong to into memory, with their transcripts; looks up whether messages are there that may stand
   * before what is in memory, so that a repeated signal is recognised; and reads the whole transcript where a message that comes late may belong before
   * what is in memory. To be waited for before the signals are taken, and asked again then.
   * @returns undefined when nothing has to be read
   */
  recall(envelopes: readonly Envelope[]): Promise<void> | undefined {
    const ids = envelopes.flatMap(({ signal }) => this.#idsIn(signal)).filter((id) => this.#atRest.has(id));
    if (ids.length > 0) return this.#read([...new Set(ids)]);
    const { transcripts } = this.options;
    const unsure = envelopes.flatMap((envelope) => this.#messagesIn(envelope)).filter((message) => !transcripts.isSure(...message));
    if (unsure.length > 0) return transcripts.look(unsure);
    const unplaced = new Set(envelopes.flatMap((envelope) => this.#unplacedIn(envelope)));
    return unplaced.size > 0 ? Promise.all([...unplaced].map((id) => transcripts.readWhole(id))).then(() => undefined) : undefined;
  }

  /** The session of an envelope's message whose place in the transcript isn't known without reading. */
  #unplacedIn({ signal, peer, isOwn }: Envelope): readonly SessionId[] {
    const { me, transcripts } = this.options;
    const session = signal.type === 'message' ? this.of(signal, peer) : undefined;
    const isPlaced = !session || signal.type !== 'message' || transcripts.isPlaceKnown(session.id, isOwn ? me : peer, signal.message);
    return isPlaced ? [] : [session.id];
  }

  /** Where the message that an envelope carries may stand in a transcript. */
  #messagesIn({ signal, peer, isOwn }: Envelope): readonly MessageKey[] {
    const session = signal.type === 'message' ? this.of(signal, peer) : undefined;
    if (!session || signal.type !== 'message') return [];
    const { id, stanzaId = id } = signal.message;
    return [...new Set([id, stanzaId])].map((one) => [session.id, isOwn ? this.options.me : peer, one]);
  }

  /** Whether a session has, or had, this id. */
  isTaken(id: InvitationId): boolean {
    return this.#byId.has(id) || this.isForgotten(id);
  }

  isForgotten(id: InvitationId): boolean {
    return this.#forgotten.has(id);
  }

  /** To be called when these sessions, or all that were marked done, have been deleted. */
  forget(ids: readonly SessionId[] = [...this.#done(), ...this.#atRest]): void {
    for (const id of ids) this.#forget(id);
  }

  #done(): SessionId[] {
    return [...this.#byId.values()].flatMap(({ id, isDone }) => (isDone ? [id] : []));
  }

  /** The sessions that aren't marked done yet. */
  open(): ImSession[] {
    return [...this.#byId.values()].filter(({ isDone }) => !isDone);
  }

  /**
   * The session with a colleague that still goes on, if there is one. With `interactionId` it is the consultation about that interaction;
   * without, consultations don't count.
   */
  activeWith(peer: BareJid, interactionId?: InteractionId): ImSession | undefined {
    return this.open().find(
      ({ peer: other, state, parent, group }) =>
        other === peer && state.status !== 'ended' && parent?.interactionId === interactionId && (!group || state.status === 'connected'),
    );
  }

  put(session: ImSession): void {
    const before = this.#byId.get(session.id);
    if (session.parent !== before?.parent) this.options.changes.announce(`case-data session ${session.id}`);
    this.#byId.set(session.id, session);
    this.options.journal.write(putSession(session));
    this.options.history.note(session);
    this.options.changes.announce('overview');
  }

  /** The session that a signal belongs to: the one it names, or, from a client that names none, the one with its sender. */
  of(signal: Signal, peer: BareJid): ImSession | undefined {
    switch (signal.type) {
      case 'received':
      case 'displayed':
        return this.#withMessage(signal.messageId, peer);
      case 'failed':
        return this.#withMessage(signal.id, peer);
      default: {
        const named = signal.sessionId === undefined ? undefined : this.get(signal.sessionId);
        // A plain client never changes its thread. A message in a chat that has ended therefore begins a new one.
        const isOver = named !== undefined && named.isPlain && named.state.status === 'ended';
        if (named && !isOver) return named;
        return signal.type === 'message' || signal.type === 'typing' || signal.type === 'gone' ? this.#currentWith(peer) : undefined;
      }
    }
  }

  /** Every id by which the signal names a session, or under which it would open one. */
  #idsIn(signal: Signal): readonly string[] {
    const about = signal.type === 'received' || signal.type === 'displayed' ? signal.messageId : signalIdOf(signal);
    const named = 'sessionId' in signal ? signal.sessionId : undefined;
    const beside = signal.type === 'propose-call' ? signal.imSessionId : undefined;
    const unnamed = signal.type === 'message' ? signal.message.stanzaId : undefined;
    return [
      unnamed === undefined ? '' : sessionOfMessage(unnamed),
      named ?? '',
      beside ?? '',
      this.options.outbox.sessionOf(about) ?? sessionIdIn(about),
      sessionOfMessage(about),
    ];
  }

  async #read(ids: readonly SessionId[]): Promise<void> {
    const { database, transcripts } = this.options;
    const sessions = await getSessions(database, ids);
    await Promise.all(sessions.map((session) => transcripts.warm(session.id)));
    // A session that another reading has brought into memory meanwhile stays as it is there, because it may have changed since.
    for (const session of sessions) if (this.#atRest.delete(session.id)) this.#byId.set(session.id, session);
    for (const id of ids) if (this.#atRest.has(id)) this.#forget(id);
  }

  #forget(id: SessionId): void {
    this.#byId.delete(id);
    this.#atRest.delete(id);
    this.#forgotten.add(id);
    this.options.transcripts.forget(id);
  }

  #currentWith(peer: BareJid): ImSession | undefined {
    const active = this.open().filter((session) => session.peer === peer && session.state.status !== 'ended');
    return active.findLast((session) => session.isPlain || session.state.status === 'connected') ?? active.findLast(isAnswerable);
  }

  #withMessage(id: string, peer: BareJid): ImSession | undefined {
    const { me, transcripts, outbox } = this.options;
    const named = this.get(outbox.sessionOf(id) ?? sessionIdIn(id));
    if (named) return named;
    return this.open().find((session) => session.peer === peer && (transcripts.has(session.id, me, id) || session.lastReceivedId === id));
  }
}

/** Whether somebody who writes on a plain client, which names no session, can mean this one as an answer: an invitation that waits. */
function isAnswerable({ state, parent }: ImSession): boolean {
  return (state.status === 'inviting' || state.status === 'invited') && !parent;
}
