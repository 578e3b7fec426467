import * as v from 'valibot';
import type { PageAnswer } from '../../channel/page-contacts.ts';
import { whenAborted, within } from '../time/waits.ts';

/** How long a page may take to answer. One that hasn't answered by then is asked after all others the next time. */
const TIMEOUT_MS = 8_000;

const answerShape = v.union([v.object({ value: v.unknown() }), v.object({ problem: v.unknown() })]);

/** Open pages that answer the session host. The one that came last is asked first; if it doesn't answer, the next one is asked. */
export class AskedPages<Page extends object> {
  /** The page that is asked first stands last. */
  #pages: Page[] = [];
  /** Aborts when the page is gone, since it won't answer any more. */
  readonly #presence = new Map<Page, AbortController>();

  /** Whether there has ever been one. */
  hasHadSome = false;

  get isEmpty(): boolean {
    return this.#pages.length === 0;
  }

  /** @returns what is to be called when the page goes */
  add(page: Page): () => void {
    this.#pages.push(page);
    this.hasHadSome = true;
    const presence = new AbortController();
    this.#presence.set(page, presence);
    return () => {
      this.#pages = this.#pages.filter((other) => other !== page);
      this.#presence.delete(page);
      presence.abort();
    };
  }

  /**
   * Asks one page after the other.
   * @param isAsked Whether a page is one of those that can be asked this
   * @returns undefined when none answers
   * @throws the signal's reason when it aborts
   */
  async ask(
    call: (page: Page) => Promise<unknown>,
    isAsked: (page: Page) => boolean = () => true,
    signal?: AbortSignal,
  ): Promise<PageAnswer | undefined> {
    for (const page of this.#pages.filter(isAsked).reverse()) {
      // A signal that has aborted already fires no event, so that nothing would end the waiting.
      signal?.throwIfAborted();
      const presence = this.#presence.get(page)?.signal;
      if (!presence) continue;
      // A page that fails is taken as one that doesn't answer; who asked reports it.
      const called = call(page).catch(() => undefined);
      const answer: unknown = await within(TIMEOUT_MS, Promise.race([called, whenAborted(presence)]), signal);
      signal?.throwIfAborted();
      const parsed = v.safeParse(answerShape, answer);
      if (parsed.success) return parsed.output;
      this.#pages = this.#presence.has(page) ? [page, ...this.#pages.filter((other) => other !== page)] : this.#pages;
    }
    return undefined;
  }
}
