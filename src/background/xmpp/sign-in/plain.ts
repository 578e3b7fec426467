import { StreamFailure } from '../../stream/stream-failure.ts';
import { bytesOf } from './bytes.ts';
import { unproven } from './scram-messages.ts';
import type { Bytes, SignInExchange } from './sign-in-exchange.ts';

/**
 * SASL PLAIN (RFC 4616), and X-OAUTH2 (https://developers.google.com/talk/jep_extensions/oauth), which has the same message. The server gets the
 * secret itself and proves nothing, so that PLAIN is used only where the policy or the page allows it.
 */
export class Plain implements SignInExchange {
  constructor(
    private readonly username: string,
    private readonly secret: string,
    readonly mechanism: 'PLAIN' | 'X-OAUTH2' = 'PLAIN',
  ) {}

  begin(): Bytes {
    // NUL divides the parts of the message, so that a password with a NUL in it would be read as something else.
    if (this.secret.includes('\0')) throw new StreamFailure('wrong-password');
    return bytesOf(`\0${this.username}\0${this.secret}`);
  }

  answer(): Promise<Bytes> {
    throw unproven('challenge');
  }

  conclude(): undefined {}
}
