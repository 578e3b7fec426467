import * as v from 'valibot';
import { AVAILABILITIES } from '../model/agent.ts';
import type { FullJid } from '../model/jid.ts';
import type { StoreDatabase, StoreWrite } from './store-port.ts';

/** What a colleague's device showed when the stream's state was stored: a resumed stream tells only what changed since. */
const device = v.object({
  from: v.string(),
  status: v.object({ availability: v.picklist(AVAILABILITIES), reason: v.optional(v.string()) }),
  capsKey: v.optional(v.string()),
  chosenAt: v.optional(v.number()),
});
export type StoredDevice = v.InferOutput<typeof device>;

/** One record for each device, so that a change writes no more than itself. */
export type PresenceRecords = { presence: { key: FullJid; value: StoredDevice } };

/** The devices that were there. Records that can't be read are left out. */
export async function getDevices(database: StoreDatabase<PresenceRecords>): Promise<readonly StoredDevice[]> {
  return (await database.getAll('presence')).flatMap((record) => {
    const { success, output } = v.safeParse(device, record);
    return success ? [output] : [];
  });
}

/** @param stored undefined once the device is gone */
export function writeDevice(from: FullJid, stored: StoredDevice | undefined): StoreWrite<PresenceRecords> {
  return (transaction) => {
    const presence = transaction.objectStore('presence');
    return stored ? presence.put(stored) : presence.delete(from);
  };
}
