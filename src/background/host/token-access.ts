import type { PageTokens } from '../../channel/page-tokens.ts';
import { AskedPages } from '../pages/asked-pages.ts';
import type { MessagingTokens } from '../stream/messaging-tokens.ts';
import { StreamFailure } from '../stream/stream-failure.ts';

/** Who gives bearer tokens for the messaging server in this browser: the organisation's issuer, or the open pages. */
export class TokenAccess implements MessagingTokens {
  readonly #pages = new AskedPages<PageTokens>();
  /** By view, what is to be called when it goes. */
  readonly #leave = new Map<object, () => void>();
  #hasBeenOffered = false;

  /** @param onPage Called when a page has come, which may be what a connection waits for */
  constructor(
    private readonly issuer: MessagingTokens | undefined,
    private readonly onPage: () => void,
  ) {}

  /** Adds the page of a view, which gives tokens. */
  add(view: object, page: PageTokens): void {
    this.remove(view);
    this.#hasBeenOffered = true;
    this.#leave.set(view, this.#pages.add(page));
    this.onPage();
  }

  remove(view: object): void {
    this.#leave.get(view)?.();
    this.#leave.delete(view);
  }

  async get(options: Parameters<MessagingTokens['get']>[0]): Promise<string | undefined> {
    if (this.issuer) return this.issuer.get(options);
    if (this.#pages.isEmpty) {
      // The page is gone that could give another one. The next page of the profile gives it.
      if (this.#hasBeenOffered && options.refused !== undefined) throw new StreamFailure('issuer-unreachable');
      return undefined;
    }
    const { tokenOfPages } = await import('./page-token.ts').catch((cause: unknown) => {
      throw new StreamFailure('issuer-unreachable', { cause });
    });
    return tokenOfPages(this.#pages, options);
  }
}
