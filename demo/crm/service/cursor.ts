import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { Problem } from './problem.ts';

const MAC_BYTES = 16;
const position = v.pipe(v.string(), v.parseJson(), v.tuple([v.union([v.string(), v.number()]), v.string()]));

/** Where a page ended: the value that is sorted by, and the id. */
export type Position = v.InferOutput<typeof position>;

const mac = (secret: Uint8Array, scope: string, body: string) =>
  createHmac('sha256', secret)
    .update(JSON.stringify([scope, body]))
    .digest()
    .subarray(0, MAC_BYTES);

/** A cursor that goes on after a position. It is signed, and good for the same question only: the scope. */
export function writeCursor(secret: Uint8Array, scope: string, after: Position): string {
  const body = Buffer.from(JSON.stringify(after)).toString('base64url');
  return `${body}.${mac(secret, scope, body).toString('base64url')}`;
}

/** Where to go on; a problem when the cursor isn't one that was given out for this question. */
export function readCursor(secret: Uint8Array, scope: string, cursor: string): Position {
  const [body = '', signature = ''] = cursor.split('.');
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== MAC_BYTES || !timingSafeEqual(given, mac(secret, scope, body)))
    throw new Problem('invalid-input', 'Look at: cursor.');
  return v.parse(position, Buffer.from(body, 'base64url').toString());
}
