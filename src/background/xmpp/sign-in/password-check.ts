import { saslprep } from 'stanza/lib/stringprep';
import type { ScramKeys } from '../../stream/messaging-port.ts';
import { areSameBytes } from './bytes.ts';
import { keysOfPassword } from './scram.ts';

/** Whether keys of an earlier sign-in are this password's. The server isn't asked, so that this works without a network too. */
export async function isPasswordOf(keys: ScramKeys, password: string): Promise<boolean> {
  const prepared = preparedOf(password);
  return prepared !== undefined && areSameBytes((await keysOfPassword(prepared, keys)).clientKey, keys.clientKey);
}

/** Undefined for what can be no password (RFC 4013, 2.3). */
function preparedOf(password: string): string | undefined {
  try {
    return saslprep(password);
  } catch {
    // It is answered as a wrong password.
    return undefined;
  }
}
