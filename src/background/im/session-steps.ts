import type { ToldSessionHappening } from '../../model/desk/happening.ts';
import type { BareJid } from '../../model/jid.ts';
import type { ImSession, TranscriptEntry } from '../../model/session/im-session.ts';
import type { SessionHappening } from '../../model/session/session-happening.ts';
import type { Effect, MachineContext, Step } from '../../model/session/session-machine.ts';
import type { Settings } from '../../model/settings.ts';
import { memberSignalId, type Signal } from '../../model/signal.ts';
import { type Journal, toldByJournal } from '../../storage/journal.ts';
import type { Outbox } from '../stream/outbox.ts';
import type { Peers } from '../directory/peers.ts';
import { partyOf } from './session-view.ts';
import type { Transcripts } from './transcripts.ts';
import type { SessionId } from '../../model/ids.ts';

/** What carrying out a step needs of the agent's account. */
export interface SessionStepsOptions {
  readonly me: BareJid;
  /** Names this browser in the order of messages. */
  readonly device: string;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly transcripts: Transcripts;
  readonly peers: Peers;
  readonly now: () => number;
  readonly settings: () => Settings;
  readonly areNotificationsHeld: () => boolean;
  /** Called when something happens to a session, to store with it in one transaction what follows. */
  readonly onHappening: (happening: SessionHappening, session: ImSession) => void;
  /** Called when what has happened to a session is stored. */
  readonly tell: (happening: ToldSessionHappening) => void;
}

/** Carries out what the session machine has decided: appends to the transcript, stores the session, sends. */
export class SessionSteps {
  /**
   * The sessions that came to be and aren't stored yet. What happens to them meanwhile is told nobody, because it came out of the archive together with
   * them.
   */
  readonly #arriving = new Set<SessionId>();

  constructor(
    private readonly options: SessionStepsOptions,
    private readonly isKnown: (sessionId: SessionId) => boolean,
    /** Stores a session, and looks anew for what falls due next. */
    readonly store: (session: ImSession) => void,
  ) {}

  /** Carries out a step for callers that don't wait until it is stored. */
  applyNow(step: Step | undefined): void {
    if (!step) return;
    // This isn't awaited, because it is stored together with the stream's state, before the server is told that it has arrived.
    this.apply(step).catch(toldByJournal);
  }

  /** Carries out a step. Resolves when it is stored, or, where that fails, if a message of it has been sent all the same. */
  async apply({ session, effects, happenings }: Step): Promise<void> {
    let { lastPosition } = session;
    const isNew = !this.isKnown(session.id);
    if (isNew) this.#arriving.add(session.id);
    const isNews = !this.#arriving.has(session.id);
    const sending: Promise<void>[] = [];
    const append = (entry: DistributiveOmit<TranscriptEntry, 'sessionId' | 'position'>) => {
      lastPosition += 1;
      this.options.transcripts.append({ ...entry, sessionId: session.id, position: lastPosition });
    };
    for (const effect of effects) {
      if (effect.type === 'append-event') {
        const { event, id = event, at, text } = effect;
        append({ kind: 'event', id, event, at, ...(text ? { text } : {}) });
      }
      if (effect.type === 'append-message') append({ kind: 'message', ...effect.message });
      if (effect.type === 'deliver') this.options.transcripts.deliver(session.id, effect.messageId, effect);
      if (effect.type === 'remove-message') this.options.transcripts.remove(session.id, effect.messageId);
    }
    this.store({ ...session, lastPosition });
    for (const happening of happenings) this.options.onHappening(happening, session);
    for (const effect of effects) if (effect.type === 'send') sending.push(this.#send(effect, session));
    await Promise.all([...sending, this.options.journal.flush()]).catch((error: unknown) => {
      // Who is told that a message wasn't sent sends it again, and the peer has it twice.
      if (!effects.some((effect) => effect.type === 'send' && this.options.outbox.isSentUnstored(effect.signal))) throw error;
    });
    if (isNew) this.#arriving.delete(session.id);
    if (isNews) for (const happening of happenings) this.#tell(happening, session);
  }

  #tell(happening: SessionHappening, session: ImSession): void {
    const { id, peer, direction } = session;
    this.options.tell({ ...happening, of: 'session', sessionId: id, peer, direction, ...partyOf(session, this.options.peers) });
  }

  async #send({ signal, member }: Extract<Effect, { type: 'send' }>, session: ImSession): Promise<void> {
    const { outbox, peers } = this.options;
    const peer = member?.jid ?? session.peer;
    if (!peers.areTold(signal.type, peer, isBegunByAgent(session))) return;
    const isPassing = signal.type === 'received' || signal.type === 'displayed' || signal.type === 'ringing' || signal.type === 'gone';
    // Other clients confirm messages at best, and some not even those.
    const id = member ? { id: memberSignalId(signal, member.place) } : {};
    if (!isPassing) return outbox.add({ signal, peer, sessionId: session.id, awaitsReceipt: !session.isPlain, ...id });
    // A receipt says that the message is safe here, so that it is sent only after the message is stored.
    await this.options.journal.flush();
    outbox.pass(signal, peer);
  }

  /** Sends a signal without storing it. It is sent late if there is no stream, and is lost when the host is killed. */
  pass(signal: Signal, session: ImSession): void {
    const { outbox, peers } = this.options;
    if (peers.areTold(signal.type, session.peer, isBegunByAgent(session))) outbox.pass(signal, session.peer);
  }

  /** What the session machine needs to know beside the session and the input. */
  context(): MachineContext {
    const { invitationTimeoutMs, notificationTimeoutMs } = this.options.settings();
    return {
      now: this.options.now(),
      me: this.options.me,
      device: this.options.device,
      invitationTimeoutMs,
      notificationTimeoutMs,
      areNotificationsHeld: this.options.areNotificationsHeld(),
    };
  }
}

/** Whether this agent has begun the session. */
export function isBegunByAgent({ direction }: Pick<ImSession, 'direction'>): boolean {
  return direction === 'outgoing';
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
