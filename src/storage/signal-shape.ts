import * as v from 'valibot';
import type { Signal } from '../model/signal.ts';
import { namedGroup } from '../model/target-ref-shape.ts';
import { sharedInteractionShape } from './shared-interaction-shape.ts';

const id = v.string();
const order = v.exactOptional(v.object({ device: v.string(), number: v.number() }));
const message = v.object({ id, body: v.string(), order });
const contact = v.object({ name: v.string(), number: v.string(), topic: v.string(), page: v.string(), group: v.string() });
const parent = v.exactOptional(sharedInteractionShape);

/** A signal as stored, inside of what waits to be sent. */
export const signalShape = v.variant('type', [
  v.object({
    type: v.literal('propose'),
    sessionId: id,
    message: v.optional(message),
    parent,
    group: v.exactOptional(namedGroup),
    askedAs: v.exactOptional(v.picklist(['pending', 'call'])),
  }),
  v.object({ type: v.literal('propose-call'), sessionId: id, imSessionId: v.exactOptional(id), parent, contact: v.exactOptional(contact) }),
  v.object({ type: v.literal('ringing'), sessionId: id }),
  v.object({ type: v.literal('proceed'), sessionId: id }),
  v.object({ type: v.literal('reject'), sessionId: id, reason: v.picklist(['declined', 'tie-break']), text: v.exactOptional(v.string()) }),
  v.object({
    type: v.literal('retract'),
    sessionId: id,
    reason: v.picklist(['cancelled', 'no-answer', 'answered-by-colleague']),
    by: v.exactOptional(v.string()),
  }),
  v.object({ type: v.literal('finish'), sessionId: id, isFailure: v.exactOptional(v.literal(true)) }),
  v.object({ type: v.literal('share'), sessionId: id, parent: sharedInteractionShape }),
  v.object({ type: v.literal('message'), sessionId: v.optional(id), message, wantsReceipt: v.boolean() }),
  v.object({ type: v.literal('received'), messageId: id }),
  v.object({ type: v.literal('displayed'), messageId: id }),
  v.object({ type: v.literal('typing'), sessionId: v.optional(id), isTyping: v.boolean() }),
  v.object({ type: v.literal('gone'), sessionId: v.optional(id) }),
  v.object({ type: v.literal('failed'), id, sessionId: v.optional(id), isForbidden: v.boolean() }),
]) satisfies v.GenericSchema<unknown, Signal>;
