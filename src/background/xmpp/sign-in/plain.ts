import { StreamFailure } from '../../stream/stream-failure.ts';
import { bytesOf } from './bytes.ts';
import { unproven } from './scram-messages.ts';
import type { Bytes, SignInExchange } from './sign-in-exchange.ts';

/** SASL PLAIN (RFC 4616): the server gets the secret itself, and proves nothing. Only where somebody has allowed it. */
export class Plain implements SignInExchange {
  readonly mechanism = 'PLAIN';

  constructor(
    private readonly username: string,
    private readonly secret: string,
  ) {}

  begin(): Bytes {
    // NUL divides what is said: in a password it would say something else.
    if (this.secret.includes('\0')) throw new StreamFailure('wrong-password');
    return bytesOf(`\0${this.username}\0${this.secret}`);
  }

  answer(): Promise<Bytes> {
    throw unproven('challenge');
  }

  conclude(): undefined {}
}
