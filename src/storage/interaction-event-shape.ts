import * as v from 'valibot';
import { END_REASONS } from '../model/session/im-session.ts';
import type { KeptInteractionEvent } from '../model/desk/interaction-event.ts';

const base = { eventId: v.string(), interactionId: v.string(), at: v.number(), origin: v.exactOptional(v.string()) };
const consultation = { ...base, sessionId: v.string(), peer: v.string() };

/** An event as it waits for its page. */
export const interactionEvent = v.variant('name', [
  v.object({ name: v.literal('consultation-started'), ...consultation }),
  v.object({ name: v.literal('consultation-accepted'), ...consultation }),
  v.object({ name: v.literal('consultation-ended'), ...consultation, reason: v.picklist(END_REASONS) }),
  v.object({ name: v.literal('consultation-done'), ...consultation }),
  v.object({ name: v.literal('case-data-changed'), ...base, key: v.string(), value: v.string() }),
  v.object({ name: v.literal('interaction-closed'), ...base }),
]) satisfies v.GenericSchema<unknown, KeptInteractionEvent>;
