import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { Problem } from './problem.ts';

const MAC_BYTES = 16;
const position = v.pipe(v.string(), v.parseJson(), v.tuple([v.union([v.string(), v.number()]), v.string()]));

/** Where a page ended: the last row's sort value and id. */
export type Position = v.InferOutput<typeof position>;

const mac = (secret: Uint8Array, scope: string, body: string) =>
  createHmac('sha256', secret)
    .update(JSON.stringify([scope, body]))
    .digest()
    .subarray(0, MAC_BYTES);

/** A cursor from which the next page goes on. It is signed, and valid only for the same question, which `scope` names. */
export function writeCursor(secret: Uint8Array, scope: string, after: Position): string {
  const body = Buffer.from(JSON.stringify(after)).toString('base64url');
  return `${body}.${mac(secret, scope, body).toString('base64url')}`;
}

/** Where the next page begins. @throws Problem when the cursor wasn't given out for this question */
export function readCursor(secret: Uint8Array, scope: string, cursor: string): Position {
  const [body = '', signature = ''] = cursor.split('.');
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== MAC_BYTES || !timingSafeEqual(given, mac(secret, scope, body)))
    throw new Problem('invalid-input', 'Look at: cursor.');
  return v.parse(position, Buffer.from(body, 'base64url').toString());
}
