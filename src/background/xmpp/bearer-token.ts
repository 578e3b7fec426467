import { Buffer } from 'stanza/platform';
import { type Credentials, type Mechanism, SimpleMech } from 'stanza/lib/sasl';

/**
 * SASL OAUTHBEARER (RFC 7628 3.1). StanzaJS's own mechanism leaves the authorization identity out, which servers refuse.
 */
export class BearerToken extends SimpleMech implements Mechanism {
  private hasFailed = false;

  getExpectedCredentials() {
    return { required: ['token'], optional: [] };
  }

  createResponse({ username, host, token }: Credentials): Buffer {
    // RFC 7628 3.2.3: an error is acknowledged by a single %x01, then the server says that it failed.
    if (this.hasFailed) return Buffer.from('\u0001');
    const authzid = `${username}@${host}`.replace(/=/g, '=3D').replace(/,/g, '=2C');
    return Buffer.from(`n,a=${authzid},\u0001auth=Bearer ${token}\u0001\u0001`, 'utf8');
  }

  override processChallenge(): void {
    this.hasFailed = true;
  }
}
