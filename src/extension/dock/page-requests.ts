import * as v from 'valibot';
import { interactionId } from '../../channel/contract/interaction-shapes.ts';
import { bareJid } from '../../channel/contract/shapes.ts';

const requestId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
/** A request about an interaction. The rest of its detail is checked by the session host. */
const ofInteraction = v.looseObject({ requestId, id: interactionId });

/** What a page may ask of the dock by a `backchannel:NAME` event. There is nothing else. */
const REQUESTS = {
  hello: v.optional(v.nullable(v.looseObject({}))),
  'open-im': v.object({ requestId, target: bareJid }),
  'take-event': v.object({ requestId, eventId: v.pipe(v.string(), v.maxLength(100)) }),
  'offer-telephony': v.object({ requestId }),
  'telephony-result': v.object({ requestId, isDone: v.boolean() }),
  'connect-client': v.object({
    client: requestId,
    version: v.unknown(),
    brings: v.object({ telephony: v.exactOptional(v.literal(true)) }),
  }),
  'client-message': v.object({ client: requestId, message: v.string() }),
  'disconnect-client': v.object({ client: requestId }),
} as const;

const INTERACTION_REQUESTS = ['open-interaction', 'update-interaction', 'close-interaction'] as const;

export type PageRequest =
  | { readonly name: 'hello' }
  | { readonly name: 'open-im'; readonly requestId: string; readonly target: string }
  | { readonly name: 'take-event'; readonly requestId: string; readonly eventId: string }
  | { readonly name: 'offer-telephony'; readonly requestId: string }
  /** `isDone`: whether the page has done what it was asked for under this id. */
  | { readonly name: 'telephony-result'; readonly requestId: string; readonly isDone: boolean }
  /** `client` is what the page's client calls itself. */
  | { readonly name: 'connect-client'; readonly client: string; readonly version?: unknown; readonly brings: { readonly telephony?: true } }
  | { readonly name: 'client-message'; readonly client: string; readonly message: string }
  | { readonly name: 'disconnect-client'; readonly client: string }
  /** `id` is the page's own id of the interaction, `details` is the rest of what it gave, unchecked. */
  | { readonly name: (typeof INTERACTION_REQUESTS)[number]; readonly requestId: string; readonly id: string; readonly details: object }
  /** A request that isn't valid. It is answered if it has an id. */
  | { readonly name: 'invalid'; readonly requestId?: string };

/** Reads what a content script has passed on: an event's name, and its detail as JSON. Both are the page's, and nothing in them is trusted. */
export function parsePageRequest(name: string, json: string): PageRequest {
  const detail = parseJson(json);
  const about = INTERACTION_REQUESTS.find((known) => known === name);
  if (about) {
    const parsed = v.safeParse(ofInteraction, detail);
    if (!parsed.success) return invalid(detail);
    const { requestId, id, ...details } = parsed.output;
    return { name: about, requestId, id, details };
  }
  switch (name) {
    case 'hello':
      return v.is(REQUESTS.hello, detail) ? { name } : { name: 'invalid' };
    case 'open-im':
      return readAs(name, REQUESTS[name], detail);
    case 'take-event':
      return readAs(name, REQUESTS[name], detail);
    case 'offer-telephony':
      return readAs(name, REQUESTS[name], detail);
    case 'telephony-result':
      return readAs(name, REQUESTS[name], detail);
    case 'connect-client':
      return readAs(name, REQUESTS[name], detail);
    case 'client-message':
      return readAs(name, REQUESTS[name], detail);
    case 'disconnect-client':
      return readAs(name, REQUESTS[name], detail);
    default:
      return { name: 'invalid' };
  }
}

function readAs<N extends string, T extends object>(
  name: N,
  shape: v.GenericSchema<unknown, T>,
  detail: unknown,
): (T & { readonly name: N }) | PageRequest {
  const parsed = v.safeParse(shape, detail);
  return parsed.success ? { name, ...parsed.output } : invalid(detail);
}

function invalid(detail: unknown): PageRequest {
  const asker = v.safeParse(v.object({ requestId }), detail);
  return asker.success ? { name: 'invalid', ...asker.output } : { name: 'invalid' };
}

/** The value of a JSON text; undefined for what isn't JSON, which no request's shape allows. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // A request without a shape is refused as invalid.
    return undefined;
  }
}
