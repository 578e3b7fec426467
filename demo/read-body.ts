import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 64 * 1024;

/** The text of a request. @throws for one that is too long */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const buffer = Buffer.from(part as Uint8Array);
    bytes += buffer.length;
    if (bytes > MAX_BYTES) throw new Error('Too long');
    parts.push(buffer);
  }
  return Buffer.concat(parts).toString();
}
