import type { Mechanism } from '../../../model/sign-in-mechanisms.ts';
import type { ScramKeys } from '../../stream/messaging-port.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** One run of a SASL mechanism (RFC 4422), the client's side. What must not be sent or believed throws a `StreamFailure`. */
export interface SignInExchange {
  readonly mechanism: Mechanism;
  /** The initial response (RFC 6120, 6.4.2). */
  begin(): Bytes;
  /** The response to a challenge. @throws StreamFailure */
  answer(challenge: Bytes): Promise<Bytes>;
  /**
   * The server says success, with this data or with none. By then it has to have proven itself, if the mechanism has it do so.
   * @returns the keys that sign in the next time without the password, where the mechanism has such
   * @throws StreamFailure
   */
  conclude(data: Bytes): ScramKeys | undefined;
}
