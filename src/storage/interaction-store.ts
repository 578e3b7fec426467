import * as v from 'valibot';
import { type Interaction, INTERACTION_STATUSES, MEDIA } from '../model/interaction/interaction.ts';
import { caseDataShape } from './case-data-shape.ts';
import type { StoreDatabase, StoreWrite } from './store-port.ts';
import type { InteractionId } from '../model/ids.ts';

export type InteractionRecords = { interactions: { key: string; value: Interaction } };

const interactionShape = v.object({
  id: v.string(),
  owner: v.exactOptional(v.object({ origin: v.string(), id: v.string() })),
  media: v.picklist(MEDIA),
  contact: v.object({
    name: v.string(),
    id: v.optional(v.string()),
    guess: v.exactOptional(v.object({ id: v.string(), name: v.string(), by: v.picklist(['number', 'name']) })),
  }),
  status: v.picklist(INTERACTION_STATUSES),
  heldSince: v.optional(v.number()),
  callId: v.exactOptional(v.string()),
  startedAt: v.number(),
  caseData: caseDataShape,
}) satisfies v.GenericSchema<unknown, Interaction>;

/** The active interactions. A record that can't be read is left alone. */
export async function getInteractions(database: StoreDatabase<InteractionRecords>): Promise<Interaction[]> {
  const records: readonly unknown[] = await database.getAll('interactions');
  return records.flatMap((record) => {
    const parsed = v.safeParse(interactionShape, record);
    return parsed.success ? [parsed.output] : [];
  });
}

export function putInteraction(interaction: Interaction): StoreWrite<InteractionRecords> {
  return (transaction) => transaction.objectStore('interactions').put(interaction);
}

export function deleteInteraction(id: InteractionId): StoreWrite<InteractionRecords> {
  return (transaction) => transaction.objectStore('interactions').delete(id);
}
