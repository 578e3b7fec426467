import * as v from 'valibot';
import { isBareJid } from '../../../model/jid.ts';
import { toDisplayName } from '../../../model/text/display-name.ts';
import { wordsOf } from '../../../model/target-search.ts';
import { logonOf } from '../../../model/logon.ts';
import type { StoredTarget } from '../../../storage/directory-store.ts';

/** The longest that docs/directory-service.openapi.yaml allows. */
const MAX_ID = 320;
const MAX_NAME = 200;
const MAX_GROUPS = 100;

const page = v.object({
  items: v.pipe(v.array(v.unknown()), v.maxLength(1_000)),
  next: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  isLast: v.boolean(),
});
/** Half a character, which UTF-8 can't hold. */
const HALF = /\p{Surrogate}/u;
const named = {
  id: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(MAX_ID),
    v.check((text) => !HALF.test(text)),
  ),
};
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_NAME));
const ids = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_NAME))), v.maxLength(MAX_GROUPS));
const jid = v.pipe(
  named.id,
  v.check((text) => isBareJid(text) && text === text.toLowerCase()),
);
const change = v.union([
  v.object({ kind: v.picklist(['agent', 'group', 'skill']), ...named, isRemoved: v.literal(true) }),
  v.object({ kind: v.literal('agent'), id: jid, name, groups: ids, skills: ids }),
  v.object({ kind: v.picklist(['group', 'skill']), ...named, name }),
]);

/** What has become of a target: how it is now, or that it has gone. */
export type TargetChange = StoredTarget | { readonly kind: StoredTarget['kind']; readonly id: string; readonly isRemoved: true };

export interface ChangePage {
  readonly changes: readonly TargetChange[];
  readonly next: string;
  readonly isLast: boolean;
  /** How many items weren't as the contract says. */
  readonly dropped: number;
}

/** Reads a page of `GET /targets`. A target that isn't valid is dropped, and the others are taken. @returns undefined for what isn't a page */
export function readChangePage(json: unknown): ChangePage | undefined {
  const parsed = v.safeParse(page, json);
  if (!parsed.success) return undefined;
  const { items, next, isLast } = parsed.output;
  const changes = items.flatMap((item) => readChange(item) ?? []);
  return { changes, next, isLast, dropped: items.length - changes.length };
}

function readChange(item: unknown): TargetChange | undefined {
  const parsed = v.safeParse(change, item);
  if (!parsed.success) return undefined;
  const given = parsed.output;
  if ('isRemoved' in given) return given;
  const shown = toDisplayName(given.name, MAX_NAME);
  if (shown === '') return undefined;
  const { kind, id } = given;
  if (given.kind !== 'agent') return { kind, id, name: shown, groups: [], skills: [], text: wordsOf([shown]) };
  const { groups, skills } = given;
  return { kind, id, name: shown, groups, skills, text: wordsOf([shown, logonOf(id), ...groups, ...skills]) };
}

/** Names a target in maps. */
export const keyOfChange = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind} ${id}`;
