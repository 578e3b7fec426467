import assert from 'node:assert/strict';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, it } from 'node:test';
import type { ScramKeys } from '../../src/background/stream/messaging-port.ts';
import { Scram, type ScramOptions } from '../../src/background/xmpp/sign-in/scram.ts';

interface Vector {
  readonly mechanism: ScramOptions['mechanism'];
  readonly nonce: string;
  readonly challenge: string;
  readonly response: string;
  readonly success: string;
}

/** The example of RFC 5802, 5. The password is "pencil". */
const SHA_1: Vector = {
  mechanism: 'SCRAM-SHA-1',
  nonce: 'fyko+d2lbbFgONRv9qkxdawL',
  challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
  response: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
  success: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
};
/** The example of RFC 7677, 3. */
const SHA_256: Vector = {
  mechanism: 'SCRAM-SHA-256',
  nonce: 'rOprNGfwEbeRWgbNEkqO',
  challenge: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  response: 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  success: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};
const SHA_512: Vector = {
  mechanism: 'SCRAM-SHA-512',
  nonce: 'rOprNGfwEbeRWgbNEkqO',
  ...computed('sha512', 'rOprNGfwEbeRWgbNEkqO', '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0', 64),
};

/** No RFC has an example of this mechanism. Node's cryptography, which the product doesn't use, computes one. */
function computed(hash: string, nonce: string, serverPart: string, bytes: number): Omit<Vector, 'mechanism' | 'nonce'> {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  const challenge = `r=${nonce}${serverPart},s=${salt.toString('base64')},i=4096`;
  const salted = pbkdf2Sync('pencil', salt, 4096, bytes, hash);
  const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
  const clientKey = hmac(salted, 'Client Key');
  const final = `c=biws,r=${nonce}${serverPart}`;
  const said = `n=user,r=${nonce},${challenge},${final}`;
  const signature = hmac(createHash(hash).update(clientKey).digest(), said);
  const proof = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0));
  return {
    challenge,
    response: `${final},p=${Buffer.from(proof).toString('base64')}`,
    success: `v=${hmac(hmac(salted, 'Server Key'), said).toString('base64')}`,
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (given: Uint8Array) => new TextDecoder().decode(given);
const scram = (
  { mechanism, nonce }: Pick<Vector, 'mechanism' | 'nonce'>,
  secret: ScramOptions['secret'] = { password: 'pencil' },
  username = 'user',
) => new Scram({ mechanism, nonce, username, secret });

const isProblem = (problem: string) => (error: unknown) => error instanceof Error && 'problem' in error && error.problem === problem;

describe('SCRAM', () => {
  for (const vector of [SHA_1, SHA_256, SHA_512]) {
    it(`speaks ${vector.mechanism} as the RFC's example does, and signs in by its keys the next time`, async () => {
      const exchange = scram(vector);
      assert.equal(text(exchange.begin()), `n,,n=user,r=${vector.nonce}`);
      assert.equal(text(await exchange.answer(bytes(vector.challenge))), vector.response);
      const keys = exchange.conclude(bytes(vector.success));
      assert.equal(keys.mechanism, vector.mechanism);
      assert.equal(keys.iterations, 4096);
      const second = scram(vector, { keys });
      assert.equal(text(await second.answer(bytes(vector.challenge))), vector.response);
      assert.deepEqual(second.conclude(bytes(vector.success)), keys);
    });
  }

  it("takes the server's signature as a challenge, and then success without data (RFC 6120 6.4.6)", async () => {
    const exchange = scram(SHA_256);
    await exchange.answer(bytes(SHA_256.challenge));
    assert.equal((await exchange.answer(bytes(SHA_256.success))).length, 0);
    assert.ok(exchange.conclude(bytes('')));
  });

  it('writes a name with commas and equals signs as RFC 5802 5.1 says', () => {
    assert.equal(text(scram(SHA_256, undefined, 'a,b=c').begin()), `n,,n=a=2Cb=3Dc,r=${SHA_256.nonce}`);
  });

  const nonce = `${SHA_256.nonce}more`;
  const salt = 'W22ZaJ0SNY7soEsUEjb6gQ==';
  for (const [name, challenge] of [
    ['a nonce that is not ours', `r=foreign${SHA_256.nonce},s=${salt},i=4096`],
    ['our nonce and nothing of its own', `r=${SHA_256.nonce},s=${salt},i=4096`],
    ['no nonce', `s=${salt},i=4096`],
    ['a second nonce', `r=${nonce},r=${nonce},s=${salt},i=4096`],
    ['no salt', `r=${nonce},i=4096`],
    ['an empty salt', `r=${nonce},s=,i=4096`],
    ['a salt that is no base64', `r=${nonce},s=W22Z*J0S,i=4096`],
    ['one iteration', `r=${nonce},s=${salt},i=1`],
    ['4,095 iterations', `r=${nonce},s=${salt},i=4095`],
    ['a thousand million iterations', `r=${nonce},s=${salt},i=1000000000`],
    ['1,000,001 iterations', `r=${nonce},s=${salt},i=1000001`],
    ['iterations that are no number', `r=${nonce},s=${salt},i=4096x`],
    ['iterations by a power', `r=${nonce},s=${salt},i=1e5`],
    ['negative iterations', `r=${nonce},s=${salt},i=-4096`],
    ['no iterations', `r=${nonce},s=${salt}`],
    ['an extension that must be understood', `m=something,r=${nonce},s=${salt},i=4096`],
    ['such an extension at the end', `r=${nonce},s=${salt},i=4096,m=something`],
    ['nothing', ''],
    ['another order', `i=4096,s=${salt},r=${nonce}`],
    ['a control character', `r=${nonce}\n,s=${salt},i=4096`],
    ['more than any server says', `r=${nonce}${'x'.repeat(5000)},s=${salt},i=4096`],
  ] as const) {
    it(`gives no proof to a server that says ${name}`, async () => {
      await assert.rejects(scram(SHA_256).answer(bytes(challenge)), isProblem('server-unproven'));
    });
  }

  it('gives no proof to a server that sends what isn’t text', async () => {
    await assert.rejects(scram(SHA_256).answer(new Uint8Array([0xff, 0xfe])), isProblem('server-unproven'));
  });

  it('ignores optional extensions', async () => {
    assert.ok(await scram(SHA_256).answer(bytes(`r=${nonce},s=${salt},i=4096,x=whatever`)));
  });

  for (const [name, success] of [
    ['no signature', ''],
    ['a signature of zeros', `v=${'A'.repeat(43)}=`],
    ['an empty signature', 'v='],
    ['half of the signature', SHA_256.success.slice(0, 24)],
    [
      'more than the signature',
      `v=${Buffer.concat([Buffer.from(SHA_256.success.slice(2), 'base64'), Buffer.alloc(1)]).toString('base64')}`,
    ],
    ['the signature in another place', `x=1,${SHA_256.success}`],
  ] as const) {
    it(`believes no server that sends ${name}`, async () => {
      const exchange = scram(SHA_256);
      await exchange.answer(bytes(SHA_256.challenge));
      assert.throws(() => exchange.conclude(bytes(success)), isProblem('server-unproven'));
      const asChallenge = scram(SHA_256);
      await asChallenge.answer(bytes(SHA_256.challenge));
      await assert.rejects(asChallenge.answer(bytes(success)), isProblem('server-unproven'));
    });
  }

  it('believes no success before the server has asked for a proof', () => {
    assert.throws(() => scram(SHA_256).conclude(bytes(SHA_256.success)), isProblem('server-unproven'));
  });

  it('accepts no third challenge, and no second signature', async () => {
    const exchange = scram(SHA_256);
    await exchange.answer(bytes(SHA_256.challenge));
    await exchange.answer(bytes(SHA_256.success));
    await assert.rejects(exchange.answer(bytes(SHA_256.success)), isProblem('server-unproven'));
    assert.throws(() => exchange.conclude(bytes(SHA_256.success)), isProblem('server-unproven'));
  });

  for (const [error, problem] of [
    ['invalid-proof', 'wrong-password'],
    ['unknown-user', 'wrong-password'],
    ['no-resources', 'unexpected'],
    ['extensions-not-supported', 'unexpected'],
  ] as const) {
    it(`explains ${error}`, async () => {
      const exchange = scram(SHA_256);
      await exchange.answer(bytes(SHA_256.challenge));
      assert.throws(() => exchange.conclude(bytes(`e=${error}`)), isProblem(problem));
    });
  }

  it('gives no proof by keys of another salt, other iterations, or another hash', async () => {
    const exchange = scram(SHA_256);
    await exchange.answer(bytes(SHA_256.challenge));
    const keys = exchange.conclude(bytes(SHA_256.success));
    for (const stale of [
      { ...keys, salt: bytes('another') },
      { ...keys, iterations: 8192 },
      { ...keys, mechanism: 'SCRAM-SHA-512' },
    ] satisfies ScramKeys[])
      await assert.rejects(scram(SHA_256, { keys: stale }).answer(bytes(SHA_256.challenge)), isProblem('password-needed'));
  });
});
