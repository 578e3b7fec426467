import type { TelephonyOption } from '/embed/backchannel.js';
import * as v from 'valibot';

const callState = v.picklist(['active', 'held', 'ended']);
const calls = v.record(v.string(), callState);

/** How a contact's call stands. */
export type CallState = v.InferOutput<typeof callState>;

/**
 * The CRM's own telephony, in place of a vendor's: it pretends its calls, and nothing is heard. Backchannel has it put contacts on hold
 * by `hold`, `retrieve` and `onStateChange`. Calls stay through reloads, and tabs see the same.
 */
export class Softphone implements TelephonyOption {
  /** To see what becomes of it: nothing can be put on hold or retrieved. */
  isDown = false;
  readonly #listeners = new Set<(callId: string, state: CallState) => void>();

  /** @param key Where the browser keeps the agent's calls */
  constructor(private readonly key: string) {}

  stateOf(callId: string): CallState | undefined {
    return this.#read()[callId];
  }

  onStateChange(listener: (callId: string, state: CallState) => void): void {
    this.#listeners.add(listener);
  }

  /** The agent talks to who waits; whom they talk to by now is put on hold. */
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

  /** By the agent, or by the contact. */
  hangUp(callId: string): void {
    this.#become(callId, 'ended');
  }

  /** The agent is done with it. */
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
