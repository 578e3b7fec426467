import type { ImSession } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';
import { act, type MachineContext, type Step } from '../../model/session/session-machine.ts';
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
  readonly apply: (step: Step | undefined) => void;
}

/** Calls back at what falls due in the IM sessions: invitations, notifications, and peers who stay away. */
export class SessionDeadlines {
  readonly #absence = new PeerAbsence();
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

  /** Notes, after a connection was made, which peers of connected sessions are away. */
  notePeers(): void {
    for (const { peer, state } of this.options.open()) if (state.status === 'connected') this.notePresence(peer);
  }

  /** Notes whether a peer is away. One who stays away for long has left. */
  notePresence(peer: BareJid): void {
    const isAway = this.options.presence.statusOf(peer).availability === 'logged-off';
    this.#absence.note(peer, isAway, this.options.context().now);
    this.arm();
  }

  #next(): number | undefined {
    const deadlines = this.options.open().flatMap(({ state, isInvitedFromHere, peer }) => {
      if (state.status === 'inviting') return isInvitedFromHere ? [state.expiresAt] : [];
      if (state.status === 'invited') return state.notification === 'shown' ? [state.notificationExpiresAt] : [];
      const leavesAt = state.status === 'connected' ? this.#absence.leavesAt(peer) : undefined;
      return leavesAt === undefined ? [] : [leavesAt];
    });
    return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
  }

  #expire(): void {
    const context = this.options.context();
    this.options.log.containEach('deadline-failed', this.options.open(), (session) => {
      const hasLeft = (this.#absence.leavesAt(session.peer) ?? Infinity) <= context.now;
      this.options.apply(
        act(session, { type: 'expire-invitation' }, context) ??
          act(session, { type: 'expire-notification' }, context) ??
          (hasLeft ? act(session, { type: 'peer-left' }, context) : undefined),
      );
    });
    this.arm();
  }
}
