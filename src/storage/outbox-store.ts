import type { BareJid } from '../model/jid.ts';
import type { Signal } from '../model/signal.ts';
import type { Write } from './journal.ts';
import type { AccountDatabase } from './schema.ts';

/** A signal that must reach its peer, whatever is cut, killed or restarted in between. */
export interface OutboxEntry {
  /** The stanza's id and origin-id (XEP-0359): the same at every attempt. */
  readonly id: string;
  readonly sessionId: string;
  readonly peer: BareJid;
  readonly signal: Signal;
  /** Order of sending. */
  readonly sequence: number;
  /** The server has it (XEP-0198 ack, or seen in the own archive); a message then still waits for the peer's receipt. */
  readonly isAcked: boolean;
}

/** Everything not yet known to have arrived, in order of sending. */
export async function getOutbox(database: AccountDatabase): Promise<OutboxEntry[]> {
  const entries = await database.getAll('outbox');
  return entries.sort((a, b) => a.sequence - b.sequence);
}

export function putOutboxEntry(entry: OutboxEntry): Write {
  return (transaction) => transaction.objectStore('outbox').put(entry);
}

export function deleteOutboxEntry(id: string): Write {
  return (transaction) => transaction.objectStore('outbox').delete(id);
}
