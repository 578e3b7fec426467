import type { ImSession } from '../model/im-session.ts';
import type { BareJid } from '../model/jid.ts';
import type { Signal } from '../model/signal.ts';
import type { Journal } from '../storage/journal.ts';
import { putSession } from '../storage/session-store.ts';
import type { Changes } from './changes.ts';
import type { Outbox } from './outbox.ts';
import type { Transcripts } from './transcripts.ts';

export interface ImSessionsOptions {
  readonly me: BareJid;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly transcripts: Transcripts;
  readonly changes: Changes;
}

/** An account's IM sessions, each stored at every change; and which of them a signal belongs to. */
export class ImSessions {
  private readonly byId: Map<string, ImSession>;

  constructor(
    sessions: readonly ImSession[],
    private readonly options: ImSessionsOptions,
  ) {
    this.byId = new Map(sessions.map((session) => [session.id, session]));
  }

  get(id: string): ImSession | undefined {
    return this.byId.get(id);
  }

  /** Those not yet marked done. */
  open(): ImSession[] {
    return [...this.byId.values()].filter(({ isDone }) => !isDone);
  }

  /** The session with a colleague that still goes on, if there is one. */
  activeWith(peer: BareJid): ImSession | undefined {
    return this.open().find((session) => session.peer === peer && session.state.status !== 'ended');
  }

  put(session: ImSession): void {
    this.byId.set(session.id, session);
    this.options.journal.write(putSession(session));
    this.options.changes.announce('overview');
  }

  /** The session that a signal belongs to: the one it names, or, from a client that names none, the one with its sender. */
  of(signal: Signal, peer: BareJid): ImSession | undefined {
    switch (signal.type) {
      case 'received':
      case 'displayed':
        return this.withMessage(signal.messageId, peer);
      case 'failed':
        return this.withMessage(signal.id, peer);
      default: {
        const named = signal.sessionId === undefined ? undefined : this.get(signal.sessionId);
        // A plain client keeps its thread for ever: an ended chat is not continued, the message asks anew.
        const isOver = named !== undefined && named.isPlain && named.state.status === 'ended';
        if (named && !isOver) return named;
        return signal.type === 'message' || signal.type === 'typing' || signal.type === 'gone' ? this.currentWith(peer) : undefined;
      }
    }
  }

  private currentWith(peer: BareJid): ImSession | undefined {
    return this.open().findLast((session) => session.peer === peer && session.state.status !== 'ended' && (session.isPlain || session.state.status === 'connected'));
  }

  private withMessage(id: string, peer: BareJid): ImSession | undefined {
    const { me, transcripts, outbox } = this.options;
    const named = this.get(outbox.sessionOf(id) ?? id.replace(/^propose-/, ''));
    if (named) return named;
    return this.open().find((session) => session.peer === peer && (transcripts.has(session.id, me, id) || session.lastReceivedId === id));
  }
}
