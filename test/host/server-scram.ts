/* SCRAM-SHA-256 (RFC 5802, RFC 7677) from the server's side, by the browser's cryptography. */

const SALT = 'a salt of this account';
const ITERATIONS = 4_096;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

/** What a client says first, and what it is answered. */
export interface ScramChallenge {
  readonly firstBare: string;
  readonly message: string;
}

export function challengeOf(clientFirst: string): ScramChallenge & { readonly logon: string } {
  const firstBare = clientFirst.replace(/^n,,/, '');
  const [, logon = '', nonce = ''] = /^n=([^,]*),r=(.*)$/.exec(firstBare) ?? [];
  return { firstBare, logon, message: `r=${nonce}server,s=${btoa(SALT)},i=${ITERATIONS}` };
}

/** The server's signature, if the client has proven that it knows the password. */
export async function signatureFor(
  { firstBare, message }: ScramChallenge,
  clientFinal: string,
  password: string,
): Promise<string | undefined> {
  const [finalBare = '', proof = ''] = clientFinal.split(',p=');
  const said = `${firstBare},${message},${finalBare}`;
  const imported = await crypto.subtle.importKey('raw', bytesOf(password), 'PBKDF2', false, ['deriveBits']);
  const salted = new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(SALT), iterations: ITERATIONS }, imported, 256),
  );
  const clientKey = await hmac(salted, 'Client Key');
  const storedKey = new Uint8Array(await crypto.subtle.digest('SHA-256', clientKey));
  const signature = await hmac(storedKey, said);
  const isProven = proof === base64(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
  return isProven ? base64(await hmac(await hmac(salted, 'Server Key'), said)) : undefined;
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytesOf(text)));
}
