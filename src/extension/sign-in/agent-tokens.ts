import type { IdentifyOptions, IssuerTokens } from '../../background/stream/issuer-tokens.ts';
import { StreamFailure } from '../../background/stream/stream-failure.ts';
import type { BareJid } from '../../model/jid.ts';
import { type AgentSignIn, type Policy, UNREADABLE_SIGN_IN } from '../../model/policy.ts';
import { addressIn } from './agent-address.ts';
import type { GrantMemory, HeldGrant } from './held-grant.ts';
import { Issuer } from './issuer.ts';
import { IssuerUnreachable, SignInFailure } from './sign-in-failure.ts';

/** A token that ends within this time isn't used any more, because connecting takes time too. */
const MARGIN_MS = 20_000;
/** The shortest time after which tokens are replaced, whatever the issuer says of when they end. */
const LEAST_MS = 5_000;
/** How soon a refresh that failed because the issuer couldn't be reached is tried again, while the agent is connected. */
const RETRY_MS = 30_000;
/**
 * How often in a row the issuer's page may fail without the agent, although the issuer itself answers, before the agent is asked. Some issuers show a failure
 * in place of saying that they don't know the agent, which can't be told from a page that isn't there just now.
 */
const MOST_FAILED_PAGES = 3;

export interface AgentTokensOptions {
  /** The policy's sign-in. */
  readonly settings: () => Promise<Policy['signIn']>;
  readonly memory: GrantMemory;
  readonly redirectUri: string;
  /** Opens the issuer's page, or, where the agent isn't to see any, only follows its redirections. @returns where they lead */
  readonly launch: (url: string, isInteractive: boolean) => Promise<string>;
}

/**
 * The agent's tokens of the organisation's issuer (OpenID Connect). They are refreshed, and got anew after a restart of the browser, without the
 * agent; the issuer's page opens only when the agent has pressed a button.
 */
export class AgentTokens implements IssuerTokens {
  #held: HeldGrant | undefined;
  readonly #loaded: Promise<void>;
  /** What is under way without the agent. There is one at a time, because a refresh token is good only once. */
  #renewing: Promise<HeldGrant> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failedPages = 0;
  readonly #onEnd: ((failure: StreamFailure) => void)[] = [];

  constructor(private readonly options: AgentTokensOptions) {
    this.#loaded = options.memory.get().then((held) => this.#keepInMind(held));
  }

  onEnd(listener: (failure: StreamFailure) => void): void {
    this.#onEnd.push(listener);
  }

  async get({ agent, refused }: Parameters<IssuerTokens['get']>[0]): Promise<string | undefined> {
    const settings = await this.#settings();
    if (!settings) return undefined;
    await this.#loaded;
    const held = this.#held && isOf(this.#held, settings) && this.#held.agent === agent ? this.#held : undefined;
    if (held && held.accessToken !== refused && isFresh(held)) return held.accessToken;
    this.#renewing ??= this.#renew(settings, agent, held).finally(() => (this.#renewing = undefined));
    return (await told(this.#renewing)).accessToken;
  }

  async identify({ isInteractive, hint, isProof = false }: IdentifyOptions): Promise<BareJid | undefined> {
    const settings = await this.#settings();
    if (!settings) return undefined;
    await this.#loaded;
    const held = this.#held;
    // A press of the button asks the issuer, because what is held may be what the server doesn't take.
    if (held && isOf(held, settings) && !isInteractive) return held.agent;
    const hasSignedOut = await this.options.memory.hasSignedOut();
    if (hasSignedOut && !isInteractive) throw new StreamFailure('sign-in-needed');
    const prompt = isInteractive ? (hasSignedOut || isProof ? 'login' : undefined) : 'none';
    const grant = await told(this.#authorize(settings, prompt, hint));
    // Whose desk is locked goes on with their own grant if somebody else has signed in.
    if (isProof && grant.agent !== hint) await endGrant(grant);
    else await this.#hold(grant);
    return grant.agent;
  }

  async forget(exceptOf: BareJid | undefined): Promise<void> {
    await this.#loaded;
    const held = this.#held;
    if (exceptOf !== undefined && held?.agent === exceptOf) return this.options.memory.put(held);
    await this.#hold(undefined);
    if (!(await this.#settings().catch(() => undefined))) return;
    await this.options.memory.noteSignedOut(true);
    if (held) void endGrant(held);
  }

  /** @throws StreamFailure for settings that can't be read */
  async #settings(): Promise<AgentSignIn | undefined> {
    const settings = await this.options.settings();
    if (settings === UNREADABLE_SIGN_IN) throw new StreamFailure('unreadable-policy');
    return settings;
  }

  /** Gets new tokens without the agent: by the refresh token, or because the issuer still knows them. */
  async #renew(settings: AgentSignIn, agent: BareJid, held: HeldGrant | undefined): Promise<HeldGrant> {
    if (held?.refreshToken !== undefined) {
      const issuer = await Issuer.find(settings);
      const refreshed = await issuer.refresh(held.refreshToken).catch((error: unknown) => {
        // The issuer has ended this grant. It may still know the agent.
        if (error instanceof SignInFailure && error.problem === 'refused') return undefined;
        throw error;
      });
      if (refreshed) return this.#hold({ ...grantOf(held), ...refreshed });
      await this.#hold(undefined);
    }
    if (await this.options.memory.hasSignedOut()) throw new StreamFailure('sign-in-needed');
    const grant = await this.#authorize(settings, 'none', agent).catch((cause: unknown) => {
      // The issuer has just answered, and ended the grant. Some show a failure in place of saying that they don't know the agent any more.
      if (held?.refreshToken !== undefined && cause instanceof IssuerUnreachable) throw new StreamFailure('sign-in-needed', { cause });
      throw cause;
    });
    if (grant.agent === agent) return this.#hold(grant);
    void endGrant(grant);
    throw new StreamFailure('other-account');
  }

  async #authorize(settings: AgentSignIn, prompt: 'none' | 'login' | undefined, hint: BareJid | undefined): Promise<HeldGrant> {
    const { redirectUri, launch } = this.options;
    // A scope without `openid` gets no ID token.
    const issuer = await Issuer.find({ ...settings, scope: settings.scope ?? 'openid' });
    const authorizing = issuer.authorize(
      { redirectUri, wantsIdentity: true, ...(prompt ? { prompt } : {}), ...(hint === undefined ? {} : { loginHint: hint }) },
      (url) => launch(url, prompt !== 'none'),
    );
    const { tokens, claims } = await authorizing.catch((cause: unknown) => {
      if (prompt !== 'none' || !(cause instanceof IssuerUnreachable)) throw cause;
      this.#failedPages += 1;
      if (this.#failedPages < MOST_FAILED_PAGES) throw cause;
      throw new StreamFailure('sign-in-needed', { cause });
    });
    this.#failedPages = 0;
    const agent = addressIn(claims, settings);
    const grant = { agent: agent ?? '', issuer: settings.issuer, clientId: settings.clientId, ...tokens };
    if (agent !== undefined) return grant;
    void endGrant(grant);
    throw new StreamFailure('other-account');
  }

  async #hold<G extends HeldGrant | undefined>(grant: G): Promise<G> {
    this.#keepInMind(grant);
    await this.options.memory.put(grant);
    if (grant) await this.options.memory.noteSignedOut(false);
    return grant;
  }

  /** Refreshes the token before it ends, so that the agent learns at once when the issuer has ended their sign-in. */
  #keepInMind(grant: HeldGrant | undefined): void {
    this.#held = grant;
    clearTimeout(this.#timer);
    if (grant?.expiresAt !== undefined) this.#refreshIn(grant.expiresAt - MARGIN_MS - Date.now(), grant.agent);
  }

  #refreshIn(waitMs: number, agent: BareJid): void {
    this.#timer = setTimeout(
      () => {
        this.get({ agent }).catch((error: unknown) => {
          if (!(error instanceof StreamFailure) || !error.isFinal) return this.#refreshIn(RETRY_MS, agent);
          void this.#hold(undefined);
          for (const listener of this.#onEnd) listener(error);
        });
      },
      Math.max(LEAST_MS, waitMs),
    );
  }
}

const isOf = (held: HeldGrant, { issuer, clientId }: AgentSignIn) => held.issuer === issuer && held.clientId === clientId;
const isFresh = ({ expiresAt }: HeldGrant) => expiresAt === undefined || expiresAt - MARGIN_MS > Date.now();
const grantOf = ({ agent, issuer, clientId }: HeldGrant) => ({ agent, issuer, clientId });

/** Asks the issuer to end a grant. If that fails, the token lasts as long as the issuer has said. */
async function endGrant({ issuer, clientId, refreshToken }: HeldGrant): Promise<void> {
  if (refreshToken === undefined) return;
  await Issuer.find({ issuer, clientId })
    .then((found) => found.revoke(refreshToken))
    .catch(() => undefined);
}

/** What the work comes to, or what its failure means for the connection. @throws StreamFailure */
function told<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    if (cause instanceof StreamFailure) throw cause;
    throw new StreamFailure(cause instanceof IssuerUnreachable ? 'issuer-unreachable' : 'sign-in-needed', { cause });
  });
}
