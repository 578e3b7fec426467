import type { ImSession } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';
import { invitationSpan, notificationSpan } from '../../model/session/session-ends.ts';
import type { LocalInput, Step } from '../../model/session/session-machine.ts';
import type { SessionId } from '../../model/ids.ts';
import type { TimeSpan } from '../../model/timestamp.ts';
import { Deadlines } from '../time/deadlines.ts';
import { TimeLeft } from '../time/time-left.ts';
import type { Presence } from '../directory/presence.ts';
import type { Log } from '../events/log.ts';
import { PeerAbsence } from '../directory/peer-absence.ts';

export interface SessionDeadlinesOptions {
  /** The sessions that aren't marked done yet. */
  readonly open: () => readonly ImSession[];
  readonly presence: Pick<Presence, 'statusOf'>;
  readonly log: Log;
  readonly now: () => number;
  readonly act: (session: ImSession, input: LocalInput) => Step | undefined;
  readonly apply: (step: Step | undefined) => void;
}

/**
 * Calls back at what falls due in the IM sessions: invitations, notifications, and peers who stay away. Invitations and peers have time while there
 * is no connection, because an answer couldn't be heard.
 */
export class SessionDeadlines {
  readonly #absence = new PeerAbsence();
  readonly #timeLeft: TimeLeft<SessionId>;
  #isConnected = false;
  readonly #deadlines: Deadlines;

  constructor(private readonly options: SessionDeadlinesOptions) {
    this.#timeLeft = new TimeLeft(options.now);
    this.#deadlines = new Deadlines(
      () => this.#next(),
      () => this.#expire(),
    );
  }

  /** To be called when a deadline may have changed. Waits for the one that is the earliest now. */
  arm(): void {
    this.#deadlines.arm();
  }

  stop(): void {
    this.#deadlines.stop();
  }

  /** To be called when the connection is lost. */
  pause(): void {
    this.#isConnected = false;
    this.#absence.forget();
    this.arm();
  }

  /** To be called when a connection was made and everything that was missed has been heard. */
  resume(): void {
    this.#isConnected = true;
    this.notePeers();
    this.arm();
  }

  /** Notes which peers of connected sessions are away. */
  notePeers(): void {
    for (const { peer, state } of this.options.open()) if (isWithPeer(state)) this.notePresence(peer);
  }

  /** Notes whether a peer is away. One who stays away for long has left. */
  notePresence(peer: BareJid): void {
    if (!this.#isConnected) return;
    const isAway = this.options.presence.statusOf(peer).availability === 'logged-off';
    this.#absence.note(peer, isAway, performance.now());
    this.arm();
  }

  #next(): number | undefined {
    const open = this.options.open();
    this.#timeLeft.follow(new Map(open.flatMap((session) => spanOf(session))));
    const next = Math.min(...open.map((session) => this.#dueAt(session)));
    return next === Infinity ? undefined : next;
  }

  /** When something falls due in a session, as `performance.now` counts. */
  #dueAt({ id, state, peer }: ImSession): number {
    if (state.status === 'invited') return this.#timeLeft.dueAt(id);
    if (!this.#isConnected) return Infinity;
    return isWithPeer(state) ? (this.#absence.leavesAt(peer) ?? Infinity) : this.#timeLeft.dueAt(id);
  }

  #expire(): void {
    const { act, apply, log, open } = this.options;
    const due = open().filter((session) => this.#dueAt(session) <= performance.now());
    log.containEach('deadline-failed', due, (session) => apply(act(session, { type: inputOf(session.state) })));
    this.arm();
  }
}

function spanOf(session: ImSession): [SessionId, TimeSpan][] {
  const span = invitationSpan(session) ?? notificationSpan(session);
  return span ? [[session.id, span]] : [];
}

/** What happens to a session in this state when its time is over. */
function inputOf({ status }: ImSession['state']): 'expire-invitation' | 'expire-notification' | 'peer-left' {
  if (status === 'inviting') return 'expire-invitation';
  return status === 'invited' ? 'expire-notification' : 'peer-left';
}

/** Whether the session goes on, or is about to, with a peer who may leave. */
function isWithPeer({ status }: ImSession['state']): boolean {
  return status === 'connected' || status === 'connecting';
}
