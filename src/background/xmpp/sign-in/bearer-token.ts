import { bytesOf } from './bytes.ts';
import { unproven } from './scram-messages.ts';
import type { Bytes, SignInExchange } from './sign-in-exchange.ts';

/** SASL OAUTHBEARER (RFC 7628, 3.1). The server doesn't prove itself by it, so that TLS alone says who gets the token. */
export class BearerToken implements SignInExchange {
  readonly mechanism = 'OAUTHBEARER';
  #hasFailed = false;

  constructor(
    private readonly jid: string,
    private readonly token: string,
  ) {}

  begin(): Bytes {
    const authzid = this.jid.replace(/=/g, '=3D').replace(/,/g, '=2C');
    return bytesOf(`n,a=${authzid},\u0001auth=Bearer ${this.token}\u0001\u0001`);
  }

  /** RFC 7628 3.2.3: an error is acknowledged by a single %x01, then the server says that it failed. */
  answer(): Promise<Bytes> {
    if (this.#hasFailed) throw unproven('challenge');
    this.#hasFailed = true;
    return Promise.resolve(bytesOf('\u0001'));
  }

  conclude(): undefined {
    if (this.#hasFailed) throw unproven('success after an error');
  }
}
