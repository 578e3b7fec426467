import * as v from 'valibot';
import { type Position, readCursor, writeCursor } from './cursor.ts';
import { text } from './wire-text.ts';

/** The part of the query string that all pages have in common. */
export const pageInput = {
  limit: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,2}$/, 'Not a number.'), v.transform(Number), v.maxValue(100)), '50'),
  cursor: v.optional(text(8_000)),
};

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

interface Question {
  readonly secret: Uint8Array;
  /** Everything that the answer depends on, except the cursor and the limit. */
  readonly scope: unknown;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** Reads a page. The query is asked for one row more than the page holds, which tells whether there is a next page. */
export async function readPage<Item>(
  { secret, scope, limit, cursor }: Question,
  find: (after: Position | undefined, limit: number) => Promise<readonly { item: Item; position: Position }[]>,
): Promise<Page<Item>> {
  const name = JSON.stringify(scope);
  const after = cursor === undefined ? undefined : readCursor(secret, name, cursor);
  const found = await find(after, limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const items = rows.map(({ item }) => item);
  return found.length > limit && last ? { items, next: writeCursor(secret, name, last.position) } : { items };
}
