import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { chromiumIdOf } from './extension-id.ts';

/*
 * The CRX3 format, in which Chromium installs an extension by policy: a header with the key and a signature, then the zip. The header is a protocol buffer
 * (components/crx_file/crx3.proto in Chromium's sources). docs/packages.md says why no package writes it here.
 */

/** Numbers of the fields in crx3.proto. */
const FIELDS = { proof: 2, publicKey: 1, signature: 2, signedHeaderData: 10_000, crxId: 1 };
const VERSION = 3;
const LEAST_BITS = 2048;

function varint(number: number): Buffer {
  return number < 128 ? Buffer.of(number) : Buffer.concat([Buffer.of((number % 128) + 128), varint(Math.floor(number / 128))]);
}

/** A field of bytes. */
const field = (number: number, bytes: Buffer) => Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

/** A deployment's key pair. Whoever has the private half can publish updates that every installation takes. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** DER, SPKI. */
  readonly publicKey: Buffer;
  readonly chromiumId: string;
}

/** Reads an RSA key from PEM. */
export function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  const { modulusLength = 0 } = privateKey.asymmetricKeyDetails ?? {};
  if (privateKey.asymmetricKeyType !== 'rsa' || modulusLength < LEAST_BITS)
    throw new Error(`The key must be an RSA key of at least ${LEAST_BITS} bits.`);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, publicKey, chromiumId: chromiumIdOf(publicKey) };
}

/**
 * Packs a zip as a CRX3 file. The same zip and key give the same bytes, because a PKCS #1 v1.5 signature has nothing random in it.
 */
export function crxOf(zip: Uint8Array, { privateKey, publicKey, chromiumId }: SigningKey): Buffer {
  const id = Buffer.from([...chromiumId].map((letter) => (letter.charCodeAt(0) - 'a'.charCodeAt(0)).toString(16)).join(''), 'hex');
  const signedData = field(FIELDS.crxId, id);
  const signature = sign(
    'sha256',
    Buffer.concat([Buffer.from('CRX3 SignedData\0'), uint32(signedData.length), signedData, zip]),
    privateKey,
  );
  const header = Buffer.concat([
    field(FIELDS.proof, Buffer.concat([field(FIELDS.publicKey, publicKey), field(FIELDS.signature, signature)])),
    field(FIELDS.signedHeaderData, signedData),
  ]);
  return Buffer.concat([Buffer.from('Cr24'), uint32(VERSION), uint32(header.length), header, zip]);
}
