import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

const BYTES = 32;

/** The secret that tokens and cursors are signed with. It is random, made at the first start, and kept in the file. */
export async function makeSecret(file: string): Promise<Uint8Array> {
  const kept = await readFile(file).catch(() => undefined);
  if (kept?.length === BYTES) return kept;
  const secret = randomBytes(BYTES);
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}

/** The secret of the service that issues the tokens, which this one only checks. @throws Error when there is none */
export async function readSecret(file: string): Promise<Uint8Array> {
  const secret = await readFile(file);
  if (secret.length !== BYTES) throw new Error(`${file}: not a secret of ${BYTES} bytes.`);
  return secret;
}
