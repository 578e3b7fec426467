import type { InvitationId } from '../../model/ids.ts';
import type { BareJid } from '../../model/jid.ts';
import { type Signal, signalIdOf } from '../../model/signal.ts';
import type { Journal } from '../../storage/journal.ts';
import { deleteOutboxEntry, type OutboxEntry, putOutboxEntry } from '../../storage/outbox-store.ts';
import type { MessagingStream } from './messaging-port.ts';

export interface OutboxOptions {
  readonly journal: Journal;
  readonly now: () => number;
  /** Called when an entry is given up because it can't be written as a stanza. An earlier version may have stored it. */
  readonly onUnsendable?: () => void;
}

/** What is sent. */
export interface Sending {
  readonly signal: Signal;
  readonly peer: BareJid;
  /** The session that the signal is of, or the call. */
  readonly sessionId: InvitationId;
  /** Whether it stays here until the peer has said that it has arrived. */
  readonly awaitsReceipt: boolean;
  /** The stanza's id, where the signal is sent to several peers. */
  readonly id?: string;
}

/**
 * What must reach a peer is stored here before it is sent, and leaves when it has arrived: with the peer's receipt (XEP-0184) where it waits
 * for one, else with the server's acknowledgement (XEP-0198). Until then each new stream sends it again, under the same origin-id.
 */
export class Outbox {
  readonly #entries: Map<string, OutboxEntry>;
  readonly #durable: Set<string>;
  /** The ids of what was handed to the current stream, or to the one that it has resumed. */
  readonly #handed = new Set<string>();
  /** The ids of messages that were handed to a stream and aren't stored. They can't be taken back any more. */
  readonly #early = new Set<string>();
  /** Receipts and the like that wait for a stream. They aren't stored. */
  #passing: { readonly signal: Signal; readonly peer: BareJid }[] = [];
  #sequence: number;
  #onSent: (() => void) | undefined;
  #stream: MessagingStream | undefined;

  constructor(
    stored: readonly OutboxEntry[],
    private readonly options: OutboxOptions,
  ) {
    this.#entries = new Map(stored.map((entry) => [entry.id, entry]));
    this.#durable = new Set(this.#entries.keys());
    this.#sequence = stored.at(-1)?.sequence ?? 0;
  }

  /**
   * Stores and sends. A message is sent at once: with a browser that is killed before it is stored it is lost here, but the agent's own archive has it.
   * Everything else is sent when it is stored. What is added again is sent again, unless it is still on its way to the server. Resolves when it is stored.
   */
  async add({ signal, peer, sessionId, awaitsReceipt, id = signalIdOf(signal) }: Sending): Promise<void> {
    if (this.#entries.get(id)?.isAcked === false) return this.options.journal.flush();
    const entry = {
      id,
      sessionId,
      peer,
      signal,
      sequence: (this.#sequence += 1),
      isAcked: false,
      awaitsReceipt,
      addedAt: this.options.now(),
    };
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    this.#handed.delete(id);
    this.options.journal.write(putOutboxEntry(entry));
    const storing = this.options.journal.flush();
    this.#pump();
    await storing;
    this.#durable.add(id);
    this.#early.delete(id);
    this.#pump();
  }

  /** Whether a signal was sent before it was stored, and isn't stored. */
  isSentUnstored(signal: Signal): boolean {
    return this.#early.has(signalIdOf(signal));
  }

  /** Takes over what another browser of the agent has sent and the peer hasn't confirmed, because that browser may be gone. It counts as sent. */
  takeOver({ signal, peer, sessionId, id }: Required<Omit<Sending, 'awaitsReceipt'>>, addedAt: number): void {
    if (this.#entries.has(id)) return;
    this.#put({ id, sessionId, peer, signal, sequence: (this.#sequence += 1), isAcked: true, awaitsReceipt: true, addedAt });
    this.#durable.add(id);
  }

  /** Sends as soon as there is a stream, without storing. */
  pass(signal: Signal, peer: BareJid): void {
    if (this.#stream) this.#send(signal, peer, signalIdOf(signal));
    else this.#passing.push({ signal, peer });
  }

  /**
   * To be called when a stream is there. On a resumed stream `unacked` were sent before, and the stream repeats them; what the server hasn't and the
   * stream doesn't repeat is sent. On a new one everything that hasn't arrived is sent again. What isn't wanted any more leaves.
   * @returns the entries that are sent again, now or as soon as they are stored
   */
  open(
    stream: MessagingStream,
    unacked: readonly string[] | undefined,
    isStillWanted: (entry: OutboxEntry) => boolean,
  ): readonly OutboxEntry[] {
    this.#stream = stream;
    for (const entry of [...this.#entries.values()]) if (!isStillWanted(entry)) this.remove(entry.id);
    // What was handed to the last connection and never left it is in neither list. It has to go before what is sent from now on.
    this.#handed.clear();
    for (const id of unacked ?? []) this.#handed.add(id);
    const repeated = unacked ? [] : [...this.#entries.values()].filter(({ id }) => this.#durable.has(id) || this.#early.has(id));
    if (unacked) this.#pump();
    for (const entry of repeated) this.#hand(entry);
    for (const { signal, peer } of this.#passing.splice(0)) this.pass(signal, peer);
    return unacked ? [] : [...this.#entries.values()];
  }

  close(): void {
    this.#stream = undefined;
  }

  get isOpen(): boolean {
    return this.#stream !== undefined;
  }

  /** What the server has taken and the peer hasn't confirmed, in order of sending. */
  unconfirmed(): readonly OutboxEntry[] {
    return [...this.#entries.values()].filter(({ isAcked }) => isAcked);
  }

  /** Sends once more what may have been lost behind the server. */
  repeat(entry: OutboxEntry): void {
    if (this.#stream && this.#entries.get(entry.id) === entry) this.#hand(entry);
  }

  /** To be called when the server has a stanza. @returns the entry, if the stanza is of this outbox */
  acknowledge(id: string): OutboxEntry | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    if (!entry.awaitsReceipt) return this.remove(id);
    if (!entry.isAcked) this.#put({ ...entry, isAcked: true });
    return entry;
  }

  /** To be called when a peer has confirmed a stanza. @returns the entry, if it was one to this peer that was waited for */
  confirm(id: string, peer: BareJid): OutboxEntry | undefined {
    return this.#entries.get(id)?.peer === peer ? this.remove(id) : undefined;
  }

  /** To be called when a peer's answer shows that the invitation has arrived. */
  confirmInvitation(id: InvitationId, peer: BareJid): void {
    for (const entry of this.#entries.values()) if (entry.peer === peer && isInvitation(entry.signal, id)) this.remove(entry.id);
  }

  /** Removes an entry that has arrived, or never will. */
  remove(id: string): OutboxEntry | undefined {
    const entry = this.#entries.get(id);
    if (entry && this.#entries.delete(id)) this.options.journal.write(deleteOutboxEntry(id));
    this.#onSent?.();
    return entry;
  }

  get(id: string): OutboxEntry | undefined {
    return this.#entries.get(id);
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** Waits until the server has everything, but no longer than this. @returns how many messages it doesn't have */
  async whenSent(timeoutMs: number): Promise<number> {
    if (this.#unsent.length === 0) return 0;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#onSent = () => {
        if (this.#unsent.length > 0) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#onSent = undefined;
    return this.#unsent.filter(({ signal }) => signal.type === 'message').length;
  }

  sessionOf(id: string): InvitationId | undefined {
    return this.#entries.get(id)?.sessionId;
  }

  /** What the server doesn't have. */
  get #unsent(): readonly OutboxEntry[] {
    return [...this.#entries.values()].filter(({ isAcked }) => !isAcked);
  }

  #put(entry: OutboxEntry): void {
    this.#entries.set(entry.id, entry);
    this.#onSent?.();
    this.options.journal.write(putOutboxEntry(entry));
  }

  /** Sends what isn't handed over yet, in order, up to the first entry that has to be stored before. */
  #pump(): void {
    if (!this.#stream) return;
    for (const entry of this.#entries.values()) {
      if (entry.isAcked || this.#handed.has(entry.id)) continue;
      if (!this.#mayGo(entry)) return;
      this.#hand(entry);
    }
  }

  #mayGo({ id, signal }: OutboxEntry): boolean {
    return this.#durable.has(id) || this.#early.has(id) || (signal.type === 'message' && !this.options.journal.isFull);
  }

  #hand({ id, signal, peer }: OutboxEntry): void {
    this.#handed.add(id);
    if (!this.#durable.has(id)) this.#early.add(id);
    this.#send(signal, peer, id);
  }

  #send(signal: Signal, peer: BareJid, id: string): void {
    try {
      this.#stream?.send(signal, peer, id);
    } catch {
      this.options.onUnsendable?.();
      this.#early.delete(id);
      this.remove(id);
    }
  }
}

function isInvitation(signal: Signal, id: InvitationId): boolean {
  return (signal.type === 'propose' || signal.type === 'propose-call') && signal.sessionId === id;
}
