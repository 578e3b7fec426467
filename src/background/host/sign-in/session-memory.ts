import type { Profile } from '../../../storage/profile-store.ts';
import type { ScramKeys } from '../../stream/messaging-port.ts';

/** The secrets that end with the browser's session. */
export interface SessionSecrets {
  /** Keys that sign in to the account. */
  readonly keys?: ScramKeys;
  /** The agent who is signed in, on a shared computer. */
  readonly agent?: Omit<Profile, 'keys'>;
  readonly sealKey?: Uint8Array<ArrayBuffer>;
}

/** Holds secrets in memory for as long as the browser runs, and never on a disk, where the browser may stop the host itself at any time. */
export interface SessionMemory {
  get(): Promise<SessionSecrets>;
  put(secrets: SessionSecrets): Promise<void>;
}

/** Holds the secrets in the host's own memory, for a host that lives only as long as its views. */
export class HostMemory implements SessionMemory {
  #secrets: SessionSecrets = {};

  get(): Promise<SessionSecrets> {
    return Promise.resolve(this.#secrets);
  }

  put(secrets: SessionSecrets): Promise<void> {
    this.#secrets = secrets;
    return Promise.resolve();
  }
}
