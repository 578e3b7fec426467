import { ContactSignInNeeded, type ContactTokens } from '../../background/contacts/source/contact-tokens.ts';
import type { ContactSignIn as IssuerSettings } from '../../model/policy.ts';
import type { ContactConfiguration } from './contact-terms.ts';
import { SignInFailure } from '../sign-in/sign-in-failure.ts';
import type { HeldTokens, TokenMemory } from './held-tokens.ts';
import { type GrantedTokens, Issuer, type LaunchFlow } from '../sign-in/issuer.ts';
import { readTokenOwner } from './token-owner.ts';

/** A token that ends within this time isn't used any more, because the request takes time too. */
const MARGIN_MS = 20_000;

export interface ContactSignInOptions {
  configuration(): Promise<ContactConfiguration>;
  /** Who is signed in to Backchannel, a bare JID. */
  agent(): Promise<string | undefined>;
  /** A token of another sign-in of the agent that has the same issuer. @param refused One that the service has just refused */
  shared?(signIn: IssuerSettings, agent: string, refused: string | undefined): Promise<string | undefined>;
  readonly memory: TokenMemory;
  readonly redirectUri: string;
  readonly launch: LaunchFlow;
}

/** Everything that a sign-in depends on. */
interface Terms {
  readonly contactService: string;
  readonly signIn: IssuerSettings;
  readonly agent: string;
}

/**
 * The contact service's tokens, by OAuth. They are refreshed in silence; the issuer's page opens only when the agent has asked for it. There is one
 * page at a time and one refresh, because a refresh token is good only once.
 */
export class ContactSignIn implements ContactTokens {
  #held: HeldTokens | undefined;
  readonly #loaded: Promise<void>;
  #refreshing: Promise<HeldTokens | undefined> | undefined;
  #flow: Promise<HeldTokens> | undefined;
  /** Rises with each `forget`, so that what was under way then is recognised and dropped. */
  #era = 0;

  constructor(private readonly options: ContactSignInOptions) {
    this.#loaded = options.memory.get().then((held) => void (this.#held = held));
  }

  /** @throws SignInFailure, a ContactSignInNeeded that says why; IssuerUnreachable, a TypeError, when it can't be told */
  async get({ service, refused, isInteractive, signal }: Parameters<ContactTokens['get']>[0]): Promise<string> {
    return withSignal(this.#find(service, refused, isInteractive), signal);
  }

  async forget(): Promise<void> {
    this.#era += 1;
    await this.#loaded;
    const held = this.#held;
    await this.#hold(undefined);
    if (held?.refreshToken !== undefined) void this.#revoke(held, held.refreshToken);
  }

  /** Whose tokens are held, if they are of the agent, the service and the issuer that are in force now. */
  async owner(): Promise<{ readonly agent: string; readonly name: string } | undefined> {
    const terms = await this.#terms();
    const shared = await this.options.shared?.(terms.signIn, terms.agent, undefined);
    if (shared !== undefined) {
      const { id, name } = await readTokenOwner(terms.contactService, shared);
      return { agent: id, name };
    }
    await this.#loaded;
    return this.#held && isOf(this.#held, terms) ? { agent: this.#held.agent, name: this.#held.name } : undefined;
  }

  async #find(service: string | undefined, refused: string | undefined, isInteractive: boolean): Promise<string> {
    const terms = await this.#terms();
    // The caller may not know yet that another service is in force now. A token is sent only to the service that it is for.
    if (service !== undefined && service !== terms.contactService) throw new ContactSignInNeeded('Tokens are for another contact service');
    const shared = await this.options.shared?.(terms.signIn, terms.agent, refused);
    if (shared !== undefined) return shared;
    await this.#loaded;
    // From here on nothing is awaited before a refresh has begun, so that everybody who asks meanwhile waits for this one: two refreshes would use
    // the refresh token twice.
    if (this.#held && !isOf(this.#held, terms)) await this.forget();
    const held = this.#held;
    if (held && held.accessToken !== refused && isFresh(held)) return held.accessToken;
    if (held?.refreshToken !== undefined) {
      const refreshed = await (this.#refreshing ??= this.#refresh(terms, held, held.refreshToken).finally(
        () => (this.#refreshing = undefined),
      ));
      if (refreshed) return refreshed.accessToken;
    }
    if (!isInteractive) throw new ContactSignInNeeded('The agent must sign in to the contact service');
    const signedIn = await (this.#flow ??= this.#authorize(terms).finally(() => (this.#flow = undefined)));
    // The page may have been opened for an agent who has signed out meanwhile.
    if (!isOf(signedIn, terms)) throw new ContactSignInNeeded('The agent must sign in to the contact service');
    return signedIn.accessToken;
  }

  /** @throws SignInFailure */
  async #terms(): Promise<Terms> {
    const [{ contactService, contactSignIn: signIn }, agent] = await Promise.all([this.options.configuration(), this.options.agent()]);
    if (contactService === undefined || !signIn) throw new SignInFailure('not-configured');
    if (agent === undefined) throw new SignInFailure('signed-out');
    return { contactService, signIn, agent };
  }

  /** Gets new tokens for the refresh token; undefined when the issuer doesn't take it any more. */
  async #refresh({ signIn }: Terms, held: HeldTokens, refreshToken: string): Promise<HeldTokens | undefined> {
    const era = this.#era;
    const issuer = await Issuer.find(signIn);
    try {
      const tokens = await issuer.refresh(refreshToken);
      return await this.#keep({ ...held, expiresAt: undefined, ...tokens }, era);
    } catch (error) {
      if (!(error instanceof SignInFailure) || error.problem !== 'refused') throw error;
      if (this.#era === era) await this.#hold(undefined);
      return undefined;
    }
  }

  async #authorize({ contactService, signIn, agent }: Terms): Promise<HeldTokens> {
    const era = this.#era;
    const { redirectUri, launch } = this.options;
    const issuer = await Issuer.find(signIn);
    const { tokens } = await issuer.authorize({ redirectUri, loginHint: agent }, launch);
    try {
      const owner = await readTokenOwner(contactService, tokens.accessToken);
      if (owner.id.toLowerCase() !== agent.toLowerCase()) throw new SignInFailure('other-account', owner.id);
      return await this.#keep(
        { agent, name: owner.name, contactService, issuer: signIn.issuer, clientId: signIn.clientId, ...tokens },
        era,
      );
    } catch (error) {
      endGrant(issuer, tokens);
      throw error;
    }
  }

  /** @throws ContactSignInNeeded when the agent has signed out meanwhile */
  async #keep(tokens: HeldTokens, era: number): Promise<HeldTokens> {
    if (this.#era !== era) throw new ContactSignInNeeded('The agent has signed out meanwhile');
    await this.#hold(tokens);
    return tokens;
  }

  async #hold(tokens: HeldTokens | undefined): Promise<void> {
    this.#held = tokens;
    await this.options.memory.put(tokens);
  }

  /** Asks the issuer to end the grant. If that fails, the token lasts as long as the issuer has said. */
  async #revoke({ issuer, clientId }: HeldTokens, refreshToken: string): Promise<void> {
    await Issuer.find({ issuer, clientId })
      .then((found) => found.revoke(refreshToken))
      .catch(() => undefined);
  }
}

const isOf = (held: HeldTokens, { agent, contactService, signIn }: Terms) =>
  held.agent === agent && held.contactService === contactService && held.issuer === signIn.issuer && held.clientId === signIn.clientId;
const isFresh = ({ expiresAt }: HeldTokens) => expiresAt === undefined || expiresAt - MARGIN_MS > Date.now();

/** Asks the issuer to end a grant that isn't used. If that fails, the token lasts as long as the issuer has said. */
function endGrant(issuer: Issuer, { refreshToken }: GrantedTokens): void {
  if (refreshToken !== undefined) void issuer.revoke(refreshToken).catch(() => undefined);
}

/** The result of the work, unless the signal aborts first. The work goes on then, for whoever else waits for it. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
    work.then(resolve, reject);
  });
}
