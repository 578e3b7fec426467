import type { TelephonyOption } from '/embed/backchannel.js';
import * as v from 'valibot';

const callState = v.picklist(['active', 'held', 'ended']);
const calls = v.record(v.string(), callState);

/** The state of a contact's call. */
export type CallState = v.InferOutput<typeof callState>;

/**
 * The CRM's own telephony, in place of a vendor's. Its calls are pretended: nothing is heard. Backchannel puts contacts on hold by `hold`, `retrieve`
 * and `onStateChange`. The calls are kept in the browser, so that they outlive a reload and all tabs show the same.
 */
export class Softphone implements TelephonyOption {
  /** Simulates a fault, to show what follows from it: nothing can be put on hold or retrieved. */
  isDown = false;
  readonly #listeners = new Set<(callId: string, state: CallState) => void>();

  /** @param key the key under which the browser keeps the agent's calls */
  constructor(private readonly key: string) {}

  stateOf(callId: string): CallState | undefined {
    return this.#read()[callId];
  }

  onStateChange(listener: (callId: string, state: CallState) => void): void {
    this.#listeners.add(listener);
  }

  /** Connects the agent with a caller who waits. The call that the agent is in is put on hold. */
  answer(callId: string): void {
    for (const [other, state] of Object.entries(this.#read())) if (state === 'active' && other !== callId) this.#become(other, 'held');
    this.#become(callId, 'active');
  }

  /** @throws Error when there is no such call, or the telephony is down */
  hold(callId: string): void {
    this.#change(callId, 'held');
  }

  /** @throws Error when there is no such call, or the telephony is down */
  retrieve(callId: string): void {
    this.#change(callId, 'active');
  }

  /** Ends the call, whether the agent or the contact hangs up. */
  hangUp(callId: string): void {
    this.#become(callId, 'ended');
  }

  /** Removes an ended call that the agent is done with. */
  forget(callId: string): void {
    const { [callId]: _forgotten, ...others } = this.#read();
    localStorage.setItem(this.key, JSON.stringify(others));
  }

  #change(callId: string, state: CallState): void {
    const known = this.stateOf(callId);
    if (this.isDown) throw new Error('The telephony is down.');
    if (known === undefined || known === 'ended') throw new Error('There is no such call.');
    this.#become(callId, state);
  }

  #become(callId: string, state: CallState): void {
    localStorage.setItem(this.key, JSON.stringify({ ...this.#read(), [callId]: state }));
    for (const tell of this.#listeners) tell(callId, state);
  }

  #read(): Readonly<Record<string, CallState>> {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), calls), localStorage.getItem(this.key));
    return parsed.success ? parsed.output : {};
  }
}
