import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
const MECHANISMS = { 'SCRAM-SHA-256': 'sha256', 'SCRAM-SHA-1': 'sha1' } as const;
type Mechanism = keyof typeof MECHANISMS;

/** What a server has given for a password, which costs thousands of hashes. All accounts of one password and salt share it. */
const salted = new Map<string, Promise<Buffer>>();
const MOST_SALTED = 10_000;

/** The best of the mechanisms that a server offers and that this knows. */
export function chooseMechanism(features: string): Mechanism {
  const offered = (Object.keys(MECHANISMS) as Mechanism[]).find((name) => features.includes(`>${name}<`));
  if (!offered) throw new Error('The server offers no SCRAM');
  return offered;
}

/** One sign-in by a password (SCRAM: RFC 5802, RFC 7677). */
export class ScramLogin {
  readonly #nonce = randomBytes(18).toString('base64');
  readonly #first: string;

  constructor(
    readonly mechanism: Mechanism,
    user: string,
    private readonly password: string,
  ) {
    this.#first = `n=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${this.#nonce}`;
  }

  get firstMessage(): string {
    return `n,,${this.#first}`;
  }

  /** The answer to the server's challenge. */
  async respond(challenge: string): Promise<string> {
    const part = (name: string) => new RegExp(`(?:^|,)${name}=([^,]*)`).exec(challenge)?.[1] ?? '';
    const hash = MECHANISMS[this.mechanism];
    const withoutProof = `c=biws,r=${part('r')}`;
    const text = `${this.#first},${challenge},${withoutProof}`;
    const key = createHmac(hash, await this.#saltedPassword(part('s'), Number(part('i'))))
      .update('Client Key')
      .digest();
    const signature = createHmac(hash, createHash(hash).update(key).digest()).update(text).digest();
    return `${withoutProof},p=${Buffer.from(key.map((byte, index) => byte ^ (signature[index] ?? 0))).toString('base64')}`;
  }

  #saltedPassword(salt: string, iterations: number): Promise<Buffer> {
    const hash = MECHANISMS[this.mechanism];
    const key = [hash, salt, iterations, this.password].join(' ');
    const known = salted.get(key) ?? derive(this.password, Buffer.from(salt, 'base64'), iterations, createHash(hash).digest().length, hash);
    if (salted.size < MOST_SALTED) salted.set(key, known);
    return known;
  }
}
