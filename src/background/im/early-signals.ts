import type { BareJid } from '../../model/jid.ts';
import { type Envelope, sessionIdIn } from '../../model/signal.ts';

/** About how many invitations and messages signals are kept. */
const MOST_KEPT = 200;
/** How many of them are kept for each. */
const MOST_OF_ONE = 10;

/**
 * Signals that have come before what they are about: an invitation or a message that this browser doesn't know yet. The order of what one agent sends
 * stays as it is on its way, but an answer can overtake the server's copy of what another browser of this agent has sent, and the other way round.
 */
export class EarlySignals {
  readonly #kept = new Map<string, readonly Envelope[]>();

  /** Keeps a signal until `take` asks for it, or too many others have come. */
  keep(envelope: Envelope): void {
    const key = keyOf(envelope.peer, aboutOf(envelope));
    this.#kept.set(key, [...(this.#kept.get(key) ?? []), envelope].slice(-MOST_OF_ONE));
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
  }

  /** What is kept about an invitation, or about a message, to be heard now. It is given once. */
  take(peer: BareJid, id: string): readonly Envelope[] {
    const key = keyOf(peer, id);
    const kept = this.#kept.get(key) ?? [];
    this.#kept.delete(key);
    return kept;
  }

  /** Whether another browser of the agent has accepted the invitation. */
  isAcceptedByAgent(peer: BareJid, id: string): boolean {
    return this.#kept.get(keyOf(peer, id))?.some(({ isOwn, signal }) => isOwn && signal.type === 'proceed') ?? false;
  }
}

const keyOf = (peer: BareJid, id: string) => `${peer} ${id}`;

/** The id of the invitation or the message that a signal is about. */
function aboutOf({ signal }: Envelope): string {
  switch (signal.type) {
    case 'received':
    case 'displayed':
      return sessionIdIn(signal.messageId);
    case 'failed':
      return sessionIdIn(signal.id);
    default:
      return signal.sessionId ?? '';
  }
}
