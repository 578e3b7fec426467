import type { PageTokens } from '../../channel/page-tokens.ts';
import type { Connection } from '../stream/connection.ts';
import { AskedPages } from '../pages/asked-pages.ts';
import type { BareJid } from '../../model/jid.ts';
import type { IdentifyOptions, IssuerTokens, MessagingTokens } from '../stream/messaging-tokens.ts';
import { StreamFailure } from '../stream/stream-failure.ts';

/** Who gives bearer tokens for the messaging server in this browser: the organisation's issuer, or the open pages. */
export class TokenAccess implements MessagingTokens {
  readonly #pages = new AskedPages<PageTokens>();
  /** By view, what is to be called when it goes. */
  readonly #leave = new Map<object, () => void>();
  #hasBeenOffered = false;
  /** Who is just signing in by tokens of the issuer. */
  #signingIn: BareJid | undefined;

  /** @param connection The one that there is, which may wait for a page to come, and ends when the issuer ends the agent's sign-in */
  constructor(
    private readonly issuer: IssuerTokens | undefined,
    private readonly connection: () => Pick<Connection, 'hurry' | 'endBy'> | undefined,
  ) {
    issuer?.onEnd((failure) => connection()?.endBy(failure));
  }

  /** Adds the page of a view, which gives tokens. */
  add(view: object, page: PageTokens): void {
    this.remove(view);
    this.#hasBeenOffered = true;
    this.#leave.set(view, this.#pages.add(page));
    this.connection()?.hurry();
  }

  remove(view: object): void {
    this.#leave.get(view)?.();
    this.#leave.delete(view);
  }

  /** Whose tokens the issuer gives; undefined where there is no issuer. @throws StreamFailure */
  async identify(options: IdentifyOptions): Promise<BareJid | undefined> {
    return this.issuer?.identify(options);
  }

  /** Keeps the tokens of who signs in while those of the agent before are forgotten. */
  async whileSigningIn<T>(agent: BareJid | undefined, work: () => Promise<T>): Promise<T> {
    this.#signingIn = agent;
    try {
      return await work();
    } finally {
      this.#signingIn = undefined;
    }
  }

  /** Forgets the issuer's tokens, because the agent signs out. */
  async forget(): Promise<void> {
    await this.issuer?.forget(this.#signingIn);
  }

  async get(options: Parameters<MessagingTokens['get']>[0]): Promise<string | undefined> {
    const given = await this.issuer?.get(options);
    if (given !== undefined) return given;
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
