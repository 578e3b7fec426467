import * as v from 'valibot';
import { COMMANDS } from '../../channel/schemas.ts';

const requestId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** What a page may ask of the dock by a `backchannel:NAME` event. There is nothing else. */
const REQUESTS = {
  hello: v.optional(v.nullable(v.looseObject({}))),
  'open-im': v.object({ requestId, target: COMMANDS.invite.entries.target }),
} as const;

export type PageRequest =
  | { readonly name: 'hello' }
  | { readonly name: 'open-im'; readonly requestId: string; readonly target: string }
  /** Something in it isn't valid; a request that says who asks is answered. */
  | { readonly name: 'invalid'; readonly requestId?: string };

/** Reads what a content script has passed on: an event's name, and its detail as JSON. Neither is trusted to be the agent's. */
export function parsePageRequest(name: string, json: string): PageRequest {
  const detail = parseJson(json);
  switch (name) {
    case 'hello':
      return v.is(REQUESTS.hello, detail) ? { name } : { name: 'invalid' };
    case 'open-im': {
      const parsed = v.safeParse(REQUESTS['open-im'], detail);
      if (parsed.success) return { name, ...parsed.output };
      const asker = v.safeParse(v.object({ requestId }), detail);
      return asker.success ? { name: 'invalid', ...asker.output } : { name: 'invalid' };
    }
    default:
      return { name: 'invalid' };
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
