import type { ScramMechanism } from '../../../model/sign-in-mechanisms.ts';
import type { ScramKeys } from '../../stream/messaging-port.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';
import { areSameBytes, bytesOf, toBase64, xorOf } from './bytes.ts';
import { readServerFinal, readServerFirst, type ServerFirst, unproven } from './scram-messages.ts';
import type { Bytes, SignInExchange } from './sign-in-exchange.ts';

const HASHES: Readonly<Record<ScramMechanism, { readonly name: string; readonly bits: number }>> = {
  'SCRAM-SHA-512': { name: 'SHA-512', bits: 512 },
  'SCRAM-SHA-256': { name: 'SHA-256', bits: 256 },
  'SCRAM-SHA-1': { name: 'SHA-1', bits: 160 },
};

/** No channel binding: browsers don't let a page at their TLS (RFC 5802, 6: "n"). */
const GS2_HEADER = 'n,,';

export interface ScramOptions {
  readonly mechanism: ScramMechanism;
  readonly username: string;
  /** The password, prepared by RFC 4013, or keys of this mechanism. */
  readonly secret: { readonly password: string } | { readonly keys: ScramKeys };
  /** Random, and new for each run. */
  readonly nonce: string;
}

/** SCRAM (RFC 5802, RFC 7677) by the browser's own cryptography: the password stays here, and the server has to show that it knows the account. */
export class Scram implements SignInExchange {
  #expected: { readonly signature: Bytes; readonly keys: ScramKeys } | undefined;
  #isProven = false;
  readonly #firstBare: string;

  constructor(private readonly options: ScramOptions) {
    this.#firstBare = `n=${options.username.replace(/=/g, '=3D').replace(/,/g, '=2C')},r=${options.nonce}`;
  }

  get mechanism(): ScramMechanism {
    return this.options.mechanism;
  }

  begin(): Bytes {
    return bytesOf(GS2_HEADER + this.#firstBare);
  }

  async answer(challenge: Bytes): Promise<Bytes> {
    const message = textOf(challenge);
    if (!this.#expected) return this.#prove(message);
    if (this.#isProven) throw unproven('challenge');
    // RFC 5802 5 with RFC 6120 6.4.6: a server may give its signature as a challenge, and say success without data after it.
    this.#verify(message);
    return new Uint8Array();
  }

  conclude(data: Bytes): ScramKeys {
    if (!this.#expected) throw unproven('early success');
    if (!this.#isProven) this.#verify(textOf(data));
    else if (data.length > 0) throw unproven('second signature');
    return this.#expected.keys;
  }

  async #prove(message: string): Promise<Bytes> {
    const first = readServerFirst(message, this.options.nonce);
    const finalBare = `c=${btoa(GS2_HEADER)},r=${first.nonce}`;
    const said = bytesOf(`${this.#firstBare},${message},${finalBare}`);
    const keys = await this.#keysFor(first);
    const storedKey = await crypto.subtle.digest(this.#hash.name, keys.clientKey);
    const signature = await this.#hmac(new Uint8Array(storedKey), said);
    this.#expected = { signature: await this.#hmac(keys.serverKey, said), keys };
    return bytesOf(`${finalBare},p=${toBase64(xorOf(keys.clientKey, signature))}`);
  }

  #verify(message: string): void {
    if (!this.#expected || !areSameBytes(readServerFinal(message), this.#expected.signature)) throw unproven('signature');
    this.#isProven = true;
  }

  get #hash() {
    return HASHES[this.options.mechanism];
  }

  async #keysFor({ salt, iterations }: ServerFirst): Promise<ScramKeys> {
    const { secret, mechanism } = this.options;
    if ('keys' in secret) {
      const { keys } = secret;
      // The password was changed, or the server keeps it in another way now. Nothing that is made of these keys is sent.
      if (keys.mechanism !== mechanism || keys.iterations !== iterations || !areSameBytes(keys.salt, salt))
        throw new StreamFailure('password-needed');
      return keys;
    }
    return keysOfPassword(secret.password, { mechanism, salt, iterations });
  }

  #hmac(key: Bytes, data: Bytes): Promise<Bytes> {
    return hmac(this.#hash.name, key, data);
  }
}

/** The keys that a password has, prepared by RFC 4013, where a server keeps it in this way (RFC 5802, 3). */
export async function keysOfPassword(
  password: string,
  { mechanism, salt, iterations }: Pick<ScramKeys, 'mechanism' | 'salt' | 'iterations'>,
): Promise<ScramKeys> {
  const hash = HASHES[mechanism];
  const imported = await crypto.subtle.importKey('raw', bytesOf(password), 'PBKDF2', false, ['deriveBits']);
  const salted = new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: hash.name, salt, iterations }, imported, hash.bits));
  const [clientKey, serverKey] = await Promise.all([
    hmac(hash.name, salted, bytesOf('Client Key')),
    hmac(hash.name, salted, bytesOf('Server Key')),
  ]);
  return { mechanism, salt, iterations, clientKey, serverKey };
}

async function hmac(hash: string, key: Bytes, data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}

function textOf(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unproven('encoding');
  }
}
