import type { BareJid } from '../../../model/jid.ts';
import type { PageTokens } from '../../../channel/page-tokens.ts';
import { AskedPages } from '../../pages/asked-pages.ts';
import type { Connection } from '../../stream/connection.ts';
import type { IssuerTokens } from '../../stream/issuer-tokens.ts';

/** Gets bearer tokens for the messaging server, from the organisation's issuer or from the open pages. The code that asks them is loaded when it is needed. */
export class TokenAccess {
  readonly pages = new AskedPages<PageTokens>();
  /** The agent who is signing in at the issuer now. */
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
