import { costOf } from '../../model/flood-limits.ts';
import type { Envelope } from '../../model/signal.ts';
import type { Log } from '../events/log.ts';
import type { Floods } from '../gate/floods.ts';
import type { Gate } from '../gate/gate.ts';
import type { Im } from '../im/im.ts';
import type { VoiceParts } from '../voice/voice-parts.ts';

export interface SignalRouterOptions {
  readonly gate: Pick<Gate, 'admit' | 'look'>;
  readonly floods: Pick<Floods, 'admits'>;
  readonly im: Pick<Im, 'incoming' | 'isTaken' | 'recall'>;
  readonly voice: Pick<VoiceParts, 'receive' | 'callOf' | 'recall'>;
  readonly log: Log;
  readonly now: () => number;
}

/** Gives each signal that may come in to the call or session that it belongs to. */
export class SignalRouter {
  constructor(private readonly options: SignalRouterOptions) {}

  /**
   * Takes signals in order. The gate looks at each in its turn, because the one before it may be what lets it in. If our own code fails at
   * one, only that one is lost.
   */
  receive(envelopes: readonly Envelope[]): void {
    const { gate, im, voice, log } = this.options;
    log.containEach('signal-failed', envelopes, (envelope) => {
      const admitted = gate.admit(envelope);
      if (admitted && this.#isWithinBudget(admitted) && !voice.receive(admitted)) im.incoming.receive(admitted);
    });
  }

  /** Reads what these need before they can be received; undefined if they need nothing. */
  recall(envelopes: readonly Envelope[]): Promise<void> | undefined {
    const { gate, im, voice } = this.options;
    const admitted = envelopes.filter((envelope) => gate.look(envelope));
    const reading = [voice.recall(admitted), im.recall(admitted)].filter((one) => one !== undefined);
    return reading.length > 0 ? Promise.all(reading).then(() => undefined) : undefined;
  }

  /** Whether the signal is within its sender's budget. What counts is when it was sent, whether it comes live or from the archive. */
  #isWithinBudget(envelope: Envelope): boolean {
    const { floods, im, voice, now } = this.options;
    const { signal, peer, isOwn, at } = envelope;
    if (isOwn) return true;
    const isKnown =
      'sessionId' in signal && signal.sessionId !== undefined && (im.isTaken(signal.sessionId) || voice.callOf(envelope) !== undefined);
    return floods.admits(costOf(signal, isKnown, im.incoming.placeOf(envelope)), peer, Math.min(at, now()));
  }
}
