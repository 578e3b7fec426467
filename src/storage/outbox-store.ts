import * as v from 'valibot';
import type { InvitationId } from '../model/ids.ts';
import type { BareJid } from '../model/jid.ts';
import type { Signal } from '../model/signal.ts';
import type { StoreDatabase, StoreWrite } from './store-port.ts';
import { signalShape } from './signal-shape.ts';

/** A signal that must reach its peer, whatever is cut, killed or restarted in between. */
export interface OutboxEntry {
  /** The stanza's id and origin-id (XEP-0359): the same at every attempt. */
  readonly id: string;
  /** The session that the signal is of, or the call. */
  readonly sessionId: InvitationId;
  readonly peer: BareJid;
  readonly signal: Signal;
  /** The place in the order of sending. */
  readonly sequence: number;
  /** The server has it: it was acknowledged (XEP-0198), or seen in the account's own archive. */
  readonly isAcked: boolean;
  /** Whether it waits for the peer's receipt (XEP-0184), and not only for the server. */
  readonly awaitsReceipt: boolean;
  /** When the agent, or a clock, had it sent first, milliseconds since the epoch. */
  readonly addedAt: number;
}

export type OutboxRecords = { outbox: { key: string; value: OutboxEntry } };

/** Records of earlier versions say neither what they wait for, nor since when. Of those, only messages waited for receipts. */
const entryShape = v.object({
  id: v.string(),
  sessionId: v.string(),
  peer: v.string(),
  signal: signalShape,
  sequence: v.number(),
  isAcked: v.boolean(),
  awaitsReceipt: v.optional(v.boolean()),
  addedAt: v.optional(v.number(), 0),
});

/** Everything not yet known to have arrived, in order of sending. A record that can't be read is left alone. */
export async function getOutbox(database: StoreDatabase<OutboxRecords>): Promise<OutboxEntry[]> {
  const records: readonly unknown[] = await database.getAll('outbox');
  const entries = records.flatMap((record) => {
    const parsed = v.safeParse(entryShape, record);
    if (!parsed.success) return [];
    const { awaitsReceipt = parsed.output.signal.type === 'message', ...entry } = parsed.output;
    return [{ ...entry, awaitsReceipt }];
  });
  return entries.sort((a, b) => a.sequence - b.sequence);
}

export function putOutboxEntry(entry: OutboxEntry): StoreWrite<OutboxRecords> {
  return (transaction) => transaction.objectStore('outbox').put(entry);
}

export function deleteOutboxEntry(id: string): StoreWrite<OutboxRecords> {
  return (transaction) => transaction.objectStore('outbox').delete(id);
}
