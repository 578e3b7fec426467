import { costOf } from '../../../model/flood-limits.ts';
import type { DeliveryFailure } from '../../../model/session/im-session.ts';
import type { Envelope } from '../../../model/signal.ts';
import { type Journal, toldByJournal } from '../../../storage/journal.ts';
import type { OutboxEntry } from '../../../storage/outbox-store.ts';
import type { Log } from '../../events/log.ts';
import type { Floods } from '../../gate/floods.ts';
import type { Gate } from '../../gate/gate.ts';
import type { Peers } from '../../directory/peers.ts';
import type { Im } from '../../im/im.ts';
import type { Outbox } from '../../stream/outbox.ts';
import type { VoiceParts } from '../../voice/voice-parts.ts';

export interface SignalRouterOptions {
  readonly gate: Pick<Gate, 'admit' | 'look'>;
  readonly floods: Pick<Floods, 'admits'>;
  readonly im: Pick<Im, 'incoming' | 'get' | 'isStillWanted' | 'isTaken' | 'recall'>;
  readonly voice: Pick<VoiceParts, 'receive' | 'callOf' | 'isStillWanted' | 'recall'>;
  readonly outbox: Pick<Outbox, 'confirm' | 'confirmInvitation' | 'pass' | 'get' | 'remove' | 'takeOver'>;
  readonly peers: Pick<Peers, 'areTold'>;
  readonly journal: Pick<Journal, 'flush'>;
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
    const { gate, log } = this.options;
    log.containEach('signal-failed', envelopes, (envelope) => {
      const admitted = gate.admit(envelope);
      if (admitted && this.#isWithinBudget(admitted)) this.#take(admitted);
    });
  }

  #take(envelope: Envelope): void {
    const { im, voice } = this.options;
    const isOfCall = voice.receive(envelope);
    if (!isOfCall) im.incoming.receive(envelope);
    if (envelope.isOwn) return isOfCall ? undefined : this.#takeOver(envelope);
    this.#noteArrived(envelope);
    if (envelope.receiptId !== undefined) this.#confirm(envelope, envelope.receiptId).catch(toldByJournal);
  }

  /** To be called when the server doesn't take a stanza of this agent. */
  giveUp(id: string, failure: DeliveryFailure): void {
    const { outbox, im, now, log } = this.options;
    const entry = outbox.get(id);
    if (!entry) return;
    const envelope: Envelope = { signal: { type: 'failed', id, isForbidden: false, failure }, peer: entry.peer, isOwn: false, at: now() };
    const take = () => {
      log.contain('signal-failed', () => this.#take(envelope));
      outbox.remove(id);
    };
    // A session that was marked done is read first. If that fails, the message goes on waiting, and is given up the next time.
    const reading = im.recall([envelope]);
    if (reading) reading.then(take, log.noting('signal-failed'));
    else take();
  }

  /** Whether what the peer hasn't confirmed has to be sent again. */
  readonly isStillWanted = (entry: OutboxEntry): boolean => this.options.voice.isStillWanted(entry) ?? this.options.im.isStillWanted(entry);

  /** Notes which signal of this agent has arrived, as the peer's signal shows. */
  #noteArrived({ signal, peer }: Envelope): void {
    const { outbox } = this.options;
    if (signal.type === 'received' || signal.type === 'displayed') outbox.confirm(signal.messageId, peer);
    if (signal.type === 'ringing' || signal.type === 'proceed' || signal.type === 'reject')
      outbox.confirmInvitation(signal.sessionId, peer);
  }

  /**
   * Sees to it that what another browser of the agent has sent arrives, as the archive knows of it. That browser may have been signed out meanwhile, and with it
   * went what waited for a receipt there. The receipts that came stand behind it in the archive.
   */
  #takeOver({ signal, peer, at, isArchived, receiptId }: Envelope): void {
    if (!isArchived || !('sessionId' in signal) || signal.sessionId === undefined) return;
    const isNamed = signal.type === 'message' && signal.wantsReceipt && !signal.message.isUnnamed;
    const id = isNamed ? signal.message.id : receiptId;
    const session = this.options.im.get(signal.sessionId);
    // Other clients confirm messages at best, and would show them twice.
    if (id === undefined || !session || session.isPlain) return;
    if (this.options.peers.areTold(signal.type, peer, session.direction === 'outgoing'))
      this.options.outbox.takeOver({ signal, peer, sessionId: session.id, id }, at);
  }

  /** Tells the sender that the signal has arrived, once what follows from it is stored. */
  async #confirm(envelope: Envelope, receiptId: string): Promise<void> {
    const { im, voice, outbox, peers, journal } = this.options;
    const { signal, peer } = envelope;
    const known = voice.callOf(envelope) ?? ('sessionId' in signal ? im.get(signal.sessionId ?? '') : undefined);
    if (!peers.areTold('received', peer, known?.direction === 'outgoing')) return;
    await journal.flush();
    outbox.pass({ type: 'received', messageId: receiptId }, peer);
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
