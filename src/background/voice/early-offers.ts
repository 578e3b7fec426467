import type { MediaFunctions } from '../../channel/media-host.ts';
import type { FullJid } from '../../model/jid.ts';
import type { CallId } from '../../model/ids.ts';

interface EarlyOffer {
  /** The document that has made the offer. */
  readonly host: MediaFunctions;
  readonly devices: Set<FullJid>;
}

/** Which devices have the offer of a call that they haven't answered, and which document has made it. */
export class EarlyOffers {
  readonly #byCall = new Map<CallId, EarlyOffer>();
  readonly #answers = new Map<CallId, { readonly begun: Promise<unknown>; readonly noteBegun: () => void }>();

  note(callId: CallId, host: MediaFunctions, device: FullJid): void {
    const known = this.#byCall.get(callId);
    if (known?.host === host) known.devices.add(device);
    else this.#byCall.set(callId, { host, devices: new Set([device]) });
  }

  isMadeBy(host: MediaFunctions, callId: CallId): boolean {
    return this.#byCall.get(callId)?.host === host;
  }

  /**
   * To be called with what comes of a call that rings at its peer. The answer to the offer says that the call is accepted, and may come before the
   * `proceed`. It waits for the document to be told, and so does what comes right after it; nothing waits until that is stored.
   * @param accept Has the call accepted by the device that answers
   */
  async hear(callId: CallId, action: string, accept: () => Promise<unknown>): Promise<void> {
    if (action === 'session-accept' && !this.#answers.has(callId)) {
      let noteBegun = () => {};
      const told = new Promise<void>((resolve) => (noteBegun = resolve));
      this.#answers.set(callId, { begun: Promise.race([told, accept()]), noteBegun });
    }
    await this.#answers.get(callId)?.begun;
  }

  /** To be called when the document is told that the call is accepted. */
  noteBegun(callId: CallId): void {
    this.#answers.get(callId)?.noteBegun();
  }

  /** To be called when the call is answered, is over, or has lost its document. @returns the devices that had the offer */
  forget(callId: CallId): Iterable<FullJid> {
    const { devices = [] } = this.#byCall.get(callId) ?? {};
    this.#byCall.delete(callId);
    this.#answers.delete(callId);
    return devices;
  }
}
