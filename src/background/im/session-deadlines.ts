import type { ImSession } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';
import { invitationEndsAt, notificationEndsAt } from '../../model/session/session-ends.ts';
import type { LocalInput, MachineContext, Step } from '../../model/session/session-machine.ts';
import { Deadlines } from '../time/deadlines.ts';
import type { Presence } from '../directory/presence.ts';
import type { Log } from '../events/log.ts';
import { PeerAbsence } from '../directory/peer-absence.ts';

export interface SessionDeadlinesOptions {
  /** The sessions that aren't marked done yet. */
  readonly open: () => readonly ImSession[];
  readonly presence: Pick<Presence, 'statusOf'>;
  readonly log: Log;
  readonly context: () => MachineContext;
  readonly act: (session: ImSession, input: LocalInput) => Step | undefined;
  readonly apply: (step: Step | undefined) => void;
}

/**
 * Calls back at what falls due in the IM sessions: invitations, notifications, and peers who stay away. Invitations and peers have time while there
 * is no connection, because an answer couldn't be heard.
 */
export class SessionDeadlines {
  readonly #absence = new PeerAbsence();
  #isConnected = false;
  readonly #deadlines: Deadlines;

  constructor(private readonly options: SessionDeadlinesOptions) {
    this.#deadlines = new Deadlines(
      () => options.context().now,
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
    const { now } = this.options.context();
    const deadlines = this.options.open().flatMap((session) => {
      const { state, peer } = session;
      if (state.status === 'invited') return state.notification === 'shown' ? [notificationEndsAt(session, now)] : [];
      if (!this.#isConnected) return [];
      if (state.status === 'inviting') return [invitationEndsAt(session, now)];
      const leavesAt = isWithPeer(state) ? this.#absence.leavesAt(peer) : undefined;
      return leavesAt === undefined ? [] : [now + leavesAt - performance.now()];
    });
    return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
  }

  #expire(): void {
    const { act } = this.options;
    this.options.log.containEach('deadline-failed', this.options.open(), (session) => {
      const hasLeft = (this.#absence.leavesAt(session.peer) ?? Infinity) <= performance.now();
      this.options.apply(
        (this.#isConnected ? act(session, { type: 'expire-invitation' }) : undefined) ??
          act(session, { type: 'expire-notification' }) ??
          (hasLeft ? act(session, { type: 'peer-left' }) : undefined),
      );
    });
    this.arm();
  }
}

/** Whether the session goes on, or is about to, with a peer who may leave. */
function isWithPeer({ status }: ImSession['state']): boolean {
  return status === 'connected' || status === 'connecting';
}
