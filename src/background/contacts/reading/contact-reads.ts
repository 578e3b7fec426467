import type { ContactProblem, Freshness } from '../../../model/contact/contact.ts';
import { type CallOptions, problemOf } from '../source/contact-source.ts';

/** How long what was read counts as fresh. Before that it is read again only if the agent asks. */
const FRESH_MS = 60_000;
const FRESH_AFTER_PROBLEM_MS = 15_000;

interface Reading {
  readonly attemptedAt: number;
  readonly running?: AbortController;
  readonly problem?: ContactProblem;
}

/** What is being read of contacts, and what became of it. A reading's name is the contact's id, a space, and which part of the contact is read. */
export class ContactReads {
  readonly #readings = new Map<string, Reading>();

  constructor(private readonly onChange: (name: string) => void) {}

  stateOf(name: string): Pick<Freshness, 'isReading' | 'problem'> {
    const reading = this.#readings.get(name);
    return { isReading: reading?.running !== undefined, ...(reading?.problem && !reading.running ? { problem: reading.problem } : {}) };
  }

  /** Whether a reading of this name has begun since this host began. */
  has(name: string): boolean {
    return this.#readings.has(name);
  }

  /**
   * Begins a reading, unless one of this name was just made or is under way. With `isForced` it begins in any case, because the agent has
   * asked for it.
   */
  start(name: string, work: (options: CallOptions) => Promise<void>, isForced = false): void {
    const reading = this.#readings.get(name);
    if (
      !isForced &&
      reading &&
      (reading.running || performance.now() - reading.attemptedAt < (reading.problem ? FRESH_AFTER_PROBLEM_MS : FRESH_MS))
    )
      return;
    reading?.running?.abort();
    const running = new AbortController();
    const attemptedAt = performance.now();
    this.#readings.set(name, { attemptedAt, running });
    void (async () => {
      let problem: ContactProblem | undefined;
      try {
        await work({ signal: running.signal, isInteractive: isForced });
      } catch (error) {
        problem = problemOf(error);
      }
      // This reading was replaced by another, or is no longer wanted, so that its outcome says nothing.
      if (running.signal.aborted) return;
      this.#readings.set(name, { attemptedAt: performance.now(), ...(problem ? { problem } : {}) });
      this.onChange(name);
    })();
  }

  /** Marks what was read, or is being read, as out of date. The next one who asks has it read again. */
  expire(name: string): void {
    this.#readings.get(name)?.running?.abort();
    this.#readings.delete(name);
  }

  /** Ends the readings of a contact of which nobody wants anything any more. */
  abort(contactId: string): void {
    for (const [name, { running }] of this.#readings) {
      if (!name.startsWith(`${contactId} `)) continue;
      running?.abort();
      this.#readings.delete(name);
    }
  }

  /** Forgets failures, because contacts come from elsewhere now. What has failed is read again when it is next asked for. */
  forgetProblems(): void {
    for (const [name, { problem, running }] of this.#readings) if (problem && !running) this.#readings.delete(name);
  }

  stop(): void {
    for (const { running } of this.#readings.values()) running?.abort();
  }
}
