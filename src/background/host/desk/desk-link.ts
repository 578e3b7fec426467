import type { BareJid } from '../../../model/jid.ts';
import type { DeliveryFailure } from '../../../model/session/im-session.ts';
import type { Envelope } from '../../../model/signal.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { DeviceProbe } from '../../directory/device-probe.ts';
import type { Peers } from '../../directory/peers.ts';
import type { Presence } from '../../directory/presence.ts';
import type { Log } from '../../events/log.ts';
import type { Floods } from '../../gate/floods.ts';
import type { Gate } from '../../gate/gate.ts';
import type { Im } from '../../im/im.ts';
import type { MessagingStream } from '../../stream/messaging-port.ts';
import type { Outbox } from '../../stream/outbox.ts';
import { Redelivery } from '../../stream/redelivery.ts';
import type { VoiceParts } from '../../voice/voice-parts.ts';
import { SignalRouter } from './signal-router.ts';

/** What the desk sends and takes in. */
export interface LinkedDesk {
  readonly im: Im;
  readonly voice: VoiceParts;
  readonly outbox: Outbox;
  readonly peers: Peers;
  readonly journal: Journal;
}

export interface DeskLinkOptions {
  readonly gate: Gate;
  readonly floods: Floods;
  readonly probe: DeviceProbe;
  readonly presence: Pick<Presence, 'isThere'>;
  readonly log: Log;
  readonly now: () => number;
}

/** What the desk has to do with the account's stream: it takes signals, and sends what waits. */
export class DeskLink {
  readonly #router: SignalRouter;
  readonly #redelivery: Redelivery;

  constructor(
    private readonly desk: LinkedDesk,
    private readonly options: DeskLinkOptions,
  ) {
    const { gate, floods, probe, presence, log, now } = options;
    const router = (this.#router = new SignalRouter({ ...desk, im: desk.im, voice: desk.voice, gate, floods, log, now }));
    this.#redelivery = new Redelivery({
      outbox: desk.outbox,
      isThere: (peer) => presence.isThere(peer),
      isStillWanted: router.isStillWanted,
      onSilence: (peer) => probe.ask(peer),
    });
  }

  /** Whether the signal belongs to a session that this agent has begun with its sender. */
  isAnswer(envelope: Envelope): boolean {
    return this.desk.im.incoming.isAnswer(envelope);
  }

  /** Reads what these need before they can be received; undefined if they need nothing. */
  recall(envelopes: readonly Envelope[]): Promise<void> | undefined {
    return this.#router.recall(envelopes);
  }

  receive(envelopes: readonly Envelope[]): void {
    this.#router.receive(envelopes);
  }

  /** Shows what stands at the archive's end, before it can be received in its turn. */
  showAhead(envelopes: readonly Envelope[]): void {
    this.desk.im.incoming.showAhead(envelopes.filter((envelope) => this.options.gate.look(envelope)));
  }

  /** To be called when the server doesn't take a stanza of this agent. */
  giveUp(id: string, failure: DeliveryFailure): void {
    this.#router.giveUp(id, failure);
  }

  /** To be called when the server has acknowledged a stanza. */
  acknowledge(stanzaId: string): void {
    this.desk.im.incoming.acknowledge(stanzaId);
    this.#redelivery.arm();
  }

  /** To be called before a stream is opened. */
  join(stream: MessagingStream): void {
    void this.desk.voice.join(stream);
    this.desk.im.marks.join(stream);
  }

  /** Sends what a resumed stream hasn't sent. @param unacked what it repeats by itself */
  resume(stream: MessagingStream, unacked: readonly string[]): void {
    this.desk.outbox.open(stream, unacked, this.#router.isStillWanted);
  }

  /** Sends on a new stream everything that hasn't arrived. */
  begin(stream: MessagingStream): void {
    this.desk.im.moveToEnd(this.desk.outbox.open(stream, undefined, this.#router.isStillWanted));
  }

  /** Has the clocks go on that stood still while this host could neither hear nor tell. */
  goOn(stream: MessagingStream, how: 'resumed' | 'new'): void {
    const { deadlines, marks } = this.desk.im;
    deadlines.resume();
    void marks.follow(stream, how);
    this.#redelivery.arm();
  }

  /** To be called when the stream is gone. */
  pause(): void {
    this.desk.outbox.close();
    this.desk.im.deadlines.pause();
    this.#redelivery.arm();
  }

  /** To be called when it may have changed whether a peer is there. */
  notePresence(peer: BareJid, hasCome: boolean): void {
    this.desk.im.deadlines.notePresence(peer);
    if (hasCome) this.#redelivery.noteArrival(peer);
  }

  stop(): void {
    this.#redelivery.stop();
  }
}
