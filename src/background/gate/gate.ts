import { type BareJid, bareJidOf } from '../../model/jid.ts';
import type { Envelope } from '../../model/signal.ts';
import type { VoiceCall } from '../../model/call/voice-call.ts';
import type { Peers } from '../directory/peers.ts';

export interface GateOptions {
  readonly peers: Peers;
  /** Whether the signal belongs to a session that this agent has begun with its sender. */
  readonly isAnswer: (envelope: Envelope) => boolean;
  /** The call with its sender that the signal belongs to. */
  readonly callOf: (envelope: Envelope) => VoiceCall | undefined;
  /** Whether the agent has blocked them. */
  readonly isBlocked: (peer: BareJid) => boolean;
  readonly onDropped: (reason: string) => void;
}

/**
 * Decides who gets through to the agent. It is the one place that does, for whatever comes in: live, by carbon or from the archive. Each
 * signal is looked at in its turn, because the one before it may be what lets it in. Contacts can call, and do nothing else. Strangers can
 * do nothing, unless the policy lets them in, or the agent has begun the session or call.
 */
export class Gate {
  constructor(private readonly options: GateOptions) {}

  /** Looks without counting. @returns what may be taken of the signal; undefined for nothing */
  look(envelope: Envelope): Envelope | undefined {
    // Sent by another device of the agent, so that it counts whomever it is to.
    if (envelope.isOwn) return envelope;
    const { peers, isAnswer, callOf, isBlocked } = this.options;
    const { signal, peer } = envelope;
    // An error that the server returns comes in the peer's name. It tells what has become of a signal that was sent to them before, so that
    // it is taken.
    if (isBlocked(peer)) return signal.type === 'failed' ? envelope : undefined;
    switch (peers.standingOf(peer)) {
      case 'own':
      case 'colleague':
        return envelope;
      case 'guest':
        return (signal.type === 'propose-call' && signal.contact) || callOf(envelope) ? envelope : undefined;
      case 'stranger':
        if (isAnswer(envelope) || callOf(envelope)?.direction === 'outgoing') return envelope;
        return peers.mayApproach(peer) ? withoutCase(envelope) : undefined;
    }
  }

  /** Looks, and counts what is dropped. */
  admit(envelope: Envelope): Envelope | undefined {
    const admitted = this.look(envelope);
    if (!admitted) this.options.onDropped(this.#reasonOf(envelope.peer));
    return admitted;
  }

  /** Whether somebody's presence is kept. Anybody can send directed presence (RFC 6121 4.6). */
  admitPresence(from: string): boolean {
    const isKnown = this.options.peers.isKnown(from) && !this.options.isBlocked(bareJidOf(from));
    if (!isKnown) this.options.onDropped(`${this.#reasonOf(from)}-presence`);
    return isKnown;
  }

  #reasonOf(address: string): 'blocked' | 'guest' | 'stranger' {
    if (this.options.isBlocked(bareJidOf(address))) return 'blocked';
    return this.options.peers.standingOf(address) === 'guest' ? 'guest' : 'stranger';
  }
}

/** The signal without its case data. What a stranger shared would stand beside the organization's own data of that contact. */
function withoutCase(envelope: Envelope): Envelope | undefined {
  const { signal } = envelope;
  if (signal.type === 'share') return undefined;
  if ((signal.type !== 'propose' && signal.type !== 'propose-call') || !signal.parent) return envelope;
  const { parent: _parent, ...rest } = signal;
  return { ...envelope, signal: rest };
}
