import type { JingleAnswer } from '../channel/media-host.ts';
import { UNKNOWN } from './jingle-request.ts';

/** The answers that are still to be given to a peer's requests. */
export class PendingAnswers {
  /** The functions that take the answers, by the requests' numbers. */
  readonly #takers = new Map<string, (answer: JingleAnswer) => void>();
  #lastId = 0;

  /** @param work Works on the request, and has it answered by this id */
  to(work: (id: string) => void): Promise<JingleAnswer> {
    return new Promise((resolve) => {
      const id = String((this.#lastId += 1));
      this.#takers.set(id, resolve);
      work(id);
    });
  }

  give(id: string, answer: JingleAnswer): void {
    this.#takers.get(id)?.(answer);
    this.#takers.delete(id);
  }

  /** Answers the requests that nobody has worked on, because the call is over. */
  giveUp(): void {
    for (const take of this.#takers.values()) take(UNKNOWN);
    this.#takers.clear();
  }
}
