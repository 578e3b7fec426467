import type { Happening } from '../../model/desk/happening.ts';
import type { EndReason, ImSession } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';

/** What a CRM page is told of an IM session: that there is one and with whom, never what was said. */
interface SessionFacts {
  readonly sessionId: string;
  readonly peer: BareJid;
  readonly direction: ImSession['direction'];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A session was accepted by either side, came to its end, or was marked done. */
export type SessionMilestone =
  | { readonly name: 'session-accepted' | 'session-done'; readonly facts: SessionFacts }
  | { readonly name: 'session-ended'; readonly facts: SessionFacts & { readonly reason: EndReason } };

/** What pages are told of what has happened; undefined for nothing. */
export function milestoneOf(happening: Happening): SessionMilestone | undefined {
  if (happening.of !== 'session') return undefined;
  const { sessionId, peer, direction, at } = happening;
  const facts = { sessionId, peer, direction, at };
  switch (happening.name) {
    case 'session-begun':
      return undefined;
    case 'session-ended':
      return { name: 'session-ended', facts: { ...facts, reason: happening.reason } };
    default:
      return { name: happening.name, facts };
  }
}
