import { Buffer } from 'stanza/platform';
import type { CacheableCredentials, Mechanism } from 'stanza/lib/sasl';
import { saslprep } from 'stanza/lib/stringprep';
import type Client from 'stanza/Client';

const HASHES: Readonly<Record<string, { readonly name: string; readonly bits: number }>> = {
  'sha-1': { name: 'SHA-1', bits: 160 },
  'sha-256': { name: 'SHA-256', bits: 256 },
};

/** What StanzaJS's SCRAM knows once the server's challenge has come. */
interface Challenged {
  readonly algorithm?: string;
  readonly salt?: Uint8Array<ArrayBuffer>;
  readonly iterationCount?: number;
}

/**
 * Derives SCRAM's salted password (RFC 5802 3, PBKDF2) by the browser's own code: StanzaJS does it in JavaScript, which
 * takes most of a sign-in and blocks the host. Where there is no WebCrypto (a page without TLS) StanzaJS's own remains.
 */
export function useNativeScram(client: Client): void {
  let mechanism: (Mechanism & Challenged) | undefined;
  const createMechanism = client.sasl.createMechanism.bind(client.sasl);
  client.sasl.createMechanism = (names) => {
    const created = createMechanism(names);
    mechanism = created ?? undefined;
    return created;
  };
  const getCredentials = client.getCredentials.bind(client);
  client.getCredentials = async () => {
    const credentials: CacheableCredentials = await getCredentials();
    const { algorithm, salt, iterationCount } = mechanism ?? {};
    const hash = HASHES[algorithm ?? ''];
    const { password } = credentials;
    if (!hash || !salt || !iterationCount || password === undefined || !globalThis.crypto?.subtle) return credentials;
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(saslprep(password)), 'PBKDF2', false, ['deriveBits']);
    const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: hash.name, salt, iterations: iterationCount }, key, hash.bits);
    return { ...credentials, salt: Buffer.from(salt), saltedPassword: Buffer.from(new Uint8Array(bits)) };
  };
}
