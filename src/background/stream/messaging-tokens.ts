import type { BareJid } from '../../model/jid.ts';

/** Where the bearer tokens of the messaging server come from: the page that embeds the widget, or the organisation's issuer. */
export interface MessagingTokens {
  /**
   * A token for the next attempt to connect.
   * @param refused One that the server has just refused: another is needed
   * @returns undefined where nobody gives tokens, so that the one that was given with the sign-in has to do
   * @throws StreamFailure `sign-in-needed` when there is none without the agent, `issuer-unreachable` when that can't be told now
   */
  get(options: { readonly agent: BareJid; readonly refused?: string }): Promise<string | undefined>;
}
