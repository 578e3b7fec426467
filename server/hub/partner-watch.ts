import { NS_PING } from './namespaces.ts';
import type { Questions } from './questions.ts';

/** How often a partner is asked, and how long it may take to answer. Together they leave clients a second to turn to another hub in time. */
const ASK_EVERY_MS = 500;
const ANSWER_MS = 700;

/**
 * Notices when another hub of the organisation is gone. Nobody else tells its viewers: a component that ends is no presence that ends, so that they would
 * find out only when they ask it next.
 */
export class PartnerWatch {
  readonly #timer: ReturnType<typeof setInterval>;
  /** The partners that have answered last. */
  readonly #there = new Set<string>();

  constructor(partners: readonly string[], questions: Pick<Questions, 'ask'>, isOpen: () => boolean, onGone: (partner: string) => void) {
    this.#timer = setInterval(() => {
      if (!isOpen()) return;
      for (const partner of partners) {
        const askedAt = performance.now();
        questions.ask(partner, `<ping xmlns="${NS_PING}"/>`, ANSWER_MS, (answer) => {
          // This hub may have been stopped itself, so that the time was over before it could read the answer.
          if (performance.now() - askedAt > 2 * ANSWER_MS) return;
          // Its own stream may have ended, which says nothing about the partner.
          if (answer?.attributes.type === 'result') this.#there.add(partner);
          else if (isOpen() && this.#there.delete(partner)) onGone(partner);
        });
      }
    }, ASK_EVERY_MS);
  }

  /** How many partners are there. */
  get size(): number {
    return this.#there.size;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
