import type { BareJid, FullJid } from '../../model/jid.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';
import { within } from '../time/waits.ts';
import type { Presence } from './presence.ts';

/** How long a device that is there takes to answer at most, as a rule. */
const ANSWER_MS = 3_000;

export interface DeviceProbeOptions {
  readonly presence: Pick<Presence, 'devicesOf' | 'noteAnswer'>;
  /** The stream to the messaging server, while there is one. */
  readonly stream: () => Pick<MessagingStream, 'answers'> | undefined;
}

/**
 * Asks a colleague's devices whether they are there (XEP-0199). A device whose connection is lost counts as available until the server gives up its
 * stream (XEP-0198 5). One that doesn't answer is asked again until it does, or is gone.
 */
export class DeviceProbe {
  readonly #asked = new Set<FullJid>();

  constructor(private readonly options: DeviceProbeOptions) {}

  /** To be called when a colleague should have answered something and hasn't. */
  ask(peer: BareJid): void {
    for (const [device] of this.options.presence.devicesOf(peer)) if (!this.#asked.has(device)) void this.#askUntilAnswered(peer, device);
  }

  async #askUntilAnswered(peer: BareJid, device: FullJid): Promise<void> {
    const { presence, stream } = this.options;
    const asking = stream();
    this.#asked.add(device);
    const isThere = () => stream() === asking && presence.devicesOf(peer).some(([one]) => one === device);
    for (let isAnswered = false; asking && !isAnswered && isThere();) {
      const answer = asking.answers(device);
      if ((await within(ANSWER_MS, answer)) !== true) presence.noteAnswer(device, true);
      isAnswered = await answer;
    }
    this.#asked.delete(device);
    presence.noteAnswer(device, false);
  }
}
