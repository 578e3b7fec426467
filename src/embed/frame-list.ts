import * as v from 'valibot';
import { PAGE_METHODS } from '../client/client-server.ts';
import type { Limit } from '../model/rate-limit.ts';

/** What a deployment lets a page of an origin do. */
export interface OriginRights {
  readonly methods: readonly (typeof PAGE_METHODS)[number][];
  readonly limit: Limit;
}

const limit = v.object({
  burst: v.pipe(v.number(), v.minValue(1), v.maxValue(10_000)),
  perSecond: v.pipe(v.number(), v.minValue(0.01), v.maxValue(1_000)),
});
const rights = v.object({
  methods: v.optional(v.array(v.picklist(PAGE_METHODS)), [...PAGE_METHODS]),
  limit: v.optional(limit, { burst: 60, perSecond: 10 }),
});

/** `frame.json`, which a deployment puts beside `frame.html`. */
const list = v.object({
  /** By origin, as browsers write it: `https://crm.example`. */
  origins: v.record(
    v.pipe(
      v.string(),
      v.check((origin) => isOrigin(origin), 'not an origin'),
    ),
    rights,
  ),
  /** Options of `openWorkspace`, as far as JSON can say them. */
  options: v.optional(v.record(v.string(), v.unknown()), {}),
  /** The messaging server that the sign-in form begins with. */
  service: v.optional(v.string(), ''),
});

export type FrameList = v.InferOutput<typeof list>;

/** Reads a deployment's list; undefined if it can't be read as a whole, so that it lets nobody in. */
export function readFrameList(given: unknown): FrameList | undefined {
  const { success, output } = v.safeParse(list, given);
  return success ? output : undefined;
}

/** What an origin may do; undefined for one that isn't on the list. */
export function rightsOf({ origins }: FrameList, origin: string): OriginRights | undefined {
  return Object.hasOwn(origins, origin) ? origins[origin] : undefined;
}

function isOrigin(text: string): boolean {
  try {
    const { origin, protocol } = new URL(text);
    return origin === text || (protocol === 'vscode-webview:' && /^vscode-webview:\/\/[\w-]+$/.test(text));
  } catch {
    return false;
  }
}
