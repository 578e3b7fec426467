import { cutText } from '../../../model/text/cut-text.ts';
import type { SignInProblem } from '../../../model/workspace.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';
import { fromBase64 } from './bytes.ts';
import type { Bytes } from './sign-in-exchange.ts';

/* What a server says in SCRAM (RFC 5802, 7). It is read strictly: a server whose message isn't right has proven nothing. */

/** RFC 5802 5.1 and RFC 7677 4: at least 4,096. More than a million would keep the agent's computer busy for whoever asks for it. */
const FEWEST_ITERATIONS = 4_096;
const MOST_ITERATIONS = 1_000_000;
const LONGEST_MESSAGE = 4_096;

/** `value-safe-char` but "=", which base64 and nonces have too; no control characters. */
const ATTRIBUTE = /^[A-Za-z]=[\u0021-\u002B\u002D-\u007E\u0080-\uFFFF]*$/;
/** `printable` (RFC 5802, 7): what a nonce is made of. */
const NONCE = /^[\u0021-\u002B\u002D-\u007E]+$/;

/** The errors of RFC 5802, 7, that say something to an agent; the others are the server's own matter. */
const PROBLEMS: Readonly<Record<string, SignInProblem>> = { 'invalid-proof': 'wrong-password', 'unknown-user': 'wrong-password' };

export interface ServerFirst {
  readonly nonce: string;
  readonly salt: Bytes;
  readonly iterations: number;
}

/** `server-first-message`. @param ownNonce the client's, which the server's has to begin with @throws StreamFailure */
export function readServerFirst(message: string, ownNonce: string): ServerFirst {
  const [nonce, salt, iterations] = attributesOf(message, 'r', 's', 'i');
  const saltBytes = fromBase64(salt ?? '');
  if (!nonce?.startsWith(ownNonce) || nonce.length === ownNonce.length || !NONCE.test(nonce)) throw unproven('nonce');
  if (!saltBytes || saltBytes.length === 0) throw unproven('salt');
  if (!/^[1-9]\d{0,9}$/.test(iterations ?? '')) throw unproven('iterations');
  const count = Number(iterations);
  if (count < FEWEST_ITERATIONS || count > MOST_ITERATIONS) throw unproven(`iterations ${count}`);
  return { nonce, salt: saltBytes, iterations: count };
}

/** `server-final-message`: the server's signature. @throws StreamFailure */
export function readServerFinal(message: string): Bytes {
  if (message.startsWith('e=')) {
    const error = message.slice(2).split(',')[0] ?? '';
    throw new StreamFailure(PROBLEMS[error] ?? 'unexpected', { detail: cutText(error, 100) });
  }
  const [verifier] = attributesOf(message, 'v');
  const signature = fromBase64(verifier ?? '');
  if (!signature || signature.length === 0) throw unproven('signature');
  return signature;
}

/** The server hasn't shown that it knows the account; `what` is for the administrator. */
export function unproven(what: string): StreamFailure {
  return new StreamFailure('server-unproven', { detail: what });
}

/** The values of the attributes that a message begins with, in their order. Extensions may follow, but none that must be understood (`m=`). */
function attributesOf(message: string, ...names: readonly string[]): readonly (string | undefined)[] {
  if (message.length > LONGEST_MESSAGE) throw unproven('length');
  const attributes = message.split(',');
  if (attributes.some((attribute) => attribute.startsWith('m='))) throw unproven('extension');
  if (!attributes.every((attribute) => ATTRIBUTE.test(attribute))) throw unproven('syntax');
  return names.map((name, at) => (attributes[at]?.startsWith(`${name}=`) ? attributes[at].slice(2) : undefined));
}
