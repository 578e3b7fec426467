import { type BareJid, bareJidOf, type FullJid } from '../../src/model/jid.ts';
import type { AgentBook } from './agent-book.ts';
import { conditionOf } from './hub-stanzas.ts';
import { NS_PING } from './namespaces.ts';
import type { Questions } from './questions.ts';

/** How long a server takes to answer a probe at most (RFC 6121 4.3). */
export const PROBE_MS = 2_000;
const TICK_MS = 1_000;

export interface DeviceChecksOptions {
  readonly book: Pick<AgentBook, 'devicesOf' | 'noteAnswer' | 'removeDevice'>;
  readonly questions: Pick<Questions, 'ask'>;
  /** The agents that somebody watches. */
  readonly watched: () => Iterable<BareJid>;
  /** Asks the agent's server for their presence. */
  readonly probe: (agent: BareJid) => void;
  readonly everyMs: number;
  /** How long a device that is there takes to answer at most, as a rule. */
  readonly answerMs: number;
  readonly now: () => number;
}

/**
 * Asks the devices of watched agents from time to time whether they are there (XEP-0199). A device whose connection is lost looks available until its
 * server gives up its stream (XEP-0198 5), and for ever where the server's own node has died.
 */
export class DeviceChecks {
  readonly #checkedAt = new Map<BareJid, number>();
  /** Devices of which somebody has said that they aren't there. */
  readonly #doubtful = new Set<FullJid>();
  readonly #timer: ReturnType<typeof setInterval>;
  /** How many devices were asked. */
  asked = 0;

  constructor(private readonly options: DeviceChecksOptions) {
    this.#timer = setInterval(() => this.#tick(), Math.min(TICK_MS, options.everyMs));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** To be called when a device shows by itself that it is there. */
  noteSign(device: FullJid): void {
    this.#doubtful.delete(device);
  }

  #tick(): void {
    const { watched, everyMs, now } = this.options;
    const current = new Set(watched());
    for (const agent of [...this.#checkedAt.keys()]) if (!current.has(agent)) this.#checkedAt.delete(agent);
    for (const agent of current) {
      // An agent who has just been added is asked within the first period, at a time of their own, so that not all are asked at once.
      const checkedAt = this.#checkedAt.get(agent) ?? now() - Math.random() * everyMs;
      this.#checkedAt.set(agent, checkedAt);
      if (now() - checkedAt < everyMs) continue;
      this.#checkedAt.set(agent, now());
      this.check(agent);
    }
  }

  /** Asks the agent's devices now. */
  check(agent: BareJid): void {
    const { book, questions, answerMs } = this.options;
    for (const device of book.devicesOf(agent)) {
      this.asked += 1;
      questions.ask(device, `<ping xmlns="${NS_PING}"/>`, answerMs, (answer) => {
        book.noteAnswer(device, answer === undefined);
        // The server answers so for a device that isn't there, but so does a program that doesn't know the request.
        if (answer && conditionOf(answer) !== undefined) this.#doubt(device);
      });
    }
  }

  #doubt(device: FullJid): void {
    const { probe, book } = this.options;
    this.#doubtful.add(device);
    probe(bareJidOf(device));
    setTimeout(() => {
      if (this.#doubtful.delete(device)) book.removeDevice(device);
    }, PROBE_MS);
  }
}
