import type { BareJid } from '../../model/jid.ts';
import type { PageTokens } from '../../channel/page-tokens.ts';
import { AskedPages } from '../pages/asked-pages.ts';
import type { Connection } from '../stream/connection.ts';
import type { IssuerTokens } from '../stream/issuer-tokens.ts';

/** Who gives bearer tokens for the messaging server in this browser: the organisation's issuer, or the open pages. How they are asked is loaded later. */
export class TokenAccess {
  readonly pages = new AskedPages<PageTokens>();
  /** Who is just signing in by tokens of the issuer. */
  signingIn: BareJid | undefined;
  /** By view, what is to be called when it goes. */
  readonly #leave = new Map<object, () => void>();

  /** @param connection The one that there is, which may wait for a page to come, and ends when the issuer ends the agent's sign-in */
  constructor(
    readonly issuer: IssuerTokens | undefined,
    private readonly connection: () => Pick<Connection, 'hurry' | 'endBy'> | undefined,
  ) {
    issuer?.onEnd((failure) => connection()?.endBy(failure));
  }

  /** Adds the page of a view, which gives tokens. */
  add(view: object, page: PageTokens): void {
    this.remove(view);
    this.#leave.set(view, this.pages.add(page));
    this.connection()?.hurry();
  }

  remove(view: object): void {
    this.#leave.get(view)?.();
    this.#leave.delete(view);
  }
}
