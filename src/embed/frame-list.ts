import * as v from 'valibot';
import { PAGE_METHODS } from '../client/client-calls.ts';
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

/** What stands on the list for every webview of VS Code, whose origins differ from one installation to the next. */
const ANY_WEBVIEW = 'vscode-webview://*';
const WEBVIEW = /^vscode-webview:\/\/[\w-]+$/;
/** VS Code's own window, which is around its webviews. */
const VS_CODE = 'vscode-file://vscode-app';

/** What an origin may do; undefined for one that isn't on the list. */
export function rightsOf({ origins }: FrameList, origin: string): OriginRights | undefined {
  if (Object.hasOwn(origins, origin)) return origins[origin];
  return WEBVIEW.test(origin) ? origins[ANY_WEBVIEW] : undefined;
}

/** Whether a page of the origin may be around the one that connects. */
export function isAncestorAllowed(list: FrameList, origin: string): boolean {
  return (
    rightsOf(list, origin) !== undefined ||
    (origin === VS_CODE && Object.keys(list.origins).some((one) => one.startsWith('vscode-webview:')))
  );
}

function isOrigin(text: string): boolean {
  if (text === ANY_WEBVIEW || WEBVIEW.test(text)) return true;
  return URL.canParse(text) && new URL(text).origin === text;
}
