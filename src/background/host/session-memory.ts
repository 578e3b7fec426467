import type { Profile } from '../../storage/profile-store.ts';
import type { ScramKeys } from '../stream/messaging-port.ts';

/** What ends with the browser's session. */
export interface SessionSecrets {
  /** Sign in to the account. */
  readonly keys?: ScramKeys;
  /** On a shared computer: who is signed in, and what their data is sealed by. */
  readonly agent?: Omit<Profile, 'keys'>;
  readonly sealKey?: Uint8Array<ArrayBuffer>;
}

/** Holds secrets in memory for as long as the browser runs, and never on a disk, where the browser may stop the host itself at any time. */
export interface SessionMemory {
  get(): Promise<SessionSecrets>;
  put(secrets: SessionSecrets): Promise<void>;
}

/** Where the host lives as long as its views, its own memory is all that there is. */
export class HostMemory implements SessionMemory {
  private secrets: SessionSecrets = {};

  get(): Promise<SessionSecrets> {
    return Promise.resolve(this.secrets);
  }

  put(secrets: SessionSecrets): Promise<void> {
    this.secrets = secrets;
    return Promise.resolve();
  }
}
