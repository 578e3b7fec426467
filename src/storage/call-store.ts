import * as v from 'valibot';
import { CALL_END_REASONS, type VoiceCall } from '../model/call/voice-call.ts';
import type { StoreDatabase, StoreWrite } from './store-port.ts';
import { sharedInteractionShape } from './shared-interaction-shape.ts';
import type { CallId } from '../model/ids.ts';

export type CallRecords = { calls: { key: CallId; value: VoiceCall } };

const time = v.number();

const callShape = v.object({
  id: v.string(),
  peer: v.string(),
  party: v.variant('kind', [
    v.object({ kind: v.literal('colleague'), sessionId: v.string() }),
    v.object({
      kind: v.literal('contact'),
      contact: v.object({ name: v.string(), number: v.string(), topic: v.string(), page: v.string(), group: v.string() }),
    }),
  ]),
  direction: v.picklist(['outgoing', 'incoming']),
  state: v.variant('status', [
    v.object({ status: v.literal('inviting'), expiresAt: time, isRinging: v.boolean() }),
    v.object({ status: v.literal('invited'), expiresAt: time }),
    v.object({ status: v.literal('connecting'), acceptedAt: time }),
    v.object({ status: v.literal('connected'), since: time }),
    v.object({ status: v.literal('ended'), reason: v.picklist(CALL_END_REASONS), at: time, since: v.optional(time) }),
  ]),
  device: v.exactOptional(v.string()),
  consultedInteractionId: v.exactOptional(v.string()),
  heldLines: v.array(v.object({ of: v.picklist(['call', 'interaction']), id: v.string() })),
  heldSince: v.optional(time),
  isHeldByPeer: v.boolean(),
  isMuted: v.boolean(),
  createdAt: time,
  offered: v.exactOptional(sharedInteractionShape),
}) satisfies v.GenericSchema<unknown, VoiceCall>;

/** The calls that go on, and the last ones that ended: the wire may still say something of those. A record that can't be read is left alone. */
export async function getCalls(database: StoreDatabase<CallRecords>): Promise<VoiceCall[]> {
  const records: readonly unknown[] = await database.getAll('calls');
  return records.flatMap((record) => {
    const parsed = v.safeParse(callShape, record);
    return parsed.success ? [parsed.output] : [];
  });
}

export function putCall(call: VoiceCall): StoreWrite<CallRecords> {
  return (transaction) => transaction.objectStore('calls').put(call);
}

export function deleteCall(id: CallId): StoreWrite<CallRecords> {
  return (transaction) => transaction.objectStore('calls').delete(id);
}
