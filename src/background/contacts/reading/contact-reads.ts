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
  private readonly readings = new Map<string, Reading>();

  constructor(
    private readonly now: () => number,
    private readonly onChange: (name: string) => void,
  ) {}

  stateOf(name: string): Pick<Freshness, 'isReading' | 'problem'> {
    const reading = this.readings.get(name);
    return { isReading: reading?.running !== undefined, ...(reading?.problem && !reading.running ? { problem: reading.problem } : {}) };
  }

  /** Whether it was read, or is being read, since this host began. */
  has(name: string): boolean {
    return this.readings.has(name);
  }

  /** Reads it, unless it was just read or is being read. `isForced`: the agent asks, so that it is read in any case. */
  start(name: string, work: (options: CallOptions) => Promise<void>, isForced = false): void {
    const reading = this.readings.get(name);
    if (
      !isForced &&
      reading &&
      (reading.running || this.now() - reading.attemptedAt < (reading.problem ? FRESH_AFTER_PROBLEM_MS : FRESH_MS))
    )
      return;
    reading?.running?.abort();
    const running = new AbortController();
    const attemptedAt = this.now();
    this.readings.set(name, { attemptedAt, running });
    void (async () => {
      let problem: ContactProblem | undefined;
      try {
        await work({ signal: running.signal, isInteractive: isForced });
      } catch (error) {
        problem = problemOf(error);
      }
      // Another reading has taken this one's place, or nobody wants it any more.
      if (running.signal.aborted) return;
      this.readings.set(name, { attemptedAt: this.now(), ...(problem ? { problem } : {}) });
      this.onChange(name);
    })();
  }

  /** What was read, or is being read, is out of date. The next one who asks has it read again. */
  expire(name: string): void {
    this.readings.get(name)?.running?.abort();
    this.readings.delete(name);
  }

  /** Nobody wants anything of this contact any more. */
  abort(contactId: string): void {
    for (const [name, { running }] of this.readings) {
      if (!name.startsWith(`${contactId} `)) continue;
      running?.abort();
      this.readings.delete(name);
    }
  }

  /** Contacts come from elsewhere now. What has failed before is read again when it is next asked for. */
  forgetProblems(): void {
    for (const [name, { problem, running }] of this.readings) if (problem && !running) this.readings.delete(name);
  }

  stop(): void {
    for (const { running } of this.readings.values()) running?.abort();
  }
}
