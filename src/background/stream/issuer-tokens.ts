import type { BareJid } from '../../model/jid.ts';
import type { StreamFailure } from './stream-failure.ts';

export interface IdentifyOptions {
  /** Whether the agent may be shown the issuer's page, because they have pressed a button. */
  readonly isInteractive: boolean;
  /** The agent whose address the issuer's page fills in. */
  readonly hint?: BareJid;
  /** Whether they have to show anew who they are, even if the issuer still knows them. */
  readonly isProof?: boolean;
}

/** The organisation's issuer, which gives the bearer tokens of the messaging server. */
export interface IssuerTokens {
  /**
   * A token for the next attempt to connect.
   * @param refused One that the server has just refused: another is needed
   * @returns undefined where agents don't sign in at an issuer
   * @throws StreamFailure `sign-in-needed` when there is none without the agent, `issuer-unreachable` when that can't be told now
   */
  get(options: { readonly agent: BareJid; readonly refused?: string }): Promise<string | undefined>;
  /** Whose tokens there are from now on. @returns undefined where agents don't sign in at an issuer @throws StreamFailure */
  identify(options: IdentifyOptions): Promise<BareJid | undefined>;
  /** Ends and forgets the tokens of who has left, which are everybody's but those of the agent who is just signing in. */
  forget(exceptOf: BareJid | undefined): Promise<void>;
  /** Calls the listener when the issuer has ended the sign-in of the agent whose tokens are held. */
  onEnd(listener: (failure: StreamFailure) => void): void;
}
